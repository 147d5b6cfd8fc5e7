using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Tickets;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations.Policies;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Timeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <param name="PartnerId">The partner picked by hand; the routing chooses by area when not said.</param>
public sealed record EscalateTicket(
    [property: Required, StringLength(40, MinimumLength = 2), RegularExpression("^[a-z][a-z_]*$", ErrorMessage = "An area is a snake_case name, as listed by the partners.")] string Area,
    [property: Required, StringLength(4_000, MinimumLength = 1)] string Reason,
    Guid? PartnerId = null);

public sealed record CancelEscalation([property: Required, StringLength(4_000, MinimumLength = 1)] string Reason);

internal static class EscalateTicketEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, EscalateTicket request, TicketWork work, EscalationPlans plans, CancellationToken ct) =>
        work.DoAsync(id, async at =>
        {
            var old = at.Ticket.EscalationId is { } oldId ? await at.Db.Escalations.FirstOrDefaultAsync(e => e.Id == oldId, ct) : null;
            if (old is { IsOpen: true, IsDormant: false }) return TicketWork.Problem(Refusal.EscalationOpen);
            var by = new EscalationOrder(request.Area, request.Reason, request.PartnerId, at.User.Name);
            if (await at.Db.EscalateAsync(at.Ticket, at.School, by, at.Now, ct) is { } refusal) return TicketWork.Problem(refusal);
            if (old is { IsOpen: true })
            {
                old.Cancel(at.Now);
                at.Db.Publish(new EscalationCancelled(old.Id, at.Ticket.Id, "Another partner is asked.", at.Now));
            }
            at.Ticket.Reach(EscalationLayer.Partner);
            await plans.PlanAsync(at.Db, at.Ticket, at.School, ct);
            at.Log(EntryKind.Escalation, EntryVisibility.Partner, $"Escalated: {request.Area}. {request.Reason}");
            at.Db.Announce(at.Ticket, "escalated");
            return null;
        }, ct);
}

internal static class CancelEscalationEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, CancelEscalation request, TicketWork work, CancellationToken ct) =>
        work.DoAsync(id, async at =>
        {
            if (!await at.CancelEscalationAsync(request.Reason, ct)) return TicketWork.Problem(Refusal.NoEscalation);
            at.Ticket.BackFromPartner(at.School.Calendar, at.Now);
            at.Log(EntryKind.Escalation, EntryVisibility.Partner, $"Escalation cancelled: {request.Reason}");
            at.Db.Announce(at.Ticket, "changed");
            return null;
        }, ct);
}

/// <summary>Who wants which expertise, and why.</summary>
/// <param name="NotPartnerId">The partner that had its turn: the routing passes it over.</param>
internal sealed record EscalationOrder(string Area, string Reason, Guid? PartnerId, string By, Guid? NotPartnerId = null);

internal static class Escalating
{
    private const int MostSteps = 100;
    private const int LongestStep = 2_000;

    /// <summary>Asks Partners for a specialist and lets the ticket wait, in the caller's save.</summary>
    public static async Task<Refusal?> EscalateAsync(
        this TicketsDb db, Ticket ticket, SchoolEntry school, EscalationOrder order, DateTimeOffset now, CancellationToken ct)
    {
        var due = ticket.ResolutionDueAt; // waiting takes it away
        var escalation = new Escalation { TicketId = ticket.Id, Area = order.Area, RequestedAt = now };
        if (ticket.Escalate(escalation.Id, school.Calendar, now) is { } refusal) return refusal;
        var asset = ticket.AssetId is { } assetId ? await db.Assets.AsNoTracking().FirstOrDefaultAsync(a => a.Id == assetId, ct) : null;
        db.Escalations.Add(escalation);
        db.Publish(new EscalationRequested(
            escalation.Id, ticket.Id, ticket.Reference, ticket.SchoolId, school.Name, school.Urn, order.Area, order.PartnerId,
            TicketAnnouncements.Snake(ticket.Priority), order.Reason, order.By, now,
            new EscalationPack(ticket.Title, ticket.Description, await StepsTriedAsync(db, ticket, ct), asset?.ForPartner(), due), order.NotPartnerId));
        return null;
    }

    /// <summary>What was said and done so far, oldest first. Internal lines stay here, and people are named by their part alone.</summary>
    private static async Task<IReadOnlyList<string>> StepsTriedAsync(TicketsDb db, Ticket ticket, CancellationToken ct)
    {
        EntryKind[] told = [EntryKind.Comment, EntryKind.Waiting, EntryKind.Resolved, EntryKind.Reopened];
        var entries = await db.Entries.AsNoTracking()
            .Where(e => e.TicketId == ticket.Id && e.Visibility != EntryVisibility.Internal && told.Contains(e.Kind) && e.Text != null)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(MostSteps).ToListAsync(ct);
        entries.Reverse();
        return [.. entries.Select(e => FormattableString.Invariant($"{e.At:yyyy-MM-dd HH:mm} {Part(e)}: {Cut(e.Text!)}"))];

        static string Cut(string text) => text.Length > LongestStep ? text[..LongestStep] + "…" : text;
        static string Part(TicketEntry e) => (e.ActorKind switch
        {
            EntryActor.Partner => "partner",
            EntryActor.System => "Mat",
            _ => e.ByDesk ? "desk" : "school",
        }) + e.Kind switch
        {
            EntryKind.Waiting => " asked and waited",
            EntryKind.Resolved => " resolved",
            EntryKind.Reopened => " reopened",
            _ => "",
        };
    }
}
