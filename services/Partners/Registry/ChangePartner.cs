using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Mat.Partners.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

/// <summary>A member that is missing stays as it is; one that is null is cleared (RFC 7396).</summary>
public sealed class ChangePartner
{
    [StringLength(200, MinimumLength = 1)]
    public string? Name { get; init; }

    [MinLength(1), MaxLength(20)]
    public IReadOnlyList<PartnerArea>? Areas { get; init; }

    public PartnerStatus? Status { get; init; }

    [StringLength(200)]
    public string? ContactName { get; init => (field, HasContactName) = (value, true); }

    [StringLength(254), EmailAddress]
    public string? ContactEmail { get; init => (field, HasContactEmail) = (value, true); }

    [StringLength(50)]
    public string? ContactPhone { get; init => (field, HasContactPhone) = (value, true); }

    /// <summary>Null: every school of the trust.</summary>
    [MaxLength(500)]
    public IReadOnlyList<Guid>? SchoolIds { get; init => (field, HasSchoolIds) = (value, true); }

    public PartnerAgreement? Agreement { get; init => (field, HasAgreement) = (value, true); }

    public PartnerHours? Hours { get; init => (field, HasHours) = (value, true); }

    [Range(1, 10_000)]
    public int? MaxOpenEscalations { get; init => (field, HasMostOpen) = (value, true); }

    public PartnerRates? Rates { get; init => (field, HasRates) = (value, true); }

    [JsonIgnore] public bool HasHours { get; private init; }
    [JsonIgnore] public bool HasMostOpen { get; private init; }
    [JsonIgnore] public bool HasRates { get; private init; }
    [JsonIgnore] public bool HasContactName { get; private init; }
    [JsonIgnore] public bool HasContactEmail { get; private init; }
    [JsonIgnore] public bool HasContactPhone { get; private init; }
    [JsonIgnore] public bool HasSchoolIds { get; private init; }
    [JsonIgnore] public bool HasAgreement { get; private init; }
}

internal static class ChangePartnerEndpoint
{
    public static async Task<Results<Ok<PartnerView>, ProblemHttpResult>> Handle(
        Guid id, ChangePartner request, IfMatch ifMatch, PartnersDb db, CancellationToken ct)
    {
        if (await db.Partners.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } partner) return Problems.NotFound();
        if (ifMatch.Validate(partner.Version) is { } refusal) return refusal;
        partner.Name = request.Name?.Trim() ?? partner.Name;
        partner.Status = request.Status ?? partner.Status;
        if (request.Areas is { } areas) partner.Areas = [.. areas.Distinct().Select(a => a.ToWire())];
        if (request.HasContactName) partner.ContactName = request.ContactName;
        if (request.HasContactEmail) partner.ContactEmail = request.ContactEmail;
        if (request.HasContactPhone) partner.ContactPhone = request.ContactPhone;
        if (request.HasSchoolIds) partner.SchoolIds = request.SchoolIds is { } schools ? [.. schools.Distinct()] : null;
        if (request.HasHours) partner.Hours = request.Hours;
        if (request.HasMostOpen) partner.MaxOpenEscalations = request.MaxOpenEscalations;
        if (request.HasRates) partner.Rates = request.Rates;
        if (request.HasAgreement) partner.Set(request.Agreement);
        partner.Index();
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(await PartnerView.OfAsync(partner, db, ct));
    }
}
