using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Tickets.Lifecycle;

/// <param name="Reason">What the requester is asked; the requester can read it.</param>
public sealed record PauseTicket([property: StringLength(Ticket.MaxTextLength)] string? Reason = null);

public sealed record ResumeTicket;

/// <param name="Summary">How it was resolved; the requester can read it.</param>
/// <param name="Cause">Cause; for agents only.</param>
/// <param name="TimeSpentMinutes">Minutes of work; for agents only.</param>
public sealed record ResolveTicket(
    [property: Required, StringLength(Ticket.MaxTextLength, MinimumLength = 1)] string Summary,
    [property: StringLength(Ticket.MaxTextLength)] string? Cause = null,
    [property: Range(0, 100_000)] int? TimeSpentMinutes = null);

/// <param name="Reason">Why; the requester can read it.</param>
public sealed record ReopenTicket([property: Required, StringLength(Ticket.MaxTextLength, MinimumLength = 1)] string Reason);

public sealed record CloseTicket;

internal static class PauseEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, PauseTicket request, TicketCommandRunner work,
        CancellationToken ct) =>
        work.RunAsync(id, at =>
        {
            if (at.Ticket.Pause(at.School.Calendar, at.Now) is { } error)
                return error;
            at.AddEntry(EntryKind.Waiting, EntryVisibility.Public, request.Reason);
            at.Db.PublishChange(at.Ticket, "waiting");
            return null;
        }, ct);
}

internal static class ResumeEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, ResumeTicket request, TicketCommandRunner work,
        CancellationToken ct) =>
        work.RunAsync(id, at =>
        {
            if (at.Ticket.Resume(at.School.Calendar, at.Now) is { } error)
                return error;
            at.AddEntry(EntryKind.Changed, EntryVisibility.Public, null, new FieldChange("status", "waiting_requester", "open"));
            at.Db.PublishChange(at.Ticket, "changed");
            return null;
        }, ct);
}

internal static class ResolveEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, ResolveTicket request, TicketCommandRunner work,
        CancellationToken ct) =>
        work.RunAsync(id, async at =>
        {
            var resolution = new Resolution(request.Summary, request.Cause, null, request.TimeSpentMinutes, at.User.Name);
            if (at.Ticket.Resolve(resolution, at.School.Calendar, at.Now) is { } error)
                return TicketCommandRunner.Problem(error);
            await at.CancelEscalationAsync("The ticket was resolved.", ct);
            at.AddEntry(EntryKind.Resolved, EntryVisibility.Public, request.Summary);
            at.Db.PublishChange(at.Ticket, "resolved");
            return null;
        }, ct);
}

internal static class ReopenEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, ReopenTicket request, TicketCommandRunner work,
        CancellationToken ct) =>
        work.RunAsync(id, at =>
        {
            if (!at.IsAgent && !at.User.IsOwn(at.Ticket))
                return Task.FromResult<ProblemHttpResult?>(
                    Problems.Forbidden("ticket.reopen", "Only the requester and agents may reopen a ticket."));
            if (at.Ticket.Reopen(at.School.Calendar, at.Now) is { } error)
                return Task.FromResult<ProblemHttpResult?>(TicketCommandRunner.Problem(error));
            at.AddEntry(EntryKind.Reopened, EntryVisibility.Public, request.Reason);
            at.Db.PublishChange(at.Ticket, "reopened");
            return Task.FromResult<ProblemHttpResult?>(null);
        }, ct);
}

internal static class CloseEndpoint
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, CloseTicket request, TicketCommandRunner work,
        CancellationToken ct) =>
        work.RunAsync(id, async at =>
        {
            if (at.Ticket.Close(at.School.Calendar, at.Now) is { } error)
                return TicketCommandRunner.Problem(error);
            await at.CancelEscalationAsync("The ticket was closed.", ct);
            at.AddEntry(EntryKind.Closed, EntryVisibility.Public, null);
            at.Db.PublishChange(at.Ticket, "closed");
            return null;
        }, ct);
}
