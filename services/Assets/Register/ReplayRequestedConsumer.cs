using Mat.Assets.Data;
using Mat.Contracts;
using Mat.Contracts.Assets;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Register;

/// <summary>Announces every asset again, in pages as large as one event takes.</summary>
internal sealed class ReplayRequestedConsumer(AssetsDb db) : IConsumer<ReplayRequested>
{
    public async Task Consume(ReplayRequested message, MessageContext context, CancellationToken ct)
    {
        if (message.Service is not (null or "assets"))
            return;
        await AssetsAsync(ct);
    }

    private async Task AssetsAsync(CancellationToken ct)
    {
        var after = Guid.Empty;
        while (true)
        {
            var from = after;
            var page = await db.Assets.AsNoTracking().Where(a => a.Id > from).OrderBy(a => a.Id).Take(AssetsChanged.MaxAssets)
                .ToListAsync(ct);
            if (page.Count == 0)
                return;
            db.Publish(new AssetsChanged([.. page.Select(a => a.ToFacts(a.Version))]));
            after = page[^1].Id;
        }
    }
}
