using Mat.Contracts.Assets;
using Mat.Contracts.Trust;
using Mat.Platform.Data;
using Mat.Platform.Messaging;
using Mat.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Directory;

// Each keeps the newest facts by version, whatever the order and however often they come. The version is a concurrency
// token, so two that arrive at once cannot put the older one last: the loser is tried again and finds the newer.

internal sealed class SchoolChangedConsumer(TicketsDb db, SchoolCache cache) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        var school = await db.Schools.FirstOrDefaultAsync(s => s.Id == message.School.Id, ct);
        if (school is null)
            db.Schools.Add(school = new SchoolReplica { Id = message.School.Id });
        if (school.Apply(message.School))
            cache.Evict(school.Id);
    }
}

internal sealed class AssetsChangedConsumer(TicketsDb db, TimeProvider clock) : IConsumer<AssetsChanged>
{
    public async Task Consume(AssetsChanged message, MessageContext context, CancellationToken ct)
    {
        var ids = message.Assets.Select(a => a.Id).Distinct().ToList();
        var known = await db.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var fresh = new List<AssetReplica>();
        foreach (var facts in message.Assets)
        {
            if (!known.TryGetValue(facts.Id, out var asset))
                fresh.Add(known[facts.Id] = asset = new AssetReplica { Id = facts.Id });
            asset.Apply(facts);
        }
        await new BulkWriter(db, clock.GetUtcNow()).InsertAsync(fresh, ct);
    }
}
