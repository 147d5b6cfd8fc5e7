using System.ComponentModel.DataAnnotations;
using Mat.Cases.Records;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;
using CaseResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Mat.Cases.Handling.CaseView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Mat.Cases.Handling;

public sealed record LinkAlerts([property: Required, MinLength(1), MaxLength(100)] IReadOnlyList<Guid> AlertIds);

public sealed record UnlinkAlert([property: Required] Guid? AlertId, [property: StringLength(1000)] string? Why = null);

/// <param name="IntoId">The case that goes on.</param>
public sealed record MergeCase([property: Required] Guid? IntoId, [property: StringLength(1000)] string? Why = null);

public sealed record UnmergeCase([property: StringLength(1000)] string? Why = null);

/// <param name="SchoolId">The school that it is about; needed from those who see a part of the case's schools.</param>
public sealed record AddCaseNote([property: Required, StringLength(4000, MinimumLength = 1)] string Text, Guid? SchoolId = null);

internal static class LinkAlertsEndpoint
{
    public static Task<CaseResult> Handle(string id, LinkAlerts request, CaseCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, whole: true, async (@case, token) =>
        {
            if (@case.MergedIntoId is not null)
                return Problems.Conflict("case.merged", "It was merged into another case.");
            var here = await desk.Db.CaseAlerts.Where(l => l.CaseId == @case.Id && request.AlertIds.Contains(l.AlertId))
                .Select(l => l.AlertId).ToListAsync(token);
            var (alerts, problem) = await CaseRules.FreeAlertsAsync(desk.Db, [.. request.AlertIds.Except(here)], token);
            if (problem is not null)
                return problem;
            @case.Acknowledge(desk.Now);
            await desk.Book.LinkAsync(@case, alerts, desk.User.Name, token);
            return null;
        }, ct);
}

internal static class UnlinkAlertEndpoint
{
    public static Task<CaseResult> Handle(string id, UnlinkAlert request, CaseCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, whole: true, async (@case, token) =>
        {
            var alert = await desk.Db.Alerts.AsNoTracking().FirstOrDefaultAsync(e => e.Id == request.AlertId, token);
            return alert is not null && await desk.Book.UnlinkAsync(@case, alert, request.Why, token) ? null
                : Problems.Unprocessable("alert.unknown", "That alert is not in this case.");
        }, ct);
}

internal static class MergeCaseEndpoint
{
    /// <summary>Answers with the case that goes on.</summary>
    public static async Task<CaseResult> Handle(string id, MergeCase request, CaseCommands desk, CancellationToken ct)
    {
        Case? into = null;
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (from, token) =>
        {
            into = await desk.FindAsync(request.IntoId!.Value.ToString(), track: true, token);
            if (into is null || into.Id == from.Id)
                return Problems.Unprocessable("case.into", "That is no other case of yours.");
            if (!desk.SeesWhole(into))
                return Problems.Forbidden("case.partial", "The other case touches schools that are not yours.");
            if (from.MergedIntoId is not null || into.MergedIntoId is not null)
                return Problems.Conflict("case.merged", "One of the two was merged already.");
            await desk.Book.MergeAsync(from, into, request.Why, token);
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(await desk.ViewAsync(into!, ct));
    }
}

internal static class UnmergeCaseEndpoint
{
    public static Task<CaseResult> Handle(string id, UnmergeCase request, CaseCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, whole: true, async (@case, token) =>
        {
            if (@case.MergedIntoId is not { } intoId)
                return Problems.Conflict("case.not_merged", "It is not merged into another case.");
            var into = await desk.Db.Cases.Include(c => c.Schools).FirstAsync(c => c.Id == intoId, token);
            await desk.Book.UnmergeAsync(@case, into, request.Why, token);
            return null;
        }, ct);
}

internal static class AddCaseNoteEndpoint
{
    public static Task<CaseResult> Handle(string id, AddCaseNote request, CaseCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, whole: false, (@case, _) =>
        {
            var refusal = desk.RefusesAbout(@case, request.SchoolId);
            if (refusal is not null)
                return Task.FromResult<Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult?>(refusal);
            @case.Acknowledge(desk.Now);
            desk.Book.Log(@case, CaseEntryKind.Note, request.Text, request.SchoolId);
            desk.Book.Tell(@case, "noted");
            return Task.FromResult<Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult?>(null);
        }, ct);
}
