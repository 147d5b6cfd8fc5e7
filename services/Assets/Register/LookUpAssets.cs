using Mat.Assets.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Register;

/// <summary>Exactly one of these.</summary>
public sealed class AssetLookup
{
    public string? Tag { get; init; }
    public string? Serial { get; init; }

    /// <summary>Whole name or its first part, any case.</summary>
    public string? Host { get; init; }

    /// <summary>In any usual writing.</summary>
    public string? Mac { get; init; }
    public string? Ip { get; init; }
}

internal static class LookUpAssetsEndpoint
{
    private const int Max = 50;

    public static async Task<Results<Ok<Page<AssetView>>, ProblemHttpResult>> Handle([AsParameters] AssetLookup by, AssetsDb db,
        CurrentUser user, CancellationToken ct)
    {
        if (new[] { by.Tag, by.Serial, by.Host, by.Mac, by.Ip }.Count(v => !string.IsNullOrWhiteSpace(v)) != 1)
            return Problems.BadRequest("lookup.by", "Look up by exactly one of tag, serial, host, mac and ip.");
        var found = by switch
        {
            { Tag: { Length: > 0 } tag } => db.Assets.Where(a => a.TagKey == Identifiers.Key(tag)),
            { Serial: { Length: > 0 } serial } => db.Assets.Where(a => a.SerialKey == Identifiers.Key(serial)),
            { Host: { Length: > 0 } host } => ByHost(db, host),
            { Mac: { Length: > 0 } mac } => ByAddress(db, "mac", Identifiers.Mac(mac)),
            _ => ByAddress(db, "ip", Identifiers.Ip(by.Ip)),
        };
        var assets = await found.AsNoTracking().OrderBy(a => a.Id).Take(Max).ToListAsync(ct);
        return TypedResults.Ok(new Page<AssetView>([.. assets.Select(a => AssetView.Of(a, user.OnlyStaff))], null));
    }

    private static IQueryable<Asset> ByAddress(AssetsDb db, string kind, string? value) =>
        db.Assets.Where(a => db.Addresses.Any(x => x.AssetId == a.Id && x.Kind == kind && x.Value == value));

    // A full name that nobody has as such may still be known by its first part, which is all that many agents report.
    private static IQueryable<Asset> ByHost(AssetsDb db, string text)
    {
        var host = Identifiers.Host(text);
        var name = host is null ? null : Identifiers.ShortHost(host);
        return db.Assets.Where(a => db.Addresses.Any(x => x.AssetId == a.Id && x.Kind == "host" && x.Value == host)
            || a.HostName == name && !db.Addresses.Any(x => x.Kind == "host" && x.Value == host));
    }
}
