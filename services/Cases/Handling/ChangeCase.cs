using System.ComponentModel.DataAnnotations;
using Mat.Cases.Obligations;
using Mat.Cases.Records;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;
using CaseResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Mat.Cases.Handling.CaseView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Mat.Cases.Handling;

/// <summary>What to change about a case.</summary>
public sealed record ChangeCase : PatchBody
{
    /// <summary>The title.</summary>
    [CannotClear, StringLength(200, MinimumLength = 3)]
    public string? Title { get; init; }

    /// <summary>What happened; null empties it.</summary>
    [StringLength(4000)]
    public string? Summary { get; init; }

    /// <summary>The type.</summary>
    [CannotClear]
    public CaseType? Type { get; init; }

    /// <summary>The severity.</summary>
    [CannotClear]
    public Severity? Severity { get; init; }

    /// <summary>Schools that turn out to be affected as well; a school that was affected stays so.</summary>
    [CannotClear, MaxLength(Case.MaxSchools)]
    public IReadOnlyList<Guid>? AddSchoolIds { get; init; }

    /// <summary>When it began (UTC); null for unknown.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was detected (UTC).</summary>
    [CannotClear]
    public DateTimeOffset? DetectedAt { get; init; }
}

/// <param name="Note">Why, for the timeline.</param>
public sealed record MoveCase([property: Required] CaseStatus? Status, [property: StringLength(2000)] string? Note = null);

/// <param name="OwnerId">Null leaves the case without an owner.</param>
public sealed record AssignCase(Guid? OwnerId);

internal static class ChangeCaseEndpoint
{
    public static Task<CaseResult> Handle(string id, ChangeCase request, IfMatch ifMatch, CaseCommands desk, ObligationService obligations,
        CancellationToken ct) =>
        desk.ActAsync(id, whole: true, async (@case, token) =>
        {
            if (ifMatch.Validate(@case.Version) is { } stale)
                return stale;
            var schools = (request.AddSchoolIds ?? []).ToHashSet();
            if (await CaseRules.RefusesAsync(desk, schools, request.OccurredAt, request.DetectedAt, token) is { } refusal)
                return refusal;
            var changes = new List<string>();
            if (request.Title is { } title)
                Set("Title", @case.Title, title.Trim(), v => @case.Title = v!);
            if (request.Has(nameof(request.Summary)))
                Set("Summary", @case.Summary, request.Summary, v => @case.Summary = v);
            if (request.Type is { } type)
                Set("Type", @case.Type.ToWords(), type.ToWords(), _ => @case.Type = type);
            if (request.Severity is { } severity)
                Set("Severity", @case.Severity.ToWords(), severity.ToWords(), _ => @case.Severity = severity);
            if (request.Has(nameof(request.OccurredAt)))
                Set("Began", Words(@case.OccurredAt), Words(request.OccurredAt), _ => @case.OccurredAt = request.OccurredAt);
            if (request.DetectedAt is { } detected)
                Set("Detected", Words(@case.DetectedAt), Words(detected), _ => @case.DetectedAt = detected);
            foreach (var school in schools.Where(@case.Touches).ToList())
                desk.Book.Log(@case, CaseEntryKind.Changed,
                    $"It touches {await desk.Db.Schools.Where(s => s.Id == school).Select(s => s.Name).FirstAsync(token)} too.", school);
            if (changes.Count > 0)
                desk.Book.Log(@case, CaseEntryKind.Changed, string.Join('\n', changes));
            // A type and a school may bring facts with them.
            await obligations.FollowAsync(@case, token);
            desk.Book.Tell(@case, "changed");
            return null;

            void Set(string name, string? before, string? after, Action<string?> set)
            {
                if (after == before)
                    return;
                set(after);
                changes.Add(name == "Summary" ? "Summary rewritten" : $"{name}: {before ?? "nothing"} → {after ?? "nothing"}");
            }
        }, ct);

    private static string? Words(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}

internal static class MoveCaseEndpoint
{
    public static Task<CaseResult> Handle(string id, MoveCase request, CaseCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, whole: true, async (@case, token) =>
        {
            var to = request.Status!.Value;
            if (@case.MergedIntoId is not null)
                return Problems.Conflict("case.merged", "It was merged into another case.");
            if (@case.Status == to)
                return Problems.Conflict("case.status", $"It is {to.ToWords()} already.");
            if (to == CaseStatus.Closed && await desk.Db.CaseObligations.AnyAsync(d => d.CaseId == @case.Id && d.Answer == null, token))
                return Problems.Conflict("case.obligations",
                    "An obligation is neither done nor said to be not needed; answer it, then close.");
            var from = @case.Status;
            @case.Become(to, desk.Now);
            desk.Book.Log(@case, CaseEntryKind.Status,
                $"{from.ToWords()} → {to.ToWords()}{(string.IsNullOrWhiteSpace(request.Note) ? "" : $": {request.Note}")}");
            desk.Book.Tell(@case, "status");
            return null;
        }, ct);
}

internal static class AssignCaseEndpoint
{
    public static Task<CaseResult> Handle(string id, AssignCase request, CaseCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, whole: true, async (@case, token) =>
        {
            var owner = request.OwnerId is not { } ownerId ? null
                : ownerId == desk.User.PersonId ? desk.User.Name
                : await desk.Db.People.Where(p => p.Id == ownerId && p.Active).Select(p => p.Name).FirstOrDefaultAsync(token);
            if (request.OwnerId is not null && owner is null)
                return Problems.Unprocessable("person.unknown", "That person is not known here, or not active.");
            @case.Take(request.OwnerId, owner, desk.Now);
            desk.Book.Log(@case, CaseEntryKind.Changed, owner is null ? "Nobody owns it." : $"Owner: {owner}");
            desk.Book.Tell(@case, "changed");
            return null;
        }, ct);
}
