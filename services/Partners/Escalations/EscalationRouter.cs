using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Portal;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

/// <summary>Loads what <see cref="Routing"/> decides on, and carries the decision out.</summary>
internal sealed class EscalationRouter(RetrySchedule schedule, MailLinks links)
{
    /// <param name="picked">The partner that was chosen by hand.</param>
    /// <param name="by">Who asked for the routing, for people to read.</param>
    public async Task RouteAsync(PartnersDb db, Escalation escalation, Guid? picked, string by, DateTimeOffset now, CancellationToken ct)
    {
        var partners = await db.Partners.AsNoTracking().ToListAsync(ct);
        var open = await db.Escalations.IgnoreQueryFilters() // how busy a partner is does not depend on who asks
            .Where(e => e.PartnerId != null
                && (e.Status == EscalationState.Requested || e.Status == EscalationState.Sent || e.Status == EscalationState.Acknowledged))
            .GroupBy(e => e.PartnerId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var day = await DayAsync(db, escalation, ct);
        var standings = await db.StandingsAsync(partners, day, now, ct);
        var (partner, why) = Routing.Decide(escalation.Area, escalation.SchoolId, day, picked, partners, open, standings,
            escalation.NotPartnerId);
        var reachable = partner is not null
            && await db.Endpoints.AnyAsync(e => e.PartnerId == partner.Id && e.Status == PartnerEndpointStatus.Active, ct);
        db.Take(escalation, escalation.Route(partner, why, reachable, by, now));
        if (reachable)
            await WebhookEvents.EnqueueAsync(db, schedule, escalation, WebhookEvents.Requested, now, ct, links.For(db, escalation, now));
    }

    /// <summary>Agreements begin and end at the school's midnight.</summary>
    private static async Task<DateOnly> DayAsync(PartnersDb db, Escalation escalation, CancellationToken ct)
    {
        var zone = await db.Schools.Where(s => s.Id == escalation.SchoolId).Select(s => s.TimeZone).FirstOrDefaultAsync(ct)
            ?? "Europe/London";
        var local = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(escalation.RequestedAt, found)
            : escalation.RequestedAt;
        return DateOnly.FromDateTime(local.DateTime);
    }
}
