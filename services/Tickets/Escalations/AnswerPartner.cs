using Mat.Contracts.Tickets;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Timeline;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

internal static class PartnerQuestionReply
{
    /// <summary>
    /// When the partner has asked something, the requester's public word or the desk's word to the partner is the answer: it
    /// is told to the partner, and the ticket waits for the partner again. The partner learns which part answered and no name.
    /// </summary>
    /// <returns>Whether it answered a question.</returns>
    public static async Task<bool> AnswerPartnerAsync(this TicketCommandContext at, TicketEntry comment, bool byDesk, CancellationToken ct)
    {
        var answers = byDesk ? comment.Visibility == EntryVisibility.Partner : comment.Visibility == EntryVisibility.Public;
        if (!answers || at.Ticket.EscalationId is not { } id) return false;
        if (await at.Db.Escalations.FirstOrDefaultAsync(e => e.Id == id, ct) is not { IsOpen: true, Question: not null } escalation) return false;
        var text = new Redactor(await at.Db.RedactionAsync(ct)).Clean(comment.Text!);
        escalation.QuestionAnswered();
        at.Db.Publish(new EscalationQuestionAnswered(id, at.Ticket.Id, at.Ticket.SchoolId, comment.Id, byDesk ? "the desk" : "the school", text, at.Now));
        at.Ticket.PartnerAnswered(at.School.Calendar, at.Now);
        return true;
    }
}
