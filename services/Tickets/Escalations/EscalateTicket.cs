using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Tickets;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations.Policies;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Timeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <param name="ContactWindow">When and how the school can be reached, in words.</param>
/// <param name="PartnerId">The partner picked by hand; the routing chooses by area when not said.</param>
public sealed record EscalateTicket(
    [property: Required, StringLength(40, MinimumLength = 2), RegularExpression("^[a-z][a-z_]*$", ErrorMessage = "An area is a snake_case name, as listed by the partners.")] string Area,
    [property: Required, StringLength(4_000, MinimumLength = 1)] string Reason,
    Guid? PartnerId = null,
    [property: StringLength(200)] string? ContactWindow = null);

public sealed record CancelEscalation([property: Required, StringLength(4_000, MinimumLength = 1)] string Reason);

internal static class EscalateTicketEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, EscalateTicket request, TicketCommandRunner work, EscalationPlanService plans, CancellationToken ct) =>
        work.DoAsync(id, async at =>
        {
            var old = at.Ticket.EscalationId is { } oldId ? await at.Db.Escalations.FirstOrDefaultAsync(e => e.Id == oldId, ct) : null;
            if (old is { IsOpen: true, IsDormant: false }) return TicketCommandRunner.Problem(ValidationError.EscalationOpen);
            var by = new EscalationRequest(request.Area, request.Reason, request.PartnerId, at.User.Name, ContactWindow: request.ContactWindow);
            if (await at.Db.EscalateAsync(at.Ticket, at.School, by, at.Now, ct) is { } refusal) return TicketCommandRunner.Problem(refusal);
            if (old is { IsOpen: true })
            {
                old.Cancel(at.Now);
                at.Db.Publish(new EscalationCancelled(old.Id, at.Ticket.Id, "Another partner is asked.", at.Now));
            }
            at.Ticket.AdvanceTo(EscalationTier.Partner);
            await plans.PlanAsync(at.Db, at.Ticket, at.School, ct);
            at.Log(EntryKind.Escalation, EntryVisibility.Partner, $"Escalated: {request.Area}. {request.Reason}");
            at.Db.Announce(at.Ticket, "escalated");
            return null;
        }, ct);
}

internal static class CancelEscalationEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, CancelEscalation request, TicketCommandRunner work, CancellationToken ct) =>
        work.DoAsync(id, async at =>
        {
            if (!await at.CancelEscalationAsync(request.Reason, ct)) return TicketCommandRunner.Problem(ValidationError.NoEscalation);
            at.Ticket.BackFromPartner(at.School.Calendar, at.Now);
            at.Log(EntryKind.Escalation, EntryVisibility.Partner, $"Escalation cancelled: {request.Reason}");
            at.Db.Announce(at.Ticket, "changed");
            return null;
        }, ct);
}

/// <summary>Who wants which expertise, and why.</summary>
/// <param name="NotPartnerId">The partner that had its turn: the routing passes it over.</param>
internal sealed record EscalationRequest(string Area, string Reason, Guid? PartnerId, string By, Guid? NotPartnerId = null, string? ContactWindow = null);

internal static class Escalating
{
    /// <summary>Asks Partners for a specialist and lets the ticket wait, in the caller's save.</summary>
    public static async Task<ValidationError?> EscalateAsync(
        this TicketsDb db, Ticket ticket, SchoolEntry school, EscalationRequest order, DateTimeOffset now, CancellationToken ct)
    {
        var due = ticket.ResolutionDueAt; // waiting takes it away
        var escalation = new Escalation { TicketId = ticket.Id, Area = order.Area, RequestedAt = now };
        if (ticket.Escalate(escalation.Id, order.Area, school.Calendar, now) is { } refusal) return refusal;
        var (pack, reason, _) = await db.BuildAsync(ticket, order.Reason, order.ContactWindow, due, ct);
        db.Escalations.Add(escalation);
        db.Publish(new EscalationRequested(
            escalation.Id, ticket.Id, ticket.Reference, ticket.SchoolId, school.Name, school.Urn, order.Area, order.PartnerId,
            ticket.Priority.ToWire(), reason, order.By, now, pack, order.NotPartnerId));
        return null;
    }
}
