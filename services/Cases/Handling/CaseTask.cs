using System.ComponentModel.DataAnnotations;
using Mat.Cases.Playbooks;
using Mat.Cases.Records;
using Mat.Contracts.Cases;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Handling;

/// <summary>Something to do in a case: a playbook's step, or somebody's own.</summary>
internal sealed class CaseTask : Entity, IAudited
{
    public const int Max = 200;

    public Guid CaseId { get; init; }
    public int Position { get; set; }
    public string Title { get; set; } = "";
    public string? Detail { get; set; }
    public CaseType? Playbook { get; init; }
    public Guid? OwnerId { get; set; }
    public string? OwnerName { get; set; }
    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset? DoneAt { get; private set; }
    public string? DoneBy { get; private set; }

    public void Do(bool done, string by, DateTimeOffset now)
    {
        if (done == DoneAt is not null)
            return;
        (DoneAt, DoneBy) = (done ? now : null, done ? by : null);
    }
}

public sealed record CaseTaskView(
    Guid Id, int Version, int Position, string Title, string? Detail, CaseType? Playbook, Guid? OwnerId, string? OwnerName,
    DateTimeOffset? DueAt,
    DateTimeOffset? DoneAt, string? DoneBy) : IVersioned
{
    internal static CaseTaskView Of(CaseTask t) =>
        new(t.Id, t.Version, t.Position, t.Title, t.Detail, t.Playbook, t.OwnerId, t.OwnerName, t.DueAt, t.DoneAt, t.DoneBy);
}

/// <param name="Type">Null: the case's own type.</param>
public sealed record StartPlaybook(CaseType? Type = null);

public sealed record AddCaseTask(
    [property: Required, StringLength(200, MinimumLength = 2)] string Title, [property: StringLength(2000)] string? Detail = null,
    DateTimeOffset? DueAt = null);

/// <summary>What to change about a task.</summary>
public sealed record ChangeCaseTask : PatchBody
{
    /// <summary>What is to be done.</summary>
    [CannotClear, StringLength(200, MinimumLength = 2)]
    public string? Title { get; init; }

    /// <summary>How; null for nothing more.</summary>
    [StringLength(2000)]
    public string? Detail { get; init; }

    /// <summary>Until when (UTC); null for no date.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Tasks are listed in this order.</summary>
    [CannotClear, Range(0, 100_000)]
    public int? Position { get; init; }

    /// <summary>Who does it; null for nobody.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Whether it is done.</summary>
    [CannotClear]
    public bool? Done { get; init; }
}

internal static class ListCaseTasksEndpoint
{
    private static readonly SortKeys<CaseTask> Keys = new SortKeys<CaseTask>().Add("position", t => t.Position).Default("position");

    public static async Task<Results<Ok<Page<CaseTaskView>>, ProblemHttpResult>> Handle(string id, [AsParameters] PageQuery page,
        CaseCommands desk, CancellationToken ct)
    {
        var (@case, problem) = await desk.WholeAsync(id, ct);
        return problem is not null ? problem
            : await desk.Db.CaseTasks.Where(t => t.CaseId == @case!.Id).ToPageAsync(page, Keys, CaseTaskView.Of, ct);
    }
}

internal static class StartPlaybookEndpoint
{
    public static async Task<Results<Ok<CaseView>, ProblemHttpResult>> Handle(string id, StartPlaybook request, CaseCommands desk,
        CancellationToken ct) =>
        await desk.ActAsync(id, whole: true, async (@case, token) =>
        {
            var type = request.Type ?? @case.Type;
            var playbook = await PlaybookCatalog.ForAsync(desk.Db, type, token);
            if (playbook.Steps.Count == 0)
                return Problems.Unprocessable("playbook.none", "There is no playbook for that type.");
            var tasks = await desk.Db.CaseTasks.Where(t => t.CaseId == @case.Id).Select(t => new { t.Playbook, t.Position })
                .ToListAsync(token);
            if (tasks.Any(t => t.Playbook == type))
                return Problems.Conflict("playbook.started", "That playbook is under way already.");
            if (tasks.Count + playbook.Steps.Count > CaseTask.Max)
                return Problems.Conflict("task.most", $"A case holds at most {CaseTask.Max} tasks.");
            var last = tasks.Count == 0 ? 0 : tasks.Max(t => t.Position);
            @case.Acknowledge(desk.Now);
            desk.Book.Start(@case, playbook, last);
            desk.Book.Tell(@case, "task");
            return null;
        }, ct);
}

