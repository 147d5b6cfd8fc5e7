using Mat.Alerts.Data;
using Mat.Contracts.Assets;
using Mat.Platform.Data;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Vulnerabilities;

/// <summary>A program in one version, as the register told it. Never changed.</summary>
internal sealed class SoftwareTitleReplica
{
    public Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary><see cref="ProgramName.Key"/> of the name.</summary>
    public required string NameKey { get; init; }
    public string? Publisher { get; init; }
    public string? Version { get; init; }

    public string Words => Version is null || Name.Contains(Version, StringComparison.OrdinalIgnoreCase) ? Name : $"{Name} {Version}";
}

/// <summary>One program on one asset. Not filtered by school: findings are, and they are made for all of them.</summary>
internal sealed class InstalledSoftwareReplica
{
    public Guid AssetId { get; init; }
    public Guid TitleId { get; init; }
}

/// <summary>Which version of an asset's list is known.</summary>
internal sealed class SoftwareListReplica
{
    public Guid AssetId { get; init; }
    public int SourceVersion { get; set; }
    public DateTimeOffset SeenAt { get; set; }
}

/// <summary>Keeps the copy of what is installed and lets findings follow it.</summary>
internal sealed class SoftwareChangedConsumer(AlertsDb db, VulnerabilityScan scan, TimeProvider clock) : IConsumer<SoftwareChanged>
{
    /// <summary>Titles come in many lists at once; one writer at a time adds them.</summary>
    private static readonly Guid Turn = new("01920000-0000-7000-8000-0000000050f7");

    public async Task Consume(SoftwareChanged message, MessageContext context, CancellationToken ct)
    {
        await db.LockAsync(Turn, [Turn], ct);
        var newest = message.Assets.GroupBy(a => a.AssetId).Select(g => g.MaxBy(a => a.Version)!).ToDictionary(a => a.AssetId);
        var ids = newest.Keys.ToList();
        var lists = await db.SoftwareLists.Where(l => ids.Contains(l.AssetId)).ToDictionaryAsync(l => l.AssetId, ct);
        var changed = newest.Values.Where(a => !lists.TryGetValue(a.AssetId, out var known) || known.SourceVersion < a.Version).ToList();
        if (changed.Count == 0) return;
        foreach (var facts in changed)
        {
            if (!lists.TryGetValue(facts.AssetId, out var list)) db.Add(list = new SoftwareListReplica { AssetId = facts.AssetId });
            (list.SourceVersion, list.SeenAt) = (facts.Version, facts.SeenAt);
        }
        await db.SaveChangesAsync(ct);
        await WriteAsync(message, changed, ct);
        var moved = changed.ConvertAll(c => c.AssetId);
        await scan.FollowAsync(await db.Assets.AsNoTracking().Where(a => moved.Contains(a.Id)).ToListAsync(ct), ct);
    }

    private async Task WriteAsync(SoftwareChanged message, List<InstalledSoftware> changed, CancellationToken ct)
    {
        var bulk = new BulkWriter(db, clock.GetUtcNow());
        var told = message.Titles.DistinctBy(t => t.Id).ToList();
        var titles = told.ConvertAll(t => t.Id);
        var known = (await db.SoftwareTitles.Where(t => EF.Parameter(titles).Contains(t.Id)).Select(t => t.Id).ToListAsync(ct)).ToHashSet();
        await bulk.InsertAsync([.. told.Where(t => !known.Contains(t.Id)).Select(t => new SoftwareTitleReplica { Id = t.Id, Name = t.Name, NameKey = ProgramName.Key(t.Name), Publisher = t.Publisher, Version = t.Version })], ct);

        var assets = changed.ConvertAll(c => c.AssetId);
        var have = (await db.Installed.AsNoTracking().Where(i => assets.Contains(i.AssetId)).ToListAsync(ct)).ToLookup(i => i.AssetId, i => i.TitleId);
        var want = changed.ToDictionary(c => c.AssetId, c => c.Titles.Where(i => i >= 0 && i < message.Titles.Count).Select(i => message.Titles[i].Id).ToHashSet());
        foreach (var gone in assets.SelectMany(a => have[a].Where(t => !want[a].Contains(t)), (a, t) => (Asset: a, Title: t)).GroupBy(g => g.Title))
        {
            var (title, from) = (gone.Key, gone.Select(g => g.Asset).ToList());
            await db.Installed.Where(i => i.TitleId == title && from.Contains(i.AssetId)).ExecuteDeleteAsync(ct);
        }
        await bulk.InsertAsync([.. assets.SelectMany(a => want[a].Except(have[a]), (a, t) => new InstalledSoftwareReplica { AssetId = a, TitleId = t })], ct);
    }
}
