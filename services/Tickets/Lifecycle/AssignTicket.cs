using Mat.Platform.Http;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <param name="AssigneeId">Agent who works for the school; null returns the ticket to the queue.</param>
public sealed record AssignTicket(Guid? AssigneeId);

internal static class AssignTicketEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, AssignTicket request, TicketCommandRunner work,
        CancellationToken ct) =>
        work.RunAsync(id, async at =>
        {
            var person = request.AssigneeId is { } assignee
                ? await at.Db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == assignee, ct) : null;
            if (request.AssigneeId is not null && person?.WorksFor(at.Ticket.SchoolId) != true)
                return Problems.Unprocessable("ticket.assignee", "The assignee must be an active agent who works for the school.",
                    OpenTicketEndpoint.Field("assigneeId", "Not an agent of this school."));
            if (at.Ticket.AssigneeId == person?.Id)
                return null;
            var change = new FieldChange("assignee", at.Ticket.AssigneeName, person?.Name);
            if (at.Ticket.Assign(person?.Id, person?.Name, at.School.Calendar, at.Now) is { } error)
                return TicketCommandRunner.Problem(error);
            at.AddEntry(EntryKind.Assigned, EntryVisibility.Public, null, change);
            at.Db.PublishChange(at.Ticket, "assigned");
            return null;
        }, ct);
}
