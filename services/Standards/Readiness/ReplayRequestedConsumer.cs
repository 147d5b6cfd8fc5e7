using Mat.Contracts;
using Mat.Contracts.Standards;
using Mat.Platform.Messaging;
using Mat.Standards.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Standards.Readiness;

/// <summary>Publishes the RPA membership of every school again: at most one event per school of the trust.</summary>
internal sealed class ReplayRequestedConsumer(StandardsDb db) : IConsumer<ReplayRequested>
{
    public async Task Consume(ReplayRequested message, MessageContext context, CancellationToken ct)
    {
        if (message.Service is not (null or "standards"))
            return;
        foreach (var item in await db.ReadinessItems.AsNoTracking().Where(i => i.Kind == ReadinessKind.RpaMembership).OrderBy(i => i.Id)
            .ToListAsync(ct))
            db.Publish(new ReadinessChanged(item.ToSnapshot()));
    }
}
