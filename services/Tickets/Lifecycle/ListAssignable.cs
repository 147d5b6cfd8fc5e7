using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>Filter of the assignable people.</summary>
public sealed class AssignableFilter
{
    public Guid? SchoolId { get; init; }
}

/// <param name="Id">Id of the person.</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">E-mail address, lower case.</param>
/// <param name="OpenTickets">Number of active tickets assigned to the person, of all schools that the caller may see.</param>
public sealed record AssignableView(Guid Id, string Name, string Email, int OpenTickets);

/// <summary>Agents are a few dozen at most, so they fit on one page.</summary>
internal static class ListAssignableEndpoint
{
    private const int MaxPeople = 500;

    public static async Task<Ok<Page<AssignableView>>> Handle([AsParameters] AssignableFilter filter, TicketsDb db, CurrentUser user,
        CancellationToken ct)
    {
        var people = await db.People.AsNoTracking().Where(p => p.IsAgent && p.Active).OrderBy(p => p.Name).ThenBy(p => p.Id).Take(MaxPeople)
            .ToListAsync(ct);
        if (filter.SchoolId is { } school)
            people = user.Sees(school) ? [.. people.Where(p => p.WorksFor(school))] : [];
        var ids = people.Select(p => (Guid?)p.Id).ToList();
        TicketStatus[] active = [TicketStatus.New, TicketStatus.Open, TicketStatus.WaitingRequester, TicketStatus.WaitingPartner];
        var load = await db.Tickets.Where(t => ids.Contains(t.AssigneeId) && active.Contains(t.Status))
            .GroupBy(t => t.AssigneeId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key!.Value, g => g.Count, ct);
        return TypedResults.Ok(
            new Page<AssignableView>([.. people.Select(p => new AssignableView(p.Id, p.Name, p.Email, load.GetValueOrDefault(p.Id)))],
                null));
    }
}
