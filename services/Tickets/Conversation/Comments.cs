using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Tickets;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Redaction;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Tickets.Conversation;

/// <param name="Body">Text, at most 20,000 characters.</param>
/// <param name="Visibility">Public when null. Internal and partner comments are for agents only.</param>
public sealed record AddComment(
    [property: Required, StringLength(Ticket.MaxTextLength, MinimumLength = 1)] string Body,
    EntryVisibility? Visibility = null);

/// <param name="Id">Id of the comment.</param>
/// <param name="TicketId">Id of the ticket.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="AuthorKind">Person, partner or system.</param>
/// <param name="Visibility">Who may read it.</param>
/// <param name="Body">Text.</param>
public sealed record CommentView(Guid Id, Guid TicketId, DateTimeOffset At, TicketPersonView Author, EntryActor AuthorKind,
    EntryVisibility Visibility, string Body)
{
    internal static CommentView Of(TicketEntry e) =>
        new(e.Id, e.TicketId, e.At, new(e.ActorId, e.ActorName), e.ActorKind, e.Visibility, e.Text ?? "");
}

internal static class AddCommentEndpoint
{
    public static async Task<Results<Created<CommentView>, ProblemHttpResult>> Handle(string id, AddComment request,
        TicketCommandRunner work, CancellationToken ct)
    {
        TicketEntry? comment = null;
        var (ticket, problem) = await work.RunWithRetryAsync(id, async at =>
        {
            var visibility = request.Visibility ?? EntryVisibility.Public;
            if (string.IsNullOrWhiteSpace(request.Body))
                return Problems.Unprocessable("comment.empty", "The comment is empty.");
            if (at.Access is not (TicketAccess.Own or TicketAccess.Lead or TicketAccess.Agent))
                return Problems.Forbidden("comment.role", "You may only read this ticket.");
            if (visibility != EntryVisibility.Public && !at.IsAgent)
                return Problems.Forbidden("comment.visibility", "Only agents write internal and partner comments.");
            if (at.Ticket.Status == TicketStatus.Closed)
                return TicketCommandRunner.Problem(ValidationError.Closed);

            comment = at.AddEntry(EntryKind.Comment, visibility, request.Body);
            // A requester's reply to their own ticket is not a first response, even if the requester is an agent.
            var byDesk = at.IsAgent && at.Ticket.RequesterId != at.User.PersonId;
            var changed = visibility == EntryVisibility.Public && at.Ticket.RegisterReply(byDesk, at.School.Calendar, at.Now);
            var answer = await at.AnswerPartnerAsync(comment, byDesk, ct);
            var told = visibility == EntryVisibility.Partner && !answer ? new Redactor(await at.Db.RedactionAsync(ct)).Redact(request.Body)
                : null;
            // An answer to the partner's question is published as such and not as a comment as well.
            at.Db.Publish(new TicketCommented(comment.Id, at.Ticket.Id, at.Ticket.SchoolId, at.Ticket.RequesterId, visibility.ToWire(),
                at.User.Name, told, at.Now));
            if (changed || answer)
                at.Db.PublishChange(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem!
            : TypedResults.Created($"/api/tickets/{ticket.Id}/comments/{comment!.Id}", CommentView.Of(comment));
    }
}

internal static class ListCommentsEndpoint
{
    internal static readonly SortKeys<TicketEntry> Keys = new SortKeys<TicketEntry>().Add("at", e => e.At).Default("at");

    public static async Task<Results<Ok<Page<CommentView>>, ProblemHttpResult>> Handle(
        string id, [AsParameters] PageQuery page, TicketCommandRunner work, CurrentUser user, CancellationToken ct)
    {
        if (await work.FindAsync(id, track: false, ct) is not { } ticket)
            return Problems.NotFound();
        return await work.Db.EntriesFor(ticket, user).Where(e => e.Kind == EntryKind.Comment).ToPageAsync(page, Keys, CommentView.Of, ct);
    }
}

internal static class GetCommentEndpoint
{
    public static async Task<Results<Ok<CommentView>, ProblemHttpResult>> Handle(string id, Guid commentId, TicketCommandRunner work,
        CurrentUser user, CancellationToken ct)
    {
        if (await work.FindAsync(id, track: false, ct) is not { } ticket)
            return Problems.NotFound();
        var comment = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.FirstOrDefaultAsync(
            work.Db.EntriesFor(ticket, user).Where(e => e.Id == commentId && e.Kind == EntryKind.Comment), ct);
        return comment is null ? Problems.NotFound() : TypedResults.Ok(CommentView.Of(comment));
    }
}

internal static class EntryQueries
{
    /// <summary>Entries that the user may read: all for agents, public ones for others.</summary>
    public static IQueryable<TicketEntry> EntriesFor(this TicketsDb db, Ticket ticket, CurrentUser user)
    {
        var entries = db.Entries.Where(e => e.TicketId == ticket.Id);
        return user.AccessFor(ticket) == TicketAccess.Agent ? entries : entries.Where(e => e.Visibility == EntryVisibility.Public);
    }
}
