using Mat.Alerts.Data;
using Mat.Contracts.Tickets;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Episodes;

/// <summary>Links a ticket to the episode that raised it, and closes the episode with the ticket.</summary>
internal sealed class TicketChangedConsumer(AlertsDb db, AlertPublisher announcer, TimeProvider clock) : IConsumer<TicketChanged>
{
    public static bool Concerns(TicketChanged message) => message.Ticket.AlertId is not null;

    public async Task Consume(TicketChanged message, MessageContext context, CancellationToken ct)
    {
        var ticket = message.Ticket;
        var id = ticket.AlertId!.Value;
        var known = await db.Episodes.AsNoTracking().Where(e => e.Id == id).Select(e => new { e.SourceId, e.Identity })
            .FirstOrDefaultAsync(ct);
        if (known is null)
            return;
        await db.LockAsync(known.SourceId, [known.Identity], ct);
        var episode = await db.Episodes.FirstAsync(e => e.Id == id, ct);
        if (ticket.Version <= episode.TicketVersion)
            return;
        (episode.TicketId, episode.TicketReference, episode.TicketVersion, episode.TicketRequested) = (ticket.Id, ticket.Reference,
            ticket.Version, true);
        if (ticket.Status is not ("resolved" or "closed") || !episode.IsOpen)
            return;
        Closing.Close(db, episode, $"ticket {ticket.Reference}", clock.GetUtcNow());
        await announcer.ChangeAsync(episode, "resolved", weigh: false, ct);
    }
}
