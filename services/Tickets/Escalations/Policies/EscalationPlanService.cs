using Mat.Contracts.Tickets;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Timeline;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations.Policies;

/// <summary>Loads what <see cref="EscalationPlanner"/> decides on, and carries its steps out. Everything is in the caller's save.</summary>
internal sealed class EscalationPlanService(PolicyCache book, TimeProvider clock)
{
    /// <summary>Plans the ticket anew, after anything that the plan hangs on has changed.</summary>
    public async Task PlanAsync(TicketsDb db, Ticket ticket, SchoolEntry school, CancellationToken ct)
    {
        var policies = await book.GetAsync(db, ct);
        if (policies.Count == 0 && ticket is { PolicyId: null, ReplanAt: null }) return;
        var kind = await KindAsync(db, ticket, ct);
        var policy = EscalationPolicy.For(policies, ticket.Category, kind);
        var (next, again) = policy is null ? (null, null) : await NextAsync(db, ticket, policy, kind, school, ct);
        ticket.Plan(policy, next, again, school.Calendar);
    }

    /// <summary>Who is at work, or what they can do, has changed: tickets that hang on it are planned anew by the watcher.</summary>
    public async Task PeopleChangedAsync(TicketsDb db, CancellationToken ct)
    {
        var asking = (await book.GetAsync(db, ct)).Where(p => p.Steps.Any(s => s.WhenNobody)).Select(p => (Guid?)p.Id).ToList();
        if (asking.Count > 0) await db.ReplanAsync(t => asking.Contains(t.PolicyId), clock.GetUtcNow(), ct);
    }

    /// <summary>Takes the planned step, or the layer that a hand chose.</summary>
    /// <param name="by">Who took it early; null when the clock or a rule did.</param>
    public async Task TakeAsync(
        TicketsDb db, Ticket ticket, SchoolEntry school, EscalationTier layer, string why, string? by, DateTimeOffset now, CancellationToken ct)
    {
        var policy = (await book.GetAsync(db, ct)).FirstOrDefault(p => p.Id == ticket.PolicyId);
        var text = layer switch
        {
            EscalationTier.Specialist => await ToSpecialistAsync(db, ticket, school, policy, now, ct),
            _ => await ToPartnerAsync(db, ticket, school, policy, layer, why, by, now, ct),
        };
        ticket.AdvanceTo(layer);
        db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Escalation, EntryVisibility.Internal, now, $"{text} {why}", by ?? "Mat"));
        await PlanAsync(db, ticket, school, ct);
    }

    private static async Task<string> ToSpecialistAsync(TicketsDb db, Ticket ticket, SchoolEntry school, EscalationPolicy? policy, DateTimeOffset now, CancellationToken ct)
    {
        var desk = await DeskAsync(db, ct);
        var able = StaffAvailability.Of(policy is null ? [] : Skilled(policy, desk) ?? [], ticket.SchoolId, school.Calendar.DayAt(now)).AtWork;
        if (able.Count == 0) return "No specialist is at work for the school; the layer was passed over.";
        var ids = able.Select(p => (Guid?)p.Id).ToList();
        var load = await db.Tickets.IgnoreQueryFilters() // how busy somebody is does not depend on who asks
            .Where(t => ids.Contains(t.AssigneeId) && TicketStates.Active.Contains(t.Status))
            .GroupBy(t => t.AssigneeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Count, ct);
        var chosen = able.OrderBy(p => load.GetValueOrDefault(p.Id)).ThenBy(p => p.Name, StringComparer.Ordinal).First();
        ticket.Assign(chosen.Id, chosen.Name, school.Calendar, now);
        return $"Given to the specialist {chosen.Name}.";
    }

    private static async Task<string> ToPartnerAsync(
        TicketsDb db, Ticket ticket, SchoolEntry school, EscalationPolicy? policy, EscalationTier layer, string why, string? by, DateTimeOffset now, CancellationToken ct)
    {
        var second = layer == EscalationTier.SecondPartner;
        var old = ticket.EscalationId is { } oldId ? await db.Escalations.FirstOrDefaultAsync(e => e.Id == oldId, ct) : null;
        if (old is { IsOpen: true })
        {
            old.Cancel(now);
            db.Publish(new EscalationCancelled(old.Id, ticket.Id, "Another partner is asked.", now));
            ticket.BackFromPartner(school.Calendar, now);
        }

        var area = policy?.Area ?? old?.Area ?? "other";
        var order = new EscalationRequest(area, why, second ? null : policy?.PartnerId, by ?? "Mat", second ? old?.PartnerId : null);
        await db.EscalateAsync(ticket, school, order, now, ct);
        db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Escalation, EntryVisibility.Partner, now, $"Escalated: {area}. {why}", by ?? "Mat"));
        return second ? "Given to a second partner." : "Given to a partner.";
    }

    /// <returns>The next step, and when to look again because those who are at work go home.</returns>
    private async Task<(PlannedStep? Next, DateTimeOffset? Again)> NextAsync(
        TicketsDb db, Ticket ticket, EscalationPolicy policy, string? kind, SchoolEntry school, CancellationToken ct)
    {
        var severity = ticket.AlertId is { } episode ? (await db.Episodes.FindAsync([episode], ct))?.SeverityRank ?? 0 : 0;
        var escalation = ticket.EscalationId is { } id ? await db.Escalations.FindAsync([id], ct) : null;
        // Only a step that asks for it reads the desk's few dozen people.
        var asks = policy.Steps.Any(s => s.WhenNobody && s.Layer > ticket.Layer);
        var people = asks ? await DeskAsync(db, ct) : [];
        var day = asks ? school.Calendar.DayAt(clock.GetUtcNow()) : null;
        var desk = StaffAvailability.Of(people, ticket.SchoolId, day);
        var skilled = asks && Skilled(policy, people) is { } named ? StaffAvailability.Of(named, ticket.SchoolId, day) : null;
        var next = EscalationPlanner.Next(policy, new(
            ticket.Layer, ticket.SkippedLayers, ticket.Priority, kind, severity, skilled?.AtWork.Count, asks ? desk.AtWork.Count : 1, escalation));
        return (next, skilled?.Until < desk.Until ? skilled.Until : desk.Until);
    }

    private static Task<List<PersonReplica>> DeskAsync(TicketsDb db, CancellationToken ct) => db.People.AsNoTracking().Where(p => p.IsDesk && p.Active).ToListAsync(ct);

    /// <returns>Null when nobody said who has the skill: a trust that keeps no skills at all misses none.</returns>
    private static IEnumerable<PersonReplica>? Skilled(EscalationPolicy policy, List<PersonReplica> desk) =>
        policy.Specialists.Count > 0 ? desk.Where(p => policy.Specialists.Contains(p.Id))
        : desk.Any(p => p.HasSkills) ? desk.Where(p => p.Holds(policy.Area))
        : null;

    private static async Task<string?> KindAsync(TicketsDb db, Ticket ticket, CancellationToken ct) =>
        ticket.AssetId is { } asset ? await db.Assets.Where(a => a.Id == asset).Select(a => a.Kind).FirstOrDefaultAsync(ct) : null;
}
