using Mat.Alerts.Data;
using Mat.Alerts.Indicators;
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
        if (message.Service is not (null or "alerts"))
            return;
        for (var after = Guid.Empty; ;)
        {
            var page = await db.Episodes.AsNoTracking().Where(e => e.Id > after).OrderBy(e => e.Id).Take(PageSize).ToListAsync(ct);
            var ids = page.Select(e => e.Id).ToList();
            var indicators = (await db.Indicators.AsNoTracking().Where(i => ids.Contains(i.AlertId) && i.Kind != IndicatorKind.Rule)
                .ToListAsync(ct)).ToLookup(i => i.AlertId);
            foreach (var episode in page)
            {
                episode.NewIndicators.UnionWith(indicators[episode.Id].Select(i => (i.Kind, i.Value)));
                announcer.Replay(episode);
            }
            if (page.Count < PageSize)
                return;
            after = page[^1].Id;
        }
    }
}
