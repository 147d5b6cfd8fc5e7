using Mat.Assets.Data;
using Mat.Assets.Register;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Software;

/// <summary>What an inventory says of one asset.</summary>
internal sealed record ReportedSoftware(Guid AssetId, DateTimeOffset SeenAt, SoftwareInventory Inventory);

/// <summary>What becomes of an asset's list.</summary>
/// <param name="Older">A later inventory is known; nothing changes.</param>
/// <param name="Same">The list is unchanged and was seen again.</param>
/// <param name="Changes">For the history: <c>software</c> from one version to another, gone, or new; of a first list how long it
/// is.</param>
internal sealed record SoftwareDifference(ReportedSoftware Told, SoftwareList? Known, bool Older, bool Same, IReadOnlyList<Title> Titles,
    IReadOnlyList<Guid> Added, IReadOnlyList<Guid> Removed, IReadOnlyList<AssetFieldChange> Changes);

/// <summary>
/// Compares what inventories say with the lists that are kept, for many assets in a few queries, and writes the difference past
/// the change tracker. Both in the caller's transaction, in which <see cref="AssetsDb.TakeTurnsAsync"/> has been called.
/// </summary>
internal sealed class SoftwareWriter(AssetsDb db, DateTimeOffset now)
{
    /// <summary>Lines of one change in the history; the rest is counted.</summary>
    private const int MaxLines = 40;

    private readonly Dictionary<string, Title> _titles = [];
    private readonly List<Title> _fresh = [];

    /// <param name="told">Each asset once.</param>
    public async Task<Dictionary<Guid, SoftwareDifference>> CompareAsync(IReadOnlyCollection<ReportedSoftware> told, CancellationToken ct)
    {
        var ids = told.Select(t => t.AssetId).ToList();
        var lists = await db.SoftwareLists.AsNoTracking().Where(l => EF.Parameter(ids).Contains(l.Id)).ToDictionaryAsync(l => l.Id, ct);
        var changed = told.Where(t => !lists.TryGetValue(t.AssetId, out var l)
            || (t.SeenAt >= l.SeenAt && l.Fingerprint != t.Inventory.Fingerprint)).Select(t => t.AssetId).ToHashSet();
        var have = await HaveAsync([.. changed.Where(lists.ContainsKey)], ct);
        await FindTitlesAsync(told.Where(t => changed.Contains(t.AssetId)).SelectMany(t => t.Inventory.Programs), ct);
        return told.ToDictionary(t => t.AssetId,
            t => Difference(t, lists.GetValueOrDefault(t.AssetId), changed.Contains(t.AssetId), have[t.AssetId]));
    }

    /// <param name="source"><c>manual</c>, or the format of an import.</param>
    public async Task WriteAsync(IReadOnlyCollection<SoftwareDifference> differences, string source, CancellationToken ct)
    {
        var bulk = new BulkWriter(db, now);
        await bulk.InsertAsync(_fresh, ct);
        // One statement for each program that goes: an update of a program goes from many devices at once.
        foreach (var gone in differences.SelectMany(d => d.Removed, (d, title) => (d.Told.AssetId, Title: title)).GroupBy(g => g.Title))
        {
            var (title, assets) = (gone.Key, gone.Select(g => g.AssetId).ToList());
            await db.Installed.Where(i => i.TitleId == title && EF.Parameter(assets).Contains(i.AssetId)).ExecuteDeleteAsync(ct);
        }

        await bulk.InsertAsync(
            [.. differences.SelectMany(d => d.Added,
                (d, title) => new Installed { AssetId = d.Told.AssetId, TitleId = title, SeenAt = d.Told.SeenAt })], ct);
        var (made, moved) = (new List<SoftwareList>(), new List<SoftwareList>());
        foreach (var d in differences.Where(d => !d.Older && (!d.Same || d.Known!.SeenAt < d.Told.SeenAt)))
        {
            var list = d.Known ?? new SoftwareList { Id = d.Told.AssetId };
            (d.Known is null ? made : moved).Add(list);
            (list.SeenAt, list.Count, list.Fingerprint, list.Source) = (d.Told.SeenAt, d.Told.Inventory.Programs.Count,
                d.Told.Inventory.Fingerprint, source);
        }

        await bulk.InsertAsync(made, ct);
        await bulk.UpdateAsync(moved, ct);
        await db.SaveChangesAsync(ct);
    }

    private SoftwareDifference Difference(ReportedSoftware told, SoftwareList? known, bool changed, IEnumerable<Title> have)
    {
        if (!changed)
            return new(told, known, told.SeenAt < known!.SeenAt, told.SeenAt >= known.SeenAt, [], [], [], []);
        var wanted = told.Inventory.Programs.Select(p => _titles[p.Key]).ToList();
        var (now, before) = (wanted.Select(t => t.Id).ToHashSet(), have.ToList());
        var removed = before.Where(t => !now.Contains(t.Id)).ToList();
        var old = before.Select(t => t.Id).ToHashSet();
        var added = wanted.Where(t => !old.Contains(t.Id)).ToList();
        return new(told, known, false, false, wanted, [.. added.Select(t => t.Id)], [.. removed.Select(t => t.Id)],
            known is null ? [new("software", null, wanted.Count == 1 ? "1 program" : $"{wanted.Count} programs")]
                : Changes(removed, added));
    }

    /// <summary>A program of the same name that came and went is one line.</summary>
    private static List<AssetFieldChange> Changes(List<Title> removed, List<Title> added)
    {
        var gone = removed.ToLookup(t => t.Name, StringComparer.OrdinalIgnoreCase);
        var came = added.ToLookup(t => t.Name, StringComparer.OrdinalIgnoreCase);
        var all = gone.Select(g => g.Key).Union(came.Select(c => c.Key), StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => new AssetFieldChange("software", Words(gone[name]), Words(came[name]))).ToList();
        return all.Count <= MaxLines ? all
            : [.. all.Take(MaxLines), new AssetFieldChange("software", null, $"… and {all.Count - MaxLines} more")];

        static string? Words(IEnumerable<Title> titles) =>
            string.Join(", ", titles.Select(t => t.Words)) is { Length: > 0 } words ? words : null;
    }

    private async Task<ILookup<Guid, Title>> HaveAsync(List<Guid> assets, CancellationToken ct) => assets.Count == 0
        ? Array.Empty<Title>().ToLookup(_ => Guid.Empty)
        : (await db.Installed.Where(i => EF.Parameter(assets).Contains(i.AssetId))
            .Join(db.Titles, i => i.TitleId, t => t.Id, (i, t) => new { i.AssetId, Title = t }).AsNoTracking().ToListAsync(ct))
            .ToLookup(r => r.AssetId, r => r.Title);

    private async Task FindTitlesAsync(IEnumerable<FoundSoftware> programs, CancellationToken ct)
    {
        var wanted = programs.DistinctBy(p => p.Key).ToList();
        if (wanted.Count == 0)
            return;
        var keys = wanted.ConvertAll(p => p.Key);
        foreach (var title in await db.Titles.AsNoTracking().Where(t => EF.Parameter(keys).Contains(t.Key)).ToListAsync(ct))
            _titles[title.Key] = title;
        foreach (var program in wanted.Where(p => !_titles.ContainsKey(p.Key)))
        {
            var title = new Title
            {
                Key = program.Key,
                Name = program.Name,
                Publisher = program.Publisher,
                Version = program.Version,
                NameKey = ProgramName.Key(program.Name),
                SearchText = $"{program.Name} {program.Publisher}".ToLowerInvariant()
            };
            _titles[program.Key] = title;
            _fresh.Add(title);
        }
    }
}
