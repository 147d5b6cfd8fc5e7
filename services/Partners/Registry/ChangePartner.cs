using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

/// <summary>A member that is missing stays as it is; one that is null is cleared (RFC 7396).</summary>
public sealed record ChangePartner : PatchBody
{
    [CannotClear, StringLength(200, MinimumLength = 1)]
    public string? Name { get; init; }

    [CannotClear, MinLength(1), MaxLength(20)]
    public IReadOnlyList<PartnerArea>? Areas { get; init; }

    [CannotClear]
    public PartnerStatus? Status { get; init; }

    [StringLength(200)]
    public string? ContactName { get; init; }

    [StringLength(254), EmailAddress]
    public string? ContactEmail { get; init; }

    [StringLength(50)]
    public string? ContactPhone { get; init; }

    /// <summary>Null: every school of the trust.</summary>
    [MaxLength(500)]
    public IReadOnlyList<Guid>? SchoolIds { get; init; }

    public PartnerAgreement? Agreement { get; init; }

    public PartnerHours? Hours { get; init; }

    [Range(1, 10_000)]
    public int? MaxOpenEscalations { get; init; }

    public PartnerRates? Rates { get; init; }
}

internal static class ChangePartnerEndpoint
{
    public static async Task<Results<Ok<PartnerView>, ProblemHttpResult>> Handle(
        Guid id, ChangePartner request, IfMatch ifMatch, PartnersDb db, CancellationToken ct)
    {
        if (await db.Partners.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } partner)
            return Problems.NotFound();
        if (ifMatch.Validate(partner.Version) is { } refusal)
            return refusal;
        partner.Name = request.Name?.Trim() ?? partner.Name;
        partner.Status = request.Status ?? partner.Status;
        if (request.Areas is { } areas)
            partner.Areas = [.. areas.Distinct().Select(a => a.ToWire())];
        if (request.Has(nameof(request.ContactName)))
            partner.ContactName = request.ContactName;
        if (request.Has(nameof(request.ContactEmail)))
            partner.ContactEmail = request.ContactEmail;
        if (request.Has(nameof(request.ContactPhone)))
            partner.ContactPhone = request.ContactPhone;
        if (request.Has(nameof(request.SchoolIds)))
            partner.SchoolIds = request.SchoolIds is { } schools ? [.. schools.Distinct()] : null;
        if (request.Has(nameof(request.Hours)))
            partner.Hours = request.Hours;
        if (request.Has(nameof(request.MaxOpenEscalations)))
            partner.MaxOpenEscalations = request.MaxOpenEscalations;
        if (request.Has(nameof(request.Rates)))
            partner.Rates = request.Rates;
        if (request.Has(nameof(request.Agreement)))
            partner.Set(request.Agreement);
        partner.Index();
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(await PartnerView.OfAsync(partner, db, ct));
    }
}
