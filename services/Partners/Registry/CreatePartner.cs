using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Partners.Registry;

public sealed record CreatePartner(
    [property: Required, StringLength(200, MinimumLength = 1)] string Name,
    [property: Required, MinLength(1), MaxLength(20)] IReadOnlyList<PartnerArea> Areas,
    PartnerStatus? Status,
    [property: StringLength(200)] string? ContactName,
    [property: StringLength(254), EmailAddress] string? ContactEmail,
    [property: StringLength(50)] string? ContactPhone,
    [property: MaxLength(500)] IReadOnlyList<Guid>? SchoolIds,
    PartnerAgreement? Agreement,
    PartnerHours? Hours = null,
    [property: Range(1, 10_000)] int? MaxOpenEscalations = null,
    PartnerRates? Rates = null);

internal static class CreatePartnerEndpoint
{
    public static async Task<Results<Created<PartnerView>, ProblemHttpResult>> Handle(CreatePartner request, PartnersDb db,
        CancellationToken ct)
    {
        var partner = new Partner
        {
            Name = request.Name.Trim(),
            Areas = [.. request.Areas.Distinct().Select(a => a.ToWire())],
            Status = request.Status ?? PartnerStatus.Active,
            ContactName = request.ContactName,
            ContactEmail = request.ContactEmail,
            ContactPhone = request.ContactPhone,
            SchoolIds = request.SchoolIds is null ? null : [.. request.SchoolIds.Distinct()],
        };
        (partner.Hours, partner.MaxOpenEscalations, partner.Rates) = (request.Hours, request.MaxOpenEscalations, request.Rates);
        partner.Set(request.Agreement);
        partner.Index();
        db.Partners.Add(partner);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/partners/{partner.Id}", PartnerView.Of(partner, 0));
    }
}
