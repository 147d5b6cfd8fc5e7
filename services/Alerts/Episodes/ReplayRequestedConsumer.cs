using Mat.Alerts.Data;
using Mat.Contracts;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Episodes;

/// <summary>Tells every episode again, oldest first, for a read model that starts from nothing.</summary>
internal sealed class ReplayRequestedConsumer(AlertsDb db, AlertPublisher announcer) : IConsumer<ReplayRequested>
{
    private const int PageSize = 1000;

    public async Task Consume(ReplayRequested message, MessageContext context, CancellationToken ct)
    {
        if (message.Service is not (null or "alerts")) return;
        for (var after = Guid.Empty; ;)
        {
            var page = await db.Episodes.AsNoTracking().Where(e => e.Id > after).OrderBy(e => e.Id).Take(PageSize).ToListAsync(ct);
            foreach (var episode in page) announcer.Replay(episode);
            if (page.Count < PageSize) return;
            after = page[^1].Id;
        }
    }
}
