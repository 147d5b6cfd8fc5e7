using Mat.Assets.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Register;

/// <summary>Filters of the list; kinds and states may be several, separated by commas.</summary>
public sealed class AssetFilter
{
    public string? Kind { get; init; }
    public string? Status { get; init; }
    public Guid? SchoolId { get; init; }
    public string? HolderEmail { get; init; }
}

internal static class ListAssetsEndpoint
{
    private const int MaxWords = 5;

    private static readonly SortKeys<Asset> Keys = new SortKeys<Asset>()
        .Add("createdAt", a => a.CreatedAt).Add("updatedAt", a => a.UpdatedAt).Add("tag", a => a.TagKey).Add("name", a => a.Name)
        .Default("-createdAt");

    public static async Task<Results<Ok<Page<AssetView>>, ProblemHttpResult>> Handle(
        [AsParameters] PageQuery page, [AsParameters] AssetFilter filter, AssetsDb db, CurrentUser user, CancellationToken ct)
    {
        var assets = db.Assets.AsQueryable();
        if (Several<AssetKind>(filter.Kind) is var (kinds, unknownKind))
        {
            if (unknownKind is not null)
                return Problems.BadRequest("filter.kind", $"'{unknownKind}' is no kind of asset.");
            assets = assets.Where(a => kinds.Contains(a.Kind));
        }

        if (Several<AssetStatus>(filter.Status) is var (states, unknownStatus))
        {
            if (unknownStatus is not null)
                return Problems.BadRequest("filter.status", $"'{unknownStatus}' is no state of an asset.");
            assets = assets.Where(a => states.Contains(a.Status));
        }

        if (filter.SchoolId is { } school)
            assets = assets.Where(a => a.SchoolId == school);
        if (filter.HolderEmail is { Length: > 0 } email)
        {
            var holder = email.Trim().ToLowerInvariant();
            assets = assets.Where(a => a.HolderEmail == holder);
        }

        foreach (var word in (page.Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxWords))
        {
            var pattern = Like.Contains(word);
            assets = assets.Where(a => EF.Functions.Like(a.SearchText, pattern, Like.Escape));
        }

        return await assets.ToPageAsync(page, Keys, a => AssetView.Of(a, user.OnlyStaff), ct);
    }

    private static (List<T> Values, string? Unknown)? Several<T>(string? text) where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var values = new List<T>();
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!WireEnum<T>.TryParse(name, out var value, ignoreCase: true))
                return (values, name);
            values.Add(value);
        }

        return (values, null);
    }
}