internal static class AddCaseTaskEndpoint
{
    public static async Task<Results<Created<CaseTaskView>, ProblemHttpResult>> Handle(string id, AddCaseTask request, CaseCommands desk,
        CancellationToken ct)
    {
        CaseTask? task = null;
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            var positions = await desk.Db.CaseTasks.Where(t => t.CaseId == found.Id).Select(t => t.Position).ToListAsync(token);
            if (positions.Count >= CaseTask.Max)
                return Problems.Conflict("task.most", $"A case holds at most {CaseTask.Max} tasks.");
            task = new CaseTask
            {
                CaseId = found.Id,
                Position = positions.DefaultIfEmpty(0).Max() + 10,
                Title = request.Title.Trim(),
                Detail = request.Detail,
                DueAt = request.DueAt
            };
            desk.Db.Add(task);
            desk.Book.Log(found, CaseEntryKind.Task, $"Task added: {task.Title}");
            desk.Book.Tell(found, "task");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Created($"/api/cases/{@case.Id}/tasks/{task!.Id}", CaseTaskView.Of(task));
    }
}

internal static class ChangeCaseTaskEndpoint
{
    public static async Task<Results<Ok<CaseTaskView>, ProblemHttpResult>> Handle(
        string id, Guid taskId, ChangeCaseTask request, IfMatch ifMatch, CaseCommands desk, CancellationToken ct)
    {
        CaseTask? task = null;
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            task = await desk.Db.CaseTasks.FirstOrDefaultAsync(t => t.Id == taskId && t.CaseId == found.Id, token);
            if (task is null)
                return Problems.NotFound();
            if (ifMatch.Validate(task.Version) is { } stale)
                return stale;
            if (request.OwnerId is { } owner)
            {
                var name = owner == desk.User.PersonId ? desk.User.Name
                    : await desk.Db.People.Where(p => p.Id == owner && p.Active).Select(p => p.Name).FirstOrDefaultAsync(token);
                if (name is null)
                    return Problems.Unprocessable("person.unknown", "That person is not known here, or not active.");
                (task.OwnerId, task.OwnerName) = (owner, name);
            }
            else if (request.Has(nameof(request.OwnerId)))
            {
                (task.OwnerId, task.OwnerName) = (null, null);
            }
            (task.Title, task.Detail, task.DueAt, task.Position) = (request.Title?.Trim() ?? task.Title,
                request.Or(request.Detail, task.Detail), request.Or(request.DueAt, task.DueAt), request.Position ?? task.Position);
            if (request.Done is { } done)
                task.Do(done, desk.User.Name, desk.Now);
            found.Acknowledge(desk.Now);
            desk.Book.Log(found, CaseEntryKind.Task,
                $"{(request.Done switch { true => "Done", false => "To do again", null => "Task changed" })}: {task.Title}");
            desk.Book.Tell(found, "task");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(CaseTaskView.Of(task!));
    }
}

internal static class RemoveCaseTaskEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(string id, Guid taskId, CaseCommands desk, CancellationToken ct)
    {
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            if (await desk.Db.CaseTasks.FirstOrDefaultAsync(t => t.Id == taskId && t.CaseId == found.Id, token) is not { } task)
                return Problems.NotFound();
            desk.Db.Remove(task);
            desk.Book.Log(found, CaseEntryKind.Task, $"Task taken off the list: {task.Title}");
            desk.Book.Tell(found, "task");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.NoContent();
    }
}
