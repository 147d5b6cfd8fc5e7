using Mat.Partners.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

public sealed record PartnerAreaView(PartnerArea Area, string Label);

public sealed class PartnerQuery
{
    /// <summary>An area's name, e.g. <c>cyber_security</c>.</summary>
    public string? Area { get; init; }

    /// <summary>active or suspended.</summary>
    public string? Status { get; init; }
}

internal static class ReadPartners
{
    private static readonly SortKeys<Partner> Keys = new SortKeys<Partner>().Add("name", p => p.Name).Add("createdAt", p => p.CreatedAt)
        .Default("name");

    public static Ok<IReadOnlyList<PartnerAreaView>> ListAreas() =>
        TypedResults.Ok<IReadOnlyList<PartnerAreaView>>([.. Enum.GetValues<PartnerArea>().Select(a => new PartnerAreaView(a, a.Label()))]);

    public static async Task<Results<Ok<PartnerView>, ProblemHttpResult>> Get(Guid id, PartnersDb db, CancellationToken ct) =>
        await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } partner
            ? TypedResults.Ok(await PartnerView.OfAsync(partner, db, ct))
            : Problems.NotFound();

    public static async Task<Ok<Page<PartnerView>>> List([AsParameters] PageQuery page, [AsParameters] PartnerQuery filter, PartnersDb db,
        CancellationToken ct)
    {
        var partners = db.Partners.AsQueryable();
        if (Filter.Parse<PartnerStatus>(filter.Status, "status") is { } status)
            partners = partners.Where(p => p.Status == status);
        if (Filter.Parse<PartnerArea>(filter.Area, "area") is { } area)
        {
            var key = Like.Contains($"|{area.ToWire()}|");
            partners = partners.Where(p => EF.Functions.Like(p.AreaKeys, key, Like.Escape));
        }

        if (!string.IsNullOrWhiteSpace(page.Q))
        {
            var pattern = Like.Contains(page.Q);
            partners = partners.Where(p => EF.Functions.Like(p.SearchText, pattern, Like.Escape));
        }

        var (rows, next) = await partners.ToRowsAsync(page, Keys, ct);
        var open = await PartnerView.OpenAsync([.. rows.Select(p => p.Id)], db, ct);
        return TypedResults.Ok(new Page<PartnerView>([.. rows.Select(p => PartnerView.Of(p, open.GetValueOrDefault(p.Id)))], next));
    }
}
