using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

/// <summary>What was agreed with a partner; it is in force from its first day to its last.</summary>
public sealed record PartnerAgreement(
    [property: Required, StringLength(100, MinimumLength = 1)] string Reference,
    [property: Required] DateOnly? StartsOn,
    DateOnly? EndsOn,
    [property: Range(1, 525600)] int? AcknowledgeMinutes,
    [property: Range(1, 525600)] int? ResolveMinutes,
    [property: StringLength(4000)] string? Notes) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EndsOn < StartsOn)
            yield return new("The agreement ends before it starts.", [nameof(EndsOn)]);
    }
}

public sealed record PartnerView(
    Guid Id, int Version, string Name, IReadOnlyList<PartnerArea> Areas, PartnerStatus Status, string? ContactName, string? ContactEmail,
    string? ContactPhone, IReadOnlyList<Guid>? SchoolIds, PartnerAgreement? Agreement, PartnerHours? Hours, int? MaxOpenEscalations,
    PartnerRates? Rates, int OpenEscalations, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt) : IVersioned
{
    internal static PartnerView Of(Partner p, int open) => new(
        p.Id, p.Version, p.Name, [.. p.Areas.Select(Registry.Areas.Parse).OfType<PartnerArea>()], p.Status, p.ContactName, p.ContactEmail,
        p.ContactPhone, p.SchoolIds,
        p.AgreementReference is null ? null
            : new(p.AgreementReference, p.AgreementStartsOn, p.AgreementEndsOn, p.AcknowledgeMinutes, p.ResolveMinutes, p.AgreementNotes),
        p.Hours, p.MaxOpenEscalations, p.Rates, open, p.CreatedAt, p.UpdatedAt);

    internal static async Task<PartnerView> OfAsync(Partner p, PartnersDb db, CancellationToken ct) =>
        Of(p, (await OpenAsync([p.Id], db, ct)).GetValueOrDefault(p.Id));

    /// <summary>Open escalations by partner.</summary>
    internal static Task<Dictionary<Guid, int>> OpenAsync(IReadOnlyCollection<Guid> partners, PartnersDb db, CancellationToken ct) =>
        db.Escalations
            .Where(e => e.PartnerId != null && partners.Contains(e.PartnerId.Value) &&
                (e.Status == EscalationState.Requested || e.Status == EscalationState.Sent || e.Status == EscalationState.Acknowledged))
            .GroupBy(e => e.PartnerId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
}

internal static class PartnerEdits
{
    public static void Set(this Partner partner, PartnerAgreement? agreement)
    {
        partner.AgreementReference = agreement?.Reference.Trim();
        partner.AgreementStartsOn = agreement?.StartsOn;
        partner.AgreementEndsOn = agreement?.EndsOn;
        partner.AcknowledgeMinutes = agreement?.AcknowledgeMinutes;
        partner.ResolveMinutes = agreement?.ResolveMinutes;
        partner.AgreementNotes = agreement?.Notes;
    }

    public static void Index(this Partner partner)
    {
        partner.AreaKeys = $"|{string.Join('|', partner.Areas)}|";
        partner.SearchText = string.Join(' ', partner.Name, partner.ContactName, partner.ContactEmail, partner.AgreementReference,
            string.Join(' ', partner.Areas)).ToLowerInvariant();
    }
}
