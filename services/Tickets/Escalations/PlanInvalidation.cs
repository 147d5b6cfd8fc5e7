using System.Linq.Expressions;
using Mat.Tickets.Data;
using Mat.Tickets.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

internal static class PlanInvalidation
{
    /// <summary>The open tickets that fit are looked at by the watcher, which plans them by what holds now.</summary>
    public static Task ReplanAsync(this TicketsDb db, Expression<Func<Ticket, bool>> which, DateTimeOffset now, CancellationToken ct) =>
        db.InTransactionAsync(token => db.Tickets.IgnoreQueryFilters().Where(t => TicketStates.Active.Contains(t.Status)).Where(which)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.ReplanAt, now).SetProperty(x => x.NextCheckAt, now), token), ct);
}
