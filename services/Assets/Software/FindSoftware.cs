using Mat.Assets.Data;
using Mat.Assets.Register;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Software;

/// <summary>Which program to look for.</summary>
public sealed class SoftwareFilter
{
    /// <summary>Words of its name or publisher.</summary>
    public string? Name { get; init; }

    /// <summary>Only versions below this one, and those that cannot be compared with it.</summary>
    public string? Below { get; init; }
    public Guid? SchoolId { get; init; }
}

/// <summary>A program that was found.</summary>
/// <param name="ToCheck">Nobody can say whether its version is below the one that was asked for.</param>
public sealed record FoundProgramView(string Name, string? Publisher, string? Version, DateTimeOffset SeenAt, bool ToCheck);

/// <summary>An asset in service that has the program.</summary>
/// <param name="Id">The asset's.</param>
public sealed record FoundOnAssetView(Guid Id, string Tag, string AssetName, Guid SchoolId, string? HostName,
    IReadOnlyList<FoundProgramView> Programs);

/// <summary>Looks in two steps: which titles are meant (few, compared here), then which assets have them (one index).</summary>
internal static class SoftwareFinder
{
    /// <summary>More titles than this are no question about one program.</summary>
    private const int MaxTitles = 5000;

    private const int MaxWords = 5;

    private static readonly SortKeys<Asset> Keys = new SortKeys<Asset>().Add("tag", a => a.TagKey).Default("tag");

    public static async Task<(ProblemHttpResult? Refused,
        Dictionary<Guid, (Title Title, bool ToCheck)> Titles)> TitlesAsync(SoftwareFilter filter, AssetsDb db, CancellationToken ct)
    {
        var none = new Dictionary<Guid, (Title, bool)>();
        if (filter.Name is not { } name || name.Trim().Length is < 2 or > FoundSoftware.MaxName)
            return (Problems.BadRequest("software.name", $"Say which program, in 2 to {FoundSoftware.MaxName} characters."), none);
        if (filter.Below?.Length > SoftwareVersion.MaxLength)
            return (Problems.BadRequest("software.below", $"A version has at most {SoftwareVersion.MaxLength} characters."), none);
        var titles = db.Titles.AsNoTracking();
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxWords))
        {
            var pattern = Like.Contains(word);
            titles = titles.Where(t => EF.Functions.Like(t.SearchText, pattern, Like.Escape));
        }

        var found = await titles.Take(MaxTitles + 1).ToListAsync(ct);
        if (found.Count > MaxTitles)
            return (Problems.Unprocessable("software.too_many", "Too many programs have such a name; say more of it."), none);
        return (null,
            found.Select(t => (Title: t,
                Order: string.IsNullOrWhiteSpace(filter.Below) ? -1 : SoftwareVersion.Compare(t.Version, filter.Below)))
            .Where(t => t.Order is null or < 0).ToDictionary(t => t.Title.Id, t => (t.Title, t.Order is null)));
    }

    public static async Task<(IReadOnlyList<FoundOnAssetView> Items, string? Next)> PageAsync(
        SoftwareFilter filter, PageQuery page, Dictionary<Guid, (Title Title, bool ToCheck)> titles, AssetsDb db, CancellationToken ct)
    {
        var ids = titles.Keys.ToList();
        var assets = db.Assets.Where(a => a.Status != AssetStatus.Retired && a.Status != AssetStatus.Disposed
            && db.Installed.Any(i => i.AssetId == a.Id && EF.Parameter(ids).Contains(i.TitleId)));
        if (filter.SchoolId is { } school)
            assets = assets.Where(a => a.SchoolId == school);
        var (rows, next) = await assets.ToRowsAsync(page, Keys, ct);
        var shown = rows.Select(r => r.Id).ToList();
        var installed = (await db.Installed.AsNoTracking()
            .Where(i => EF.Parameter(shown).Contains(i.AssetId) && EF.Parameter(ids).Contains(i.TitleId))
            .ToListAsync(ct)).ToLookup(i => i.AssetId);
        return ([
            .. rows.Select(a => new FoundOnAssetView(a.Id, a.Tag, a.Name, a.SchoolId, a.HostName,
                [.. installed[a.Id].Select(i => View(titles[i.TitleId], i.SeenAt)).OrderBy(p => p.Name, StringComparer.Ordinal)]))], next);
    }

    private static FoundProgramView View((Title Title, bool ToCheck) found, DateTimeOffset seenAt) =>
        new(found.Title.Name, found.Title.Publisher, found.Title.Version, seenAt, found.ToCheck);
}

internal static class FindSoftwareEndpoint
{
    public static async Task<Results<Ok<Page<FoundOnAssetView>>, ProblemHttpResult>> Handle([AsParameters] SoftwareFilter filter,
        [AsParameters] PageQuery page, AssetsDb db, CancellationToken ct)
    {
        var (refused, titles) = await SoftwareFinder.TitlesAsync(filter, db, ct);
        if (refused is not null)
            return refused;
        var (items, next) = await SoftwareFinder.PageAsync(filter, page, titles, db, ct);
        return TypedResults.Ok(new Page<FoundOnAssetView>(items, next));
    }
}

internal static class ExportFoundSoftwareEndpoint
{
    /// <summary>Assets in one file; whoever has more narrows by school.</summary>
    private const int Max = 20_000;

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Handle([AsParameters] SoftwareFilter filter, AssetsDb db,
        CancellationToken ct)
    {
        var (refused, titles) = await SoftwareFinder.TitlesAsync(filter, db, ct);
        if (refused is not null)
            return refused;
        var schools = await db.Schools.Select(s => new { s.Id, s.Name }).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var found = new List<FoundOnAssetView>();
        for (string? cursor = ""; cursor is not null && found.Count < Max;)
        {
            (var items, cursor) = await SoftwareFinder.PageAsync(filter, new PageQuery { Cursor = cursor, Limit = Paging.MaxLimit },
                titles, db, ct);
            found.AddRange(items);
        }

        return Csv.File("software.csv", [
            ["School", "Asset", "Name", "Computer", "Program", "Publisher", "Version", "First seen", "To check"],
            .. found.SelectMany(a => a.Programs, (a, p) => new[]
            {
                schools.GetValueOrDefault(a.SchoolId), a.Tag, a.AssetName, a.HostName, p.Name, p.Publisher, p.Version,
                $"{p.SeenAt.UtcDateTime:yyyy-MM-dd}", p.ToCheck ? "yes" : "",
            }),
        ]);
    }
}
