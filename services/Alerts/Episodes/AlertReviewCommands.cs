using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Correlation;
using Mat.Alerts.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using DeskResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Mat.Alerts.Episodes.AlertView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Mat.Alerts.Episodes;

/// <param name="Why">Stands in the trail.</param>
public sealed record ReviewDecision([property: Required, StringLength(2000, MinimumLength = 3)] string Why);

/// <summary>Judging an alert, and taking a judgement back: the trail keeps both, and the alert is weighed again.</summary>
internal sealed class AlertReviewCommands(AlertsDb db, CurrentUser user, AlertPublisher announcer, TimeProvider clock)
{
    public async Task<ProblemHttpResult?> DismissAsync(Alert episode, string why, CancellationToken ct)
    {
        if (episode.FalsePositive)
            return null;
        if (episode.IsOpen)
            Closing.Close(db, episode, user.Name, clock.GetUtcNow());
        episode.FalsePositive = true;
        episode.Note = why;
        db.Audit("false_positive", "alert", episode.Id, new { why });
        await announcer.ChangeAsync(episode, "resolved", weigh: false, ct);
        return null;
    }

    public async Task<ProblemHttpResult?> ReopenAsync(Alert episode, string why, CancellationToken ct)
    {
        if (episode.IsOpen)
            return Problems.Conflict("alert.open", "The alert is not over.");
        if (episode.HeadKey is null)
            return Problems.Conflict("alert.superseded", "The same alert came again since; work on the newer one.");
        var (closed, by) = (episode.ResolvedAt!.Value, episode.ResolvedBy);
        db.Audit("reopened", "alert", episode.Id, new { why, wasResolvedBy = by, wasFalsePositive = episode.FalsePositive });
        // What the decision said was over is no longer over; the mark of a person or ticket goes with it.
        await db.Signals.Where(s => s.SourceId == episode.SourceId && s.Identity == episode.Identity && s.Resolves && s.At == closed)
            .ExecuteDeleteAsync(ct);
        var cleared = await db.Signals.Where(s => s.SourceId == episode.SourceId && s.Identity == episode.Identity && s.Resolves)
            .Select(s => (DateTimeOffset?)s.At).MaxAsync(ct);
        episode.Reopen(cleared);
        await announcer.ChangeAsync(episode, "reopened", weigh: true, ct);
        return null;
    }

    public async Task<ProblemHttpResult?> UnassignAsync(Alert episode, string why, CancellationToken ct)
    {
        if (episode.CorrelatedBy != CorrelatedBy.Manual)
            return Problems.Conflict("alert.not_manual", "Nobody placed it by hand.");
        db.Audit("unassigned", "alert", episode.Id, new { why, schoolId = episode.SchoolId, assetId = episode.AssetId });
        var school = await db.Sources.IgnoreQueryFilters().Where(s => s.Id == episode.SourceId).Select(s => s.SchoolId)
            .FirstOrDefaultAsync(ct);
        var clues = episode.Clues(school);
        episode.Place((await AssetIndex.ReadAsync(db, [clues], ct)).Place(clues));
        await announcer.ChangeAsync(episode, "correlated", weigh: true, ct);
        return null;
    }
}

internal static class FalsePositiveEndpoint
{
    public static Task<DeskResult> Handle(Guid id, ReviewDecision request, AlertCommands desk, AlertReviewCommands inverter,
        CancellationToken ct) =>
        desk.ActAsync(id, (e, t) => inverter.DismissAsync(e, request.Why, t), ct);
}

internal static class ReopenAlertEndpoint
{
    public static Task<DeskResult> Handle(Guid id, ReviewDecision request, AlertCommands desk, AlertReviewCommands inverter,
        CancellationToken ct) =>
        desk.ActAsync(id, (e, t) => inverter.ReopenAsync(e, request.Why, t), ct);
}

internal static class UnassignAlertEndpoint
{
    public static Task<DeskResult> Handle(Guid id, ReviewDecision request, AlertCommands desk, AlertReviewCommands inverter,
        CancellationToken ct) =>
        desk.ActAsync(id, (e, t) => inverter.UnassignAsync(e, request.Why, t), ct);
}

/// <summary>One decision about an alert.</summary>
/// <param name="Details">As JSON; null where the act says all.</param>
public sealed record AuditTrailEntry(DateTimeOffset At, string Actor, string Action, string? Details);

internal static class AlertAuditTrailEndpoint
{
    private const int Max = 200;

    public static async Task<Results<Ok<IReadOnlyList<AuditTrailEntry>>, ProblemHttpResult>> Handle(Guid id, AlertsDb db,
        CancellationToken ct)
    {
        if (!await db.Episodes.AnyAsync(e => e.Id == id, ct))
            return Problems.NotFound();
        var entries = await db.Set<Mat.Platform.Data.AuditEntry>().AsNoTracking().Where(a => a.SubjectId == id)
            .OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id).Take(Max).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<AuditTrailEntry>>(
            [.. entries.Select(e => new AuditTrailEntry(e.CreatedAt, e.Actor, e.Action, e.Changes))]);
    }
}
