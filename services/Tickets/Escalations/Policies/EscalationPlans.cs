using Mat.Contracts.Tickets;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Timeline;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations.Policies;

/// <summary>Loads what <see cref="EscalationPlanner"/> decides on, and carries its steps out. Everything is in the caller's save.</summary>
internal sealed class EscalationPlans(PolicyBook book)
{
    /// <summary>Plans the ticket anew, after anything that the plan hangs on has changed.</summary>
    public async Task PlanAsync(TicketsDb db, Ticket ticket, SchoolEntry school, CancellationToken ct)
    {
        var policies = await book.GetAsync(db, ct);
        if (policies.Count == 0 && ticket is { PolicyId: null, ReplanAt: null }) return;
        var kind = await KindAsync(db, ticket, ct);
        var policy = EscalationPolicy.For(policies, ticket.Category, kind);
        var next = policy is null ? null : EscalationPlanner.Next(policy, await FactsAsync(db, ticket, policy, kind, ct));
        ticket.Plan(policy?.Id, policy?.TeamMinutes, next, school.Calendar);
    }

    /// <summary>Takes the planned step, or the layer that a hand chose.</summary>
    /// <param name="by">Who took it early; null when the clock or a rule did.</param>
    public async Task TakeAsync(
        TicketsDb db, Ticket ticket, SchoolEntry school, EscalationLayer layer, string why, string? by, DateTimeOffset now, CancellationToken ct)
    {
        var policy = (await book.GetAsync(db, ct)).FirstOrDefault(p => p.Id == ticket.PolicyId);
        var text = layer switch
        {
            EscalationLayer.Specialist => await ToSpecialistAsync(db, ticket, school, policy, now, ct),
            _ => await ToPartnerAsync(db, ticket, school, policy, layer, why, by, now, ct),
        };
        ticket.Reach(layer);
        db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Escalation, EntryVisibility.Internal, now, $"{text} {why}", by ?? "Mat"));
        await PlanAsync(db, ticket, school, ct);
    }

    private static async Task<string> ToSpecialistAsync(TicketsDb db, Ticket ticket, SchoolEntry school, EscalationPolicy? policy, DateTimeOffset now, CancellationToken ct)
    {
        var able = await AbleAsync(db, policy?.Specialists ?? [], ticket.SchoolId, ct);
        if (able.Count == 0) return "No specialist works for the school; the layer was passed over.";
        var ids = able.Select(p => (Guid?)p.Id).ToList();
        var load = await db.Tickets.IgnoreQueryFilters() // how busy somebody is does not depend on who asks
            .Where(t => ids.Contains(t.AssigneeId) && TicketStates.Active.Contains(t.Status))
            .GroupBy(t => t.AssigneeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Count, ct);
        var chosen = able.OrderBy(p => load.GetValueOrDefault(p.Id)).ThenBy(p => p.Name, StringComparer.Ordinal).First();
        ticket.Assign(chosen.Id, chosen.Name, school.Calendar, now);
        return $"Given to the specialist {chosen.Name}.";
    }

    private static async Task<string> ToPartnerAsync(
        TicketsDb db, Ticket ticket, SchoolEntry school, EscalationPolicy? policy, EscalationLayer layer, string why, string? by, DateTimeOffset now, CancellationToken ct)
    {
        var second = layer == EscalationLayer.SecondPartner;
        var old = ticket.EscalationId is { } oldId ? await db.Escalations.FirstOrDefaultAsync(e => e.Id == oldId, ct) : null;
        if (old is { IsOpen: true })
        {
            old.Cancel(now);
            db.Publish(new EscalationCancelled(old.Id, ticket.Id, "Another partner is asked.", now));
            ticket.BackFromPartner(school.Calendar, now);
        }

        var area = policy?.Area ?? old?.Area ?? "other";
        var order = new EscalationOrder(area, why, second ? null : policy?.PartnerId, by ?? "Mat", second ? old?.PartnerId : null);
        await db.EscalateAsync(ticket, school, order, now, ct);
        db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Escalation, EntryVisibility.Partner, now, $"Escalated: {area}. {why}", by ?? "Mat"));
        return second ? "Given to a second partner." : "Given to a partner.";
    }

    private static async Task<PlanFacts> FactsAsync(TicketsDb db, Ticket ticket, EscalationPolicy policy, string? kind, CancellationToken ct)
    {
        var severity = ticket.EpisodeId is { } episode ? (await db.Episodes.FindAsync([episode], ct))?.SeverityRank ?? 0 : 0;
        var escalation = ticket.EscalationId is { } id ? await db.Escalations.FindAsync([id], ct) : null;
        // Only a step that asks for it reads the desk's few dozen people.
        var asks = policy.Steps.Any(s => s.WhenNobody);
        var desk = asks ? await db.People.AsNoTracking().Where(p => p.IsDesk && p.Active).ToListAsync(ct) : [];
        var atWork = desk.Where(p => p.WorksFor(ticket.SchoolId)).Select(p => p.Id).ToHashSet();
        return new(
            ticket.Layer, ticket.SkippedLayers, ticket.Priority, kind, severity,
            asks && policy.Specialists.Count > 0 ? policy.Specialists.Count(atWork.Contains) : null, asks ? atWork.Count : 1, escalation);
    }

    private static async Task<List<Person>> AbleAsync(TicketsDb db, List<Guid> people, Guid schoolId, CancellationToken ct) =>
        [.. (await db.People.AsNoTracking().Where(p => people.Contains(p.Id)).ToListAsync(ct)).Where(p => p.WorksFor(schoolId))];

    private static async Task<string?> KindAsync(TicketsDb db, Ticket ticket, CancellationToken ct) =>
        ticket.AssetId is { } asset ? await db.Assets.Where(a => a.Id == asset).Select(a => a.Kind).FirstOrDefaultAsync(ct) : null;
}
