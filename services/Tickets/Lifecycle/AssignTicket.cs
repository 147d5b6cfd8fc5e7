using Mat.Platform.Http;
using Mat.Tickets.Timeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <param name="AssigneeId">A person of the desk who works for the school; null gives it back to the queue.</param>
public sealed record AssignTicket(Guid? AssigneeId);

internal static class AssignTicketEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, AssignTicket request, TicketCommandRunner work, CancellationToken ct) =>
        work.DoAsync(id, async at =>
        {
            var person = request.AssigneeId is { } assignee ? await at.Db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == assignee, ct) : null;
            if (request.AssigneeId is not null && person?.WorksFor(at.Ticket.SchoolId) != true)
                return Problems.Unprocessable("ticket.assignee", "Choose an active person of the desk who works for the school.",
                    OpenTicketEndpoint.Field("assigneeId", "Not of the desk for this school."));
            if (at.Ticket.AssigneeId == person?.Id) return null;
            var change = new FieldChange("assignee", at.Ticket.AssigneeName, person?.Name);
            if (at.Ticket.Assign(person?.Id, person?.Name, at.School.Calendar, at.Now) is { } refusal) return TicketCommandRunner.Problem(refusal);
            at.Log(EntryKind.Assigned, EntryVisibility.Public, null, change);
            at.Db.Announce(at.Ticket, "assigned");
            return null;
        }, ct);
}
