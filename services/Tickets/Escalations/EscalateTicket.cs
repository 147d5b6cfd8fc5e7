using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Tickets;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <param name="Area">Area of expertise, snake case, as listed by the partners.</param>
/// <param name="Reason">Why; the partner receives it, redacted.</param>
/// <param name="PartnerId">Partner to use; null lets the routing choose one by area.</param>
/// <param name="ContactWindow">When and how the school can be reached, in words; null when unknown.</param>
public sealed record EscalateTicket(
    [property: Required, StringLength(40, MinimumLength = 2),
        RegularExpression("^[a-z][a-z_]*$", ErrorMessage = "An area is a snake_case name, as listed by the partners.")] string Area,
    [property: Required, StringLength(4_000, MinimumLength = 1)] string Reason,
    Guid? PartnerId = null,
    [property: StringLength(200)] string? ContactWindow = null);

/// <param name="Reason">Why; the partner receives it.</param>
public sealed record CancelEscalation([property: Required, StringLength(4_000, MinimumLength = 1)] string Reason);

internal static class EscalateTicketEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, EscalateTicket request, TicketCommandRunner work,
        EscalationPlanService plans, CancellationToken ct) =>
        work.RunAsync(id, async at =>
        {
            var old = at.Ticket.EscalationId is { } oldId ? await at.Db.Escalations.FirstOrDefaultAsync(e => e.Id == oldId, ct) : null;
            if (old is { IsOpen: true, IsDormant: false })
                return TicketCommandRunner.Problem(ValidationError.EscalationOpen);
            var by = new EscalationRequest(request.Area, request.Reason, request.PartnerId, at.User.Name,
                ContactWindow: request.ContactWindow);
            if (await at.Db.EscalateAsync(at.Ticket, at.School, by, at.Now, ct) is { } error)
                return TicketCommandRunner.Problem(error);
            if (old is { IsOpen: true })
            {
                old.Cancel(at.Now);
                at.Db.Publish(new EscalationCancelled(old.Id, at.Ticket.Id, "Replaced by an escalation to another partner.", at.Now));
            }
            at.Ticket.AdvanceTo(EscalationTier.Partner);
            await plans.PlanAsync(at.Db, at.Ticket, at.School, ct);
            at.AddEntry(EntryKind.Escalation, EntryVisibility.Partner, $"Escalated: {request.Area}. {request.Reason}");
            at.Db.PublishChange(at.Ticket, "escalated");
            return null;
        }, ct);
}

internal static class CancelEscalationEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, CancelEscalation request, TicketCommandRunner work,
        CancellationToken ct) =>
        work.RunAsync(id, async at =>
        {
            if (!await at.CancelEscalationAsync(request.Reason, ct))
                return TicketCommandRunner.Problem(ValidationError.NoEscalation);
            at.Ticket.ReturnFromPartner(at.School.Calendar, at.Now);
            at.AddEntry(EntryKind.Escalation, EntryVisibility.Partner, $"Escalation cancelled: {request.Reason}");
            at.Db.PublishChange(at.Ticket, "changed");
            return null;
        }, ct);
}

/// <summary>A request for expertise.</summary>
/// <param name="NotPartnerId">The partner that had its turn: the routing passes it over.</param>
internal sealed record EscalationRequest(string Area, string Reason, Guid? PartnerId, string By, Guid? NotPartnerId = null,
    string? ContactWindow = null);

internal static class EscalationRequests
{
    /// <summary>Requests an escalation from Partners and sets the ticket to waiting, in the caller's save.</summary>
    public static async Task<ValidationError?> EscalateAsync(
        this TicketsDb db, Ticket ticket, SchoolEntry school, EscalationRequest order, DateTimeOffset now, CancellationToken ct)
    {
        var due = ticket.ResolutionDueAt; // waiting takes it away
        var escalation = new Escalation { TicketId = ticket.Id, Area = order.Area, RequestedAt = now };
        if (ticket.Escalate(escalation.Id, order.Area, school.Calendar, now) is { } error)
            return error;
        var (pack, reason, _) = await db.BuildAsync(ticket, order.Reason, order.ContactWindow, due, ct);
        db.Escalations.Add(escalation);
        db.Publish(new EscalationRequested(
            escalation.Id, ticket.Id, ticket.Reference, ticket.SchoolId, school.Name, school.Urn, order.Area, order.PartnerId,
            ticket.Priority.ToWire(), reason, order.By, now, pack, order.NotPartnerId));
        return null;
    }
}
