using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Timeline;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Tickets.Lifecycle;

public sealed record WaitForRequester([property: StringLength(Ticket.TextLength)] string? Reason = null);

public sealed record ContinueTicket;

public sealed record ResolveTicket(
    [property: Required, StringLength(Ticket.TextLength, MinimumLength = 1)] string Summary,
    [property: StringLength(Ticket.TextLength)] string? Cause = null,
    [property: Range(0, 100_000)] int? TimeSpentMinutes = null);

public sealed record ReopenTicket([property: Required, StringLength(Ticket.TextLength, MinimumLength = 1)] string Reason);

public sealed record CloseTicket;

internal static class WaitEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, WaitForRequester request, TicketCommandRunner work, CancellationToken ct) =>
        work.DoAsync(id, at =>
        {
            if (at.Ticket.Wait(at.School.Calendar, at.Now) is { } refusal) return refusal;
            at.Log(EntryKind.Waiting, EntryVisibility.Public, request.Reason);
            at.Db.Announce(at.Ticket, "waiting");
            return null;
        }, ct);
}

internal static class ContinueEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, ContinueTicket request, TicketCommandRunner work, CancellationToken ct) =>
        work.DoAsync(id, at =>
        {
            if (at.Ticket.Continue(at.School.Calendar, at.Now) is { } refusal) return refusal;
            at.Log(EntryKind.Changed, EntryVisibility.Public, null, new FieldChange("status", "waiting_requester", "open"));
            at.Db.Announce(at.Ticket, "changed");
            return null;
        }, ct);
}

internal static class ResolveEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, ResolveTicket request, TicketCommandRunner work, CancellationToken ct) =>
        work.DoAsync(id, async at =>
        {
            var resolution = new Resolution(request.Summary, request.Cause, null, request.TimeSpentMinutes, at.User.Name);
            if (at.Ticket.Resolve(resolution, at.School.Calendar, at.Now) is { } refusal) return TicketCommandRunner.Problem(refusal);
            await at.CancelEscalationAsync("The ticket was resolved.", ct);
            at.Log(EntryKind.Resolved, EntryVisibility.Public, request.Summary);
            at.Db.Announce(at.Ticket, "resolved");
            return null;
        }, ct);
}

internal static class ReopenEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, ReopenTicket request, TicketCommandRunner work, CancellationToken ct) =>
        work.DoAsync(id, at =>
        {
            if (!at.Desk && !at.User.IsOwn(at.Ticket))
                return Task.FromResult<ProblemHttpResult?>(Problems.Forbidden("ticket.reopen", "The requester or the desk reopens a ticket."));
            if (at.Ticket.Reopen(at.School.Calendar, at.Now) is { } refusal) return Task.FromResult<ProblemHttpResult?>(TicketCommandRunner.Problem(refusal));
            at.Log(EntryKind.Reopened, EntryVisibility.Public, request.Reason);
            at.Db.Announce(at.Ticket, "reopened");
            return Task.FromResult<ProblemHttpResult?>(null);
        }, ct);
}

internal static class CloseEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, CloseTicket request, TicketCommandRunner work, CancellationToken ct) =>
        work.DoAsync(id, async at =>
        {
            if (at.Ticket.Close(at.School.Calendar, at.Now) is { } refusal) return TicketCommandRunner.Problem(refusal);
            await at.CancelEscalationAsync("The ticket was closed.", ct);
            at.Log(EntryKind.Closed, EntryVisibility.Public, null);
            at.Db.Announce(at.Ticket, "closed");
            return null;
        }, ct);
}
