using Mat.Contracts.Tickets;
using Mat.Tickets.Redaction;
using Mat.Tickets.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Conversation;

internal static class PartnerQuestionReply
{
    /// <summary>
    /// While a question of the partner is open, the requester's next public comment or an agent's next partner comment answers it:
    /// it is published to the partner and the ticket waits for the partner again. The partner receives no name.
    /// </summary>
    /// <returns>True when a question was open and is answered now.</returns>
    public static async Task<bool> AnswerPartnerAsync(this TicketCommandContext at, TicketEntry comment, bool byDesk, CancellationToken ct)
    {
        var answers = byDesk ? comment.Visibility == EntryVisibility.Partner : comment.Visibility == EntryVisibility.Public;
        if (!answers || at.Ticket.EscalationId is not { } id)
            return false;
        if (await at.Db.Escalations.FirstOrDefaultAsync(e => e.Id == id, ct) is not { IsOpen: true, Question: not null } escalation)
            return false;
        var text = new Redactor(await at.Db.RedactionAsync(ct)).Redact(comment.Text!);
        escalation.QuestionAnswered();
        at.Db.Publish(new EscalationQuestionAnswered(id, at.Ticket.Id, at.Ticket.SchoolId, comment.Id, byDesk ? "the desk" : "the school",
            text, at.Now));
        at.Ticket.RegisterAnswerToPartner(at.School.Calendar, at.Now);
        return true;
    }
}
