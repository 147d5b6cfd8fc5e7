using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Directory;

/// <summary>Narrows the people to those who work for one school.</summary>
public sealed class AssignableFilter
{
    public Guid? SchoolId { get; init; }
}

public sealed record AssignableView(Guid Id, string Name, string Email, int OpenTickets);

/// <summary>The desk is a few dozen people at most, so it is one page.</summary>
internal static class ListAssignableEndpoint
{
    private const int Max = 500;

    public static async Task<Ok<Page<AssignableView>>> Handle([AsParameters] AssignableFilter filter, TicketsDb db, CurrentUser user, CancellationToken ct)
    {
        var people = await db.People.AsNoTracking().Where(p => p.IsDesk && p.Active).OrderBy(p => p.Name).ThenBy(p => p.Id).Take(Max).ToListAsync(ct);
        if (filter.SchoolId is { } school) people = user.Sees(school) ? [.. people.Where(p => p.WorksFor(school))] : [];
        var ids = people.Select(p => (Guid?)p.Id).ToList();
        Lifecycle.TicketStatus[] active = [Lifecycle.TicketStatus.New, Lifecycle.TicketStatus.Open, Lifecycle.TicketStatus.WaitingRequester, Lifecycle.TicketStatus.WaitingPartner];
        var load = await db.Tickets.Where(t => ids.Contains(t.AssigneeId) && active.Contains(t.Status))
            .GroupBy(t => t.AssigneeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Count, ct);
        return TypedResults.Ok(new Page<AssignableView>([.. people.Select(p => new AssignableView(p.Id, p.Name, p.Email, load.GetValueOrDefault(p.Id)))], null));
    }
}
