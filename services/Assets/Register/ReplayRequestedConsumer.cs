using Mat.Assets.Data;
using Mat.Assets.Software;
using Mat.Contracts;
using Mat.Contracts.Assets;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Register;

/// <summary>Announces every asset and every list of software again, in pages as large as one event takes.</summary>
internal sealed class ReplayRequestedConsumer(AssetsDb db) : IConsumer<ReplayRequested>
{
    public async Task Consume(ReplayRequested message, MessageContext context, CancellationToken ct)
    {
        if (message.Service is not (null or "assets"))
            return;
        await AssetsAsync(ct);
        await SoftwareAsync(ct);
    }

    private async Task AssetsAsync(CancellationToken ct)
    {
        var after = Guid.Empty;
        while (true)
        {
            var from = after;
            var page = await db.Assets.AsNoTracking().Where(a => a.Id > from).OrderBy(a => a.Id).Take(AssetsChanged.MaxAssets).ToListAsync(ct);
            if (page.Count == 0)
                return;
            db.Publish(new AssetsChanged([.. page.Select(a => a.ToFacts(a.Version))]));
            after = page[^1].Id;
        }
    }

    private async Task SoftwareAsync(CancellationToken ct)
    {
        var after = Guid.Empty;
        while (true)
        {
            var from = after;
            var page = await db.SoftwareLists.AsNoTracking().Where(l => l.Id > from).OrderBy(l => l.Id).Take(SoftwareChanged.MaxAssets).ToListAsync(ct);
            if (page.Count == 0)
                return;
            var ids = page.ConvertAll(l => l.Id);
            var titles = (await db.Installed.Where(i => ids.Contains(i.AssetId)).Join(db.Titles, i => i.TitleId, t => t.Id, (i, t) => new { i.AssetId, Title = t }).AsNoTracking().ToListAsync(ct))
                .ToLookup(r => r.AssetId, r => r.Title);
            db.Publish(SoftwareAnnouncement.Of(page.Select(l => (l.Id, l.Version, l.SeenAt, (IReadOnlyList<Title>)[.. titles[l.Id]]))));
            after = page[^1].Id;
        }
    }
}
