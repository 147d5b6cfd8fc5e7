using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Sla;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Tickets;

/// <summary>Narrows the list of tickets.</summary>
public sealed class TicketFilter
{
    /// <summary>Comma list of statuses, or <c>active</c> for all that are not finished.</summary>
    public string? Status { get; init; }

    /// <summary>Comma list of priorities.</summary>
    public string? Priority { get; init; }

    public string? Kind { get; init; }
    public Guid? SchoolId { get; init; }

    /// <summary><c>me</c>, <c>none</c> or an id.</summary>
    public string? AssigneeId { get; init; }

    /// <summary><c>me</c> or an id.</summary>
    public string? RequesterId { get; init; }

    public Guid? AssetId { get; init; }

    /// <summary>Tickets with an SLA breach (true) or without (false).</summary>
    public bool? Breached { get; init; }
}

internal static class ListTicketsEndpoint
{
    private const int MaxWords = 6;

    private static readonly SortKeys<Ticket> Keys = new SortKeys<Ticket>()
        .Add("createdAt", t => t.OpenedAt)
        .Add("updatedAt", t => t.UpdatedAt)
        .Add("resolutionDueAt", t => t.ResolutionSortAt)
        .Add("priority", t => t.PriorityRank)
        .Add("reference", t => t.Number)
        .Default("-createdAt");

    public static async Task<Results<Ok<Page<TicketView>>, ProblemHttpResult>> Handle(
        [AsParameters] PageQuery page, [AsParameters] TicketFilter filter, TicketsDb db, CurrentUser user, TicketViews views,
        CancellationToken ct)
    {
        var tickets = db.Tickets.VisibleTo(user);
        if (filter.SchoolId is { } school)
            tickets = tickets.Where(t => t.SchoolId == school);
        if (filter.AssetId is { } asset)
            tickets = tickets.Where(t => t.AssetId == asset);
        if (filter.Breached is { } breached)
            tickets = tickets.Where(t => t.Breached == breached);
        if (filter.Status is { Length: > 0 } status)
        {
            var statuses = status == "active"
                ? [TicketStatus.New, TicketStatus.Open, TicketStatus.WaitingRequester, TicketStatus.WaitingPartner]
                : Values<TicketStatus>("status", status);
            tickets = tickets.Where(t => statuses.Contains(t.Status));
        }
        if (filter.Priority is { Length: > 0 } priority)
        {
            var ranks = Values<TicketPriority>("priority", priority).Select(p => (int)p).ToList();
            tickets = tickets.Where(t => ranks.Contains(t.PriorityRank));
        }
        if (filter.Kind is { Length: > 0 } kind)
        {
            var kinds = Values<TicketKind>("kind", kind);
            tickets = tickets.Where(t => kinds.Contains(t.Kind));
        }
        if (filter.AssigneeId is { Length: > 0 } assignee)
        {
            Guid? id = assignee == "none" ? null : Person("assigneeId", assignee, user);
            tickets = tickets.Where(t => t.AssigneeId == id);
        }
        if (filter.RequesterId is { Length: > 0 } requester)
        {
            var id = Person("requesterId", requester, user);
            tickets = tickets.Where(t => t.RequesterId == id);
        }
        tickets = await SearchAsync(tickets, page.Q, ct);
        var (rows, next) = await tickets.ToRowsAsync(page, Keys, ct);
        return TypedResults.Ok(new Page<TicketView>(await views.ManyAsync(rows, ct), next));
    }

    /// <summary>A reference finds its ticket alone; anything else finds the tickets that hold all the words.</summary>
    private static async Task<IQueryable<Ticket>> SearchAsync(IQueryable<Ticket> tickets, string? q, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(q))
            return tickets;
        if (Ticket.NumberOf(q) is { } number && await tickets.AnyAsync(t => t.Number == number, ct))
            return tickets.Where(t => t.Number == number);
        foreach (var word in q.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MaxWords))
        {
            var pattern = Like.Contains(word);
            tickets = tickets.Where(t => EF.Functions.Like(t.SearchText, pattern, Like.Escape));
        }
        return tickets;
    }

    private static List<T> Values<T>(string name, string list)
        where T : struct, Enum =>
        WireEnum<T>.ParseList(list) ?? throw Invalid(name, $"{name} is one of {string.Join(", ", WireEnum<T>.All)}.");

    private static Guid Person(string name, string text, CurrentUser user) =>
        text == "me" ? user.PersonId : Guid.TryParse(text, out var id) ? id : throw Invalid(name, $"{name} is me or an id.");

    private static ProblemException Invalid(string name, string detail) => new(Problems.BadRequest("filter.invalid", $"{name}: {detail}"));
}
