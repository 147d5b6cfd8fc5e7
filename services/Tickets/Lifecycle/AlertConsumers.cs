using Mat.Contracts.Alerts;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Escalations.Policies;
using Mat.Tickets.Settings;
using Mat.Tickets.Timeline;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>Opens the one ticket of an episode, when a rule asks for it and the school is known; Alerts asks again once it is.</summary>
internal sealed class AlertRaisedConsumer(
    TicketsDb db, SchoolCache schools, SlaTargetCache goals, TicketNumbers numbers, EscalationPlanService plans, TimeProvider clock)
    : IConsumer<AlertRaised>
{
    public static bool Concerns(AlertRaised message) => message is { Ticket: not null, Alert.SchoolId: not null };

    public async Task Consume(AlertRaised message, MessageContext context, CancellationToken ct)
    {
        var (alert, request) = (message.Alert, message.Ticket!);
        var schoolId = alert.SchoolId!.Value;
        var episode = await db.EpisodeAsync(alert, clock.GetUtcNow(), ct);
        if (episode.TicketId is not null || await db.Tickets.AnyAsync(t => t.AlertId == alert.Id, ct)) return;

        var now = clock.GetUtcNow();
        var school = await schools.GetAsync(db, schoolId, ct);
        var asset = alert.AssetId is { } assetId ? await db.Assets.AsNoTracking().FirstOrDefaultAsync(a => a.Id == assetId, ct) : null;
        var promises = await goals.GetAsync(db, ct);
        var (impact, urgency) = (Level(request.Impact), Level(request.Urgency));
        var draft = new TicketDraft(Cut(request.Title, Ticket.TitleLength), Cut(request.Description, Ticket.TextLength), schoolId, null, alert.SourceName)
        {
            Channel = TicketChannel.Alert,
            Category = "security",
            Impact = impact,
            Urgency = urgency,
            AssetId = alert.AssetId,
            AssetTag = asset?.Tag ?? alert.HostName,
            AlertId = alert.Id,
        };
        var ticket = Ticket.Open(draft, await numbers.NextAsync(db, ct), promises, school.Calendar, school.CalendarStamp, now);
        episode.TicketId = ticket.Id;
        db.Tickets.Add(ticket);
        db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Alert, EntryVisibility.Internal, now, $"Opened by rule “{request.RuleName}”: {alert.Severity}.", alert.SourceName));
        if (request.Checklist is { Count: > 0 } steps)
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Alert, EntryVisibility.Internal, now, Cut("To do:\n" + string.Join('\n', steps.Select((s, i) => $"{i + 1}. {s}")), Ticket.TextLength), "Mat"));
        // It may have grown worse before this message came.
        if (episode.SourceVersion > alert.Version && episode.SeverityRank > PriorityMatrix.SeverityRank(alert.Severity))
            db.Worsen(ticket, episode.SeverityRank, promises, school, now);
        if (!string.IsNullOrWhiteSpace(request.EscalateArea))
        {
            var order = new EscalationRequest(request.EscalateArea, request.EscalateReason ?? $"Rule “{request.RuleName}” escalates at once.", null, "Mat");
            await db.EscalateAsync(ticket, school, order, now, ct);
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Escalation, EntryVisibility.Partner, now, $"Escalated: {order.Area}. {order.Reason}"));
        }
        await plans.PlanAsync(db, ticket, school, ct);
        db.Announce(ticket, "opened");
    }

    private static TicketLevel Level(string level) => level switch
    {
        "high" => TicketLevel.High,
        "medium" => TicketLevel.Medium,
        _ => TicketLevel.Low,
    };

    private static string Cut(string text, int length) => text.Length > length ? text[..(length - 1)] + "…" : text;
}

/// <summary>A worse alert makes its ticket more urgent; what is over is noted.</summary>
internal sealed class AlertChangedConsumer(TicketsDb db, SchoolCache schools, SlaTargetCache goals, EscalationPlanService plans, TimeProvider clock) : IConsumer<AlertChanged>
{
    public static bool Concerns(AlertChanged message) => message.What is "severity" or "resolved" or "replayed";

    public async Task Consume(AlertChanged message, MessageContext context, CancellationToken ct)
    {
        var alert = message.Alert;
        var before = await db.Episodes.FirstOrDefaultAsync(e => e.Id == alert.Id, ct);
        if (before is null && message.What == "replayed") return;
        var (rank, resolved, version) = (before?.SeverityRank ?? -1, before?.Resolved ?? false, before?.SourceVersion ?? 0);
        var episode = await db.EpisodeAsync(alert, clock.GetUtcNow(), ct);
        if (alert.Version <= version || episode.TicketId is not { } ticketId) return;
        if (await db.Tickets.FirstOrDefaultAsync(t => t.Id == ticketId, ct) is not { } ticket) return;

        var now = clock.GetUtcNow();
        var school = await schools.GetAsync(db, ticket.SchoolId, ct);
        if (episode.SeverityRank > rank)
        {
            db.Worsen(ticket, episode.SeverityRank, await goals.GetAsync(db, ct), school, now);
            await plans.PlanAsync(db, ticket, school, ct);
            db.Announce(ticket, "changed");
        }
        if (episode.Resolved && !resolved)
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Alert, EntryVisibility.Internal, now, "The alert is over: its source or somebody resolved it.", alert.SourceName));
    }
}

internal static class AlertLinks
{
    private static readonly string[] Names = ["unknown", "informational", "low", "medium", "high", "critical", "fatal"];

    /// <summary>The episode's row with the newer of what it said and what the alert says.</summary>
    public static async Task<AlertLink> EpisodeAsync(this TicketsDb db, AlertSnapshot alert, DateTimeOffset now, CancellationToken ct)
    {
        var episode = await db.Episodes.FirstOrDefaultAsync(e => e.Id == alert.Id, ct);
        if (episode is null) db.Episodes.Add(episode = new AlertLink { Id = alert.Id });
        if (alert.Version <= episode.SourceVersion) return episode;
        (episode.SourceVersion, episode.SeverityRank, episode.Resolved, episode.SeenAt) =
            (alert.Version, PriorityMatrix.SeverityRank(alert.Severity), alert.Status == "resolved", now);
        return episode;
    }

    /// <summary>Raises the ticket to what the severity is worth; never lowers what somebody has set.</summary>
    public static void Worsen(this TicketsDb db, Ticket ticket, int severityRank, SlaTargets goals, SchoolEntry school, DateTimeOffset now)
    {
        var before = ticket.Priority;
        var (impact, urgency) = PriorityMatrix.RaiseTo(PriorityMatrix.OfSeverity(severityRank), ticket.Impact, ticket.Urgency);
        if (ticket.Status.IsActive()) ticket.Reprioritize(impact, urgency, goals, school.Calendar, now);
        db.Entries.Add(new TicketEntry
        {
            TicketId = ticket.Id,
            At = now,
            Kind = EntryKind.Alert,
            Visibility = EntryVisibility.Internal,
            ActorName = "Mat",
            ActorKind = EntryActor.System,
            Text = $"The alert became worse: {Names[severityRank]}.",
            Changes = ticket.Priority == before ? null
                : TicketEntry.Write([new("priority", before.ToWire(), ticket.Priority.ToWire())]),
        });
    }
}
