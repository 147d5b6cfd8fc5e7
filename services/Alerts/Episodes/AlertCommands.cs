using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Correlation;
using Mat.Alerts.Data;
using Mat.Alerts.Rules;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using DeskResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Mat.Alerts.Episodes.AlertView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Mat.Alerts.Episodes;

public sealed record AcknowledgeAlert([property: StringLength(2000)] string? Note = null);

public sealed record ResolveAlert([property: StringLength(2000)] string? Note = null);

public sealed record AssignAlert([property: Required] Guid? SchoolId, Guid? AssetId = null);

public sealed record RequestTicket(Level? Impact = null, Level? Urgency = null);

/// <summary>What people at the desk do to an alert.</summary>
internal sealed class AlertCommands(AlertsDb db, CurrentUser user, AlertPublisher announcer, TimeProvider clock)
{
    /// <summary>
    /// Loads the alert with its source kept out meanwhile, lets <paramref name="act"/> change it, saves and shows it. A tool
    /// that repeats itself at the same moment must not make a person's click fail.
    /// </summary>
    public async Task<DeskResult> ActAsync(Guid id, Func<Alert, CancellationToken, Task<ProblemHttpResult?>> act, CancellationToken ct)
    {
        var known = await db.Episodes.AsNoTracking().Where(e => e.Id == id).Select(e => new { e.SourceId, e.Identity })
            .FirstOrDefaultAsync(ct);
        if (known is null)
            return Problems.NotFound();
        ProblemHttpResult? refusal = null;
        Alert? episode = null;
        await db.InTransactionAsync(async token =>
        {
            await db.LockAsync(known.SourceId, [known.Identity], token);
            episode = await db.Episodes.FirstOrDefaultAsync(e => e.Id == id, token);
            if (episode is null)
                return;
            refusal = await act(episode, token);
            if (refusal is null)
                await db.SaveChangesAsync(token);
        }, ct);
        if (refusal is not null)
            return refusal;
        return episode is null ? Problems.NotFound() : TypedResults.Ok(await AlertView.OfAsync(episode, db, ct));
    }

    public async Task<ProblemHttpResult?> AcknowledgeAsync(Alert episode, string? note, CancellationToken ct)
    {
        if (!episode.IsOpen)
            return Problems.Conflict("alert.resolved", "The alert is over already.");
        if (episode.Status == AlertStatus.Acknowledged)
            return null;
        episode.Status = AlertStatus.Acknowledged;
        episode.AcknowledgedBy = user.Name;
        episode.Note = note ?? episode.Note;
        db.Audit("acknowledged", "alert", episode.Id, new { note });
        await announcer.ChangeAsync(episode, "acknowledged", weigh: false, ct);
        return null;
    }

    public async Task<ProblemHttpResult?> ResolveAsync(Alert episode, string? note, CancellationToken ct)
    {
        if (!episode.IsOpen)
            return Problems.Conflict("alert.resolved", "The alert is over already.");
        Closing.Close(db, episode, user.Name, clock.GetUtcNow());
        episode.Note = note ?? episode.Note;
        db.Audit("resolved", "alert", episode.Id, new { note });
        await announcer.ChangeAsync(episode, "resolved", weigh: false, ct);
        return null;
    }

    public async Task<ProblemHttpResult?> AssignAsync(Alert episode, Guid schoolId, Guid? assetId, CancellationToken ct)
    {
        if (!user.Sees(schoolId) || !await db.Schools.AnyAsync(s => s.Id == schoolId, ct))
            return Problems.Unprocessable("school.unknown", "That school is not one of yours.");
        var asset = assetId is null ? null
            : await db.Assets.Include(a => a.Macs).Include(a => a.Ips)
            .FirstOrDefaultAsync(a => a.Id == assetId && a.SchoolId == schoolId, ct);
        if (assetId is not null && asset is null)
            return Problems.Unprocessable("asset.unknown", "That asset is not one of the school.");
        episode.Place(new CorrelationResult(CorrelatedBy.Manual, asset?.Known(), schoolId, [], $"Assigned by {user.Name}."));
        db.Audit("assigned", "alert", episode.Id, new { schoolId, assetId });
        await announcer.ChangeAsync(episode, "correlated", weigh: true, ct);
        return null;
    }

    /// <param name="area">Expertise to escalate to at once; null for none.</param>
    /// <param name="reason">What the partner should do.</param>
    public ProblemHttpResult? OpenTicket(Alert episode, RequestTicket request, string? area = null, string? reason = null)
    {
        if (episode.SchoolId is null)
            return Problems.Conflict("alert.unassigned", "Assign the alert to a school first: every ticket has one.");
        if (episode.TicketRequested)
            return Problems.Conflict("alert.ticket", "The alert has a ticket already.");
        announcer.RaiseByHand(episode, request.Impact, request.Urgency, user.Name, area, reason);
        db.Audit("ticket_requested", "alert", episode.Id, area is null ? null : new { area });
        return null;
    }
}

/// <summary>Closing an episode other than by its source's word.</summary>
internal static class Closing
{
    public static void Close(AlertsDb db, Alert episode, string by, DateTimeOffset now)
    {
        var at = AlertTimeline.CloseByHand(episode, by, now);
        // The source's later words are put before or after this moment like before or after one of its own.
        db.Add(new AlertOccurrence
        {
            SourceId = episode.SourceId,
            Content = Guid.CreateVersion7(),
            Identity = episode.Identity,
            AlertId = episode.Id,
            At = at,
            Resolves = true,
            ReceivedAt = now,
        });
    }
}

internal static class AcknowledgeAlertEndpoint
{
    public static Task<DeskResult> Handle(Guid id, AcknowledgeAlert request, AlertCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, (e, t) => desk.AcknowledgeAsync(e, request.Note, t), ct);
}

internal static class ResolveAlertEndpoint
{
    public static Task<DeskResult> Handle(Guid id, ResolveAlert request, AlertCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, (e, t) => desk.ResolveAsync(e, request.Note, t), ct);
}

internal static class AssignAlertEndpoint
{
    public static Task<DeskResult> Handle(Guid id, AssignAlert request, AlertCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, (e, t) => desk.AssignAsync(e, request.SchoolId!.Value, request.AssetId, t), ct);
}

internal static class RequestTicketEndpoint
{
    public static Task<DeskResult> Handle(Guid id, RequestTicket request, AlertCommands desk, CancellationToken ct) =>
        desk.ActAsync(id, (e, _) => Task.FromResult(desk.OpenTicket(e, request)), ct);
}
