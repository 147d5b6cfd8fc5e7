using Mat.Contracts.Alerts;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>Opens one ticket per alert when a rule requests it and the school is known; Alerts publishes again once it is.</summary>
internal sealed class AlertRaisedConsumer(
    TicketsDb db, SchoolCache schools, SlaTargetCache targetCache, TicketNumbers numbers, EscalationPlanService plans, TimeProvider clock)
    : IConsumer<AlertRaised>
{
    public static bool Concerns(AlertRaised message) => message is { Ticket: not null, Alert.SchoolId: not null };

    public async Task Consume(AlertRaised message, MessageContext context, CancellationToken ct)
    {
        var (alert, request) = (message.Alert, message.Ticket!);
        var schoolId = alert.SchoolId!.Value;
        var link = await db.UpsertAlertLinkAsync(alert, clock.GetUtcNow(), ct);
        if (link.TicketId is not null || await db.Tickets.AnyAsync(t => t.AlertId == alert.Id, ct))
            return;

        var now = clock.GetUtcNow();
        var school = await schools.GetAsync(db, schoolId, ct);
        var asset = alert.AssetId is { } assetId ? await db.Assets.AsNoTracking().FirstOrDefaultAsync(a => a.Id == assetId, ct) : null;
        var targets = await targetCache.GetAsync(db, ct);
        var (impact, urgency) = (LevelOf(request.Impact), LevelOf(request.Urgency));
        var draft = new TicketDraft(Truncate(request.Title, Ticket.MaxTitleLength), Truncate(request.Description, Ticket.MaxTextLength),
            schoolId, null, alert.SourceName)
        {
            Channel = TicketChannel.Alert,
            Category = "security",
            Impact = impact,
            Urgency = urgency,
            AssetId = alert.AssetId,
            AssetTag = asset?.Tag ?? alert.HostName,
            AlertId = alert.Id,
        };
        var ticket = Ticket.Open(draft, await numbers.NextAsync(db, ct), targets, school.Calendar, school.CalendarVersion, now);
        link.TicketId = ticket.Id;
        db.Tickets.Add(ticket);
        db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Alert, EntryVisibility.Internal, now,
            $"Opened by rule “{request.RuleName}”: {alert.Severity}.", alert.SourceName));
        if (request.Checklist is { Count: > 0 } steps)
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Alert, EntryVisibility.Internal, now,
                Truncate("To do:\n" + string.Join('\n', steps.Select((s, i) => $"{i + 1}. {s}")), Ticket.MaxTextLength), "Mat"));
        // AlertChanged may have arrived first with a higher severity.
        if (link.SourceVersion > alert.Version && link.SeverityRank > PriorityMatrix.SeverityRank(alert.Severity))
            db.RaisePriority(ticket, link.SeverityRank, targets, school, now);
        if (!string.IsNullOrWhiteSpace(request.EscalateArea))
        {
            var order = new EscalationRequest(request.EscalateArea,
                request.EscalateReason ?? $"Rule “{request.RuleName}” escalates at once.", null, "Mat");
            await db.EscalateAsync(ticket, school, order, now, ct);
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Escalation, EntryVisibility.Partner, now,
                $"Escalated: {order.Area}. {order.Reason}"));
        }
        await plans.PlanAsync(db, ticket, school, ct);
        db.PublishChange(ticket, "opened");
    }

    private static TicketLevel LevelOf(string level) => level switch
    {
        "high" => TicketLevel.High,
        "medium" => TicketLevel.Medium,
        _ => TicketLevel.Low,
    };

    private static string Truncate(string text, int length) => text.Length > length ? text[..(length - 1)] + "…" : text;
}

/// <summary>Raises the priority with the severity and records the end of an alert.</summary>
internal sealed class AlertChangedConsumer(TicketsDb db, SchoolCache schools, SlaTargetCache targetCache, EscalationPlanService plans,
    TimeProvider clock) : IConsumer<AlertChanged>
{
    public static bool Concerns(AlertChanged message) => message.What is "severity" or "resolved" or "replayed";

    public async Task Consume(AlertChanged message, MessageContext context, CancellationToken ct)
    {
        var alert = message.Alert;
        var before = await db.AlertLinks.FirstOrDefaultAsync(e => e.Id == alert.Id, ct);
        if (before is null && message.What == "replayed")
            return;
        var (rank, resolved, version) = (before?.SeverityRank ?? -1, before?.Resolved ?? false, before?.SourceVersion ?? 0);
        var link = await db.UpsertAlertLinkAsync(alert, clock.GetUtcNow(), ct);
        if (alert.Version <= version || link.TicketId is not { } ticketId)
            return;
        if (await db.Tickets.FirstOrDefaultAsync(t => t.Id == ticketId, ct) is not { } ticket)
            return;

        var now = clock.GetUtcNow();
        var school = await schools.GetAsync(db, ticket.SchoolId, ct);
        if (link.SeverityRank > rank)
        {
            db.RaisePriority(ticket, link.SeverityRank, await targetCache.GetAsync(db, ct), school, now);
            await plans.PlanAsync(db, ticket, school, ct);
            db.PublishChange(ticket, "changed");
        }
        if (link.Resolved && !resolved)
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Alert, EntryVisibility.Internal, now, "The alert was resolved.",
                alert.SourceName));
    }
}

internal static class AlertLinks
{
    private static readonly string[] SeverityNames = ["unknown", "informational", "low", "medium", "high", "critical", "fatal"];

    /// <summary>Inserts or updates the alert's row; older versions are ignored.</summary>
    public static async Task<AlertLink> UpsertAlertLinkAsync(this TicketsDb db, AlertSnapshot alert, DateTimeOffset now,
        CancellationToken ct)
    {
        var link = await db.AlertLinks.FirstOrDefaultAsync(e => e.Id == alert.Id, ct);
        if (link is null)
            db.AlertLinks.Add(link = new AlertLink { Id = alert.Id });
        if (alert.Version <= link.SourceVersion)
            return link;
        (link.SourceVersion, link.SeverityRank, link.Resolved, link.SeenAt) =
            (alert.Version, PriorityMatrix.SeverityRank(alert.Severity), alert.Status == "resolved", now);
        return link;
    }

    /// <summary>Raises the priority to that of the severity; never lowers it.</summary>
    public static void RaisePriority(this TicketsDb db, Ticket ticket, int severityRank, SlaTargets targets, SchoolEntry school,
        DateTimeOffset now)
    {
        var before = ticket.Priority;
        var (impact, urgency) = PriorityMatrix.RaiseTo(PriorityMatrix.OfSeverity(severityRank), ticket.Impact, ticket.Urgency);
        if (ticket.Status.IsActive())
            ticket.Reprioritize(impact, urgency, targets, school.Calendar, now);
        db.Entries.Add(new TicketEntry
        {
            TicketId = ticket.Id,
            At = now,
            Kind = EntryKind.Alert,
            Visibility = EntryVisibility.Internal,
            ActorName = "Mat",
            ActorKind = EntryActor.System,
            Text = $"Alert severity raised: {SeverityNames[severityRank]}.",
            Changes = ticket.Priority == before ? null
                : TicketEntry.Write([new("priority", before.ToWire(), ticket.Priority.ToWire())]),
        });
    }
}
