using Mat.Contracts.Tickets;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <summary>Loads the inputs of <see cref="EscalationPlanner"/> and executes its steps, all in the caller's save.</summary>
internal sealed class EscalationPlanService(PolicyCache cache, TimeProvider clock)
{
    /// <summary>Evaluates the plan again after a change that affects it.</summary>
    public async Task PlanAsync(TicketsDb db, Ticket ticket, SchoolEntry school, CancellationToken ct)
    {
        var policies = await cache.GetAsync(db, ct);
        if (policies.Count == 0 && ticket is { PolicyId: null, ReplanAt: null })
            return;
        var kind = await KindAsync(db, ticket, ct);
        var policy = EscalationPolicy.For(policies, ticket.Category, kind);
        var (next, again) = policy is null ? (null, null) : await NextAsync(db, ticket, policy, kind, school, ct);
        ticket.Plan(policy?.ToBasis(), next, again, school.Calendar);
    }

    /// <summary>Staff, skills or shifts changed: marks affected tickets so that the watcher evaluates their plans again.</summary>
    public async Task PeopleChangedAsync(TicketsDb db, CancellationToken ct)
    {
        var asking = (await cache.GetAsync(db, ct)).Where(p => p.Steps.Any(s => s.WhenNobody)).Select(p => (Guid?)p.Id).ToList();
        if (asking.Count > 0)
            await db.ReplanAsync(t => asking.Contains(t.PolicyId), clock.GetUtcNow(), ct);
    }

    /// <summary>Executes the planned step or escalates to the tier an agent chose.</summary>
    /// <param name="by">Name of the agent; null when the plan executes it.</param>
    public async Task ExecuteStepAsync(
        TicketsDb db, Ticket ticket, SchoolEntry school, EscalationTier tier, string reason, string? by, DateTimeOffset now,
        CancellationToken ct)
    {
        var policy = (await cache.GetAsync(db, ct)).FirstOrDefault(p => p.Id == ticket.PolicyId);
        var text = tier switch
        {
            EscalationTier.Specialist => await ToSpecialistAsync(db, ticket, school, policy, now, ct),
            _ => await ToPartnerAsync(db, ticket, school, policy, tier, reason, by, now, ct),
        };
        ticket.AdvanceTo(tier);
        db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Escalation, EntryVisibility.Internal, now, $"{text} {reason}",
            by ?? "Mat"));
        await PlanAsync(db, ticket, school, ct);
    }

    private static async Task<string> ToSpecialistAsync(TicketsDb db, Ticket ticket, SchoolEntry school, EscalationPolicy? policy,
        DateTimeOffset now, CancellationToken ct)
    {
        var desk = await AgentsAsync(db, ct);
        var able = StaffAvailability.Of(policy is null ? [] : WithSkill(policy, desk) ?? [], ticket.SchoolId,
            school.Calendar.DayAt(now)).AtWork;
        if (able.Count == 0)
            return "No specialist is at work for the school; the tier was skipped.";
        var ids = able.Select(p => (Guid?)p.Id).ToList();
        var load = await db.Tickets.IgnoreQueryFilters() // workload counts tickets the user may not see
            .Where(t => ids.Contains(t.AssigneeId) && TicketStates.Active.Contains(t.Status))
            .GroupBy(t => t.AssigneeId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key!.Value, g => g.Count, ct);
        var chosen = able.OrderBy(p => load.GetValueOrDefault(p.Id)).ThenBy(p => p.Name, StringComparer.Ordinal).First();
        ticket.Assign(chosen.Id, chosen.Name, school.Calendar, now);
        return $"Assigned to specialist {chosen.Name}.";
    }

    private static async Task<string> ToPartnerAsync(
        TicketsDb db, Ticket ticket, SchoolEntry school, EscalationPolicy? policy, EscalationTier tier, string reason, string? by,
        DateTimeOffset now, CancellationToken ct)
    {
        var second = tier == EscalationTier.SecondPartner;
        var old = ticket.EscalationId is { } oldId ? await db.Escalations.FirstOrDefaultAsync(e => e.Id == oldId, ct) : null;
        if (old is { IsOpen: true })
        {
            old.Cancel(now);
            db.Publish(new EscalationCancelled(old.Id, ticket.Id, "Replaced by an escalation to another partner.", now));
            ticket.ReturnFromPartner(school.Calendar, now);
        }

        var area = policy?.Area ?? old?.Area ?? "other";
        var order = new EscalationRequest(area, reason, second ? null : policy?.PartnerId, by ?? "Mat", second ? old?.PartnerId : null);
        await db.EscalateAsync(ticket, school, order, now, ct);
        db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Escalation, EntryVisibility.Partner, now, $"Escalated: {area}. {reason}",
            by ?? "Mat"));
        return second ? "Escalated to a second partner." : "Escalated to a partner.";
    }

    /// <returns>The next step, and when staff at work now go home.</returns>
    private async Task<(PlannedStep? Next, DateTimeOffset? Again)> NextAsync(
        TicketsDb db, Ticket ticket, EscalationPolicy policy, string? kind, SchoolEntry school, CancellationToken ct)
    {
        var severity = ticket.AlertId is { } link ? (await db.AlertLinks.FindAsync([link], ct))?.SeverityRank ?? 0 : 0;
        var escalation = ticket.EscalationId is { } id ? await db.Escalations.FindAsync([id], ct) : null;
        // Reads agents only when a step depends on them.
        var asks = policy.Steps.Any(s => s.WhenNobody && s.Tier > ticket.Tier);
        var people = asks ? await AgentsAsync(db, ct) : [];
        var day = asks ? school.Calendar.DayAt(clock.GetUtcNow()) : null;
        var desk = StaffAvailability.Of(people, ticket.SchoolId, day);
        var skilled = asks && WithSkill(policy, people) is { } named ? StaffAvailability.Of(named, ticket.SchoolId, day) : null;
        var next = EscalationPlanner.Next(policy, new(
            ticket.Tier, ticket.SkippedTiers, ticket.Priority, kind, severity, skilled?.AtWork.Count, asks ? desk.AtWork.Count : 1,
            escalation));
        return (next, skilled?.Until < desk.Until ? skilled.Until : desk.Until);
    }

    private static Task<List<PersonReplica>> AgentsAsync(TicketsDb db, CancellationToken ct) =>
        db.People.AsNoTracking().Where(p => p.IsAgent && p.Active).ToListAsync(ct);

    /// <returns>Null when no specialists are named and no skills are recorded: absence is then not evaluated.</returns>
    private static IEnumerable<PersonReplica>? WithSkill(EscalationPolicy policy, List<PersonReplica> desk) =>
        policy.Specialists.Count > 0 ? desk.Where(p => policy.Specialists.Contains(p.Id))
        : desk.Any(p => p.HasSkills) ? desk.Where(p => p.HasSkillIn(policy.Area))
        : null;

    private static async Task<string?> KindAsync(TicketsDb db, Ticket ticket, CancellationToken ct) =>
        ticket.AssetId is { } asset ? await db.Assets.Where(a => a.Id == asset).Select(a => a.Kind).FirstOrDefaultAsync(ct) : null;
}
