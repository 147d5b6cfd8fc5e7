using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Tickets;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Escalations;
using Mat.Tickets.Lifecycle;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Tickets.Timeline;

/// <param name="Visibility">public when not said; the others are for the desk alone.</param>
public sealed record AddComment(
    [property: Required, StringLength(Ticket.TextLength, MinimumLength = 1)] string Body,
    EntryVisibility? Visibility = null);

public sealed record CommentView(Guid Id, Guid TicketId, DateTimeOffset At, TicketPersonView Author, EntryActor AuthorKind, EntryVisibility Visibility, string Body)
{
    internal static CommentView Of(TicketEntry e) =>
        new(e.Id, e.TicketId, e.At, new(e.ActorId, e.ActorName), e.ActorKind, e.Visibility, e.Text ?? "");
}

internal static class AddCommentEndpoint
{
    public static async Task<Results<Created<CommentView>, ProblemHttpResult>> Handle(string id, AddComment request, TicketCommandRunner work, CancellationToken ct)
    {
        TicketEntry? comment = null;
        var (ticket, problem) = await work.TryAsync(id, async at =>
        {
            var visibility = request.Visibility ?? EntryVisibility.Public;
            if (string.IsNullOrWhiteSpace(request.Body)) return Problems.Unprocessable("comment.empty", "A comment says something.");
            if (at.Sight is not (TicketAccess.Own or TicketAccess.Lead or TicketAccess.Desk)) return Problems.Forbidden("comment.role", "You may read this ticket only.");
            if (visibility != EntryVisibility.Public && !at.Desk) return Problems.Forbidden("comment.visibility", "Only the desk writes internal and partner comments.");
            if (at.Ticket.Status == TicketStatus.Closed) return TicketCommandRunner.Problem(ValidationError.Closed);

            comment = at.Log(EntryKind.Comment, visibility, request.Body);
            // The desk's own ticket answered by its requester is no response of the desk.
            var byDesk = at.Desk && at.Ticket.RequesterId != at.User.PersonId;
            var changed = visibility == EntryVisibility.Public && at.Ticket.RegisterReply(byDesk, at.School.Calendar, at.Now);
            var answer = await at.AnswerPartnerAsync(comment, byDesk, ct);
            var told = visibility == EntryVisibility.Partner && !answer ? new Redactor(await at.Db.RedactionAsync(ct)).Clean(request.Body) : null;
            // What answers the partner's question is told to it as the answer, and not once more as a comment.
            at.Db.Publish(new TicketCommented(comment.Id, at.Ticket.Id, at.Ticket.SchoolId, at.Ticket.RequesterId, visibility.ToWire(),
                at.User.Name, told, at.Now));
            if (changed || answer) at.Db.Announce(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem! : TypedResults.Created($"/api/tickets/{ticket.Id}/comments/{comment!.Id}", CommentView.Of(comment));
    }
}

internal static class ListCommentsEndpoint
{
    internal static readonly SortKeys<TicketEntry> Keys = new SortKeys<TicketEntry>().Add("at", e => e.At).Default("at");

    public static async Task<Results<Ok<Page<CommentView>>, ProblemHttpResult>> Handle(
        string id, [AsParameters] PageQuery page, TicketCommandRunner work, CurrentUser user, CancellationToken ct)
    {
        if (await work.FindAsync(id, track: false, ct) is not { } ticket) return Problems.NotFound();
        return await work.Db.EntriesFor(ticket, user).Where(e => e.Kind == EntryKind.Comment).ToPageAsync(page, Keys, CommentView.Of, ct);
    }
}

internal static class GetCommentEndpoint
{
    public static async Task<Results<Ok<CommentView>, ProblemHttpResult>> Handle(string id, Guid commentId, TicketCommandRunner work, CurrentUser user, CancellationToken ct)
    {
        if (await work.FindAsync(id, track: false, ct) is not { } ticket) return Problems.NotFound();
        var comment = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.FirstOrDefaultAsync(
            work.Db.EntriesFor(ticket, user).Where(e => e.Id == commentId && e.Kind == EntryKind.Comment), ct);
        return comment is null ? Problems.NotFound() : TypedResults.Ok(CommentView.Of(comment));
    }
}

internal static class EntryQueries
{
    /// <summary>The lines that this person may read: outside the desk the public ones.</summary>
    public static IQueryable<TicketEntry> EntriesFor(this TicketsDb db, Ticket ticket, CurrentUser user)
    {
        var entries = db.Entries.Where(e => e.TicketId == ticket.Id);
        return user.AccessFor(ticket) == TicketAccess.Desk ? entries : entries.Where(e => e.Visibility == EntryVisibility.Public);
    }
}
