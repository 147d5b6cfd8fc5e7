using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Trust.Schools.Register;

namespace Mat.Trust.Schools;

public sealed record LocalAuthorityFields([property: StringLength(10)] string? Code, [property: StringLength(100)] string? Name);

public sealed record AddressFields(
    [property: StringLength(200)] string? Street, [property: StringLength(200)] string? Locality,
    [property: StringLength(100)] string? Town,
    [property: StringLength(100)] string? County, [property: StringLength(20)] string? Postcode);

/// <summary>What a person says about a school.</summary>
public abstract record SchoolInput : PatchBody
{
    [CannotClear, StringLength(200, MinimumLength = 1)]
    public string? Name { get; init; }

    [CannotClear]
    public SchoolPhase? Phase { get; init; }

    [CannotClear]
    public SchoolStatus? Status { get; init; }

    [StringLength(100)]
    public string? Type { get; init; }

    public LocalAuthorityFields? LocalAuthority { get; init; }

    [StringLength(10)]
    public string? EstablishmentNumber { get; init; }

    [StringLength(20)]
    public string? Ukprn { get; init; }

    [StringLength(20)]
    public string? TrustUid { get; init; }

    [StringLength(200)]
    public string? TrustName { get; init; }

    public AddressFields? Address { get; init; }

    [StringLength(300)]
    public string? Website { get; init; }

    [StringLength(40)]
    public string? Telephone { get; init; }

    [StringLength(200)]
    public string? Head { get; init; }

    [Range(0, 100_000)]
    public int? Pupils { get; init; }

    [Range(0, 120)]
    public int? LowAge { get; init; }

    [Range(0, 120)]
    public int? HighAge { get; init; }

    public DateOnly? OpenedOn { get; init; }

    public DateOnly? ClosedOn { get; init; }

    [NoNulls, MaxLength(50)]
    public IReadOnlyList<string>? Domains { get; init; }

    [NoNulls, MaxLength(100)]
    public IReadOnlyList<string>? IpRanges { get; init; }

    /// <summary>Puts what was sent on the school.</summary>
    /// <returns>Why it cannot be: a code and a sentence; null when it is done.</returns>
    internal (string Code, string Detail)? Apply(School school, DateOnly today)
    {
        if (Name is { } name)
            school.Rename(name);
        if (Phase is { } phase)
            school.Phase = phase;
        if (Status is { } status)
            school.Become(status, today);
        if (Has(nameof(Type)))
            school.Type = Type?.Trim() ?? "";
        if (Has(nameof(LocalAuthority)))
            (school.LocalAuthorityCode, school.LocalAuthorityName) = (Text(LocalAuthority?.Code), Text(LocalAuthority?.Name));
        if (Has(nameof(EstablishmentNumber)))
            school.EstablishmentNumber = Text(EstablishmentNumber);
        if (Has(nameof(Ukprn)))
            school.Ukprn = Text(Ukprn);
        if (Has(nameof(TrustUid)))
            school.TrustUid = Text(TrustUid);
        if (Has(nameof(TrustName)))
            school.TrustName = Text(TrustName);
        if (Has(nameof(Telephone)))
            school.Telephone = Text(Telephone);
        if (Has(nameof(Head)))
            school.Head = Text(Head);
        if (Has(nameof(Pupils)))
            school.Pupils = Pupils;
        if (Has(nameof(OpenedOn)))
            school.OpenedOn = OpenedOn;
        if (Has(nameof(Address)))
            Move(school, Address);
        var refusal = ApplyAges(school) ?? ApplyClosing(school) ?? ApplyWebsite(school) ?? ApplyNetwork(school);
        school.Describe();
        return refusal;
    }

    private (string, string)? ApplyAges(School school)
    {
        if (Has(nameof(LowAge)))
            school.LowAge = LowAge;
        if (Has(nameof(HighAge)))
            school.HighAge = HighAge;
        return school.LowAge > school.HighAge ? ("school.ages", "The lowest age is above the highest.") : null;
    }

    private (string, string)? ApplyClosing(School school)
    {
        if (!Has(nameof(ClosedOn)))
            return null;
        if (ClosedOn is null && !school.IsOpen)
            return ("school.closed_on", "A closed school has a day on which it closed.");
        school.CloseOn(ClosedOn);
        return school.ClosedOn < school.OpenedOn ? ("school.closed_on", "The school closed before it opened.") : null;
    }

    private (string, string)? ApplyWebsite(School school)
    {
        if (!Has(nameof(Website)))
            return null;
        school.Website = Text(Website) is { } text ? GiasValues.Website(text) : null;
        return school.Website is null && Text(Website) is not null ? ("school.website", "The website is not a web address.") : null;
    }

    private (string, string)? ApplyNetwork(School school)
    {
        if (Has(nameof(Domains)))
        {
            var domains = (Domains ?? []).Select(d => (Sent: d, Kept: SchoolNetwork.Domain(d))).ToList();
            if (domains.Any(d => d.Kept is null))
                return ("school.domain", $"'{domains.First(d => d.Kept is null).Sent}' is not a domain name.");
            school.Domains = [.. domains.Select(d => d.Kept!).Distinct().Order(StringComparer.Ordinal)];
        }
        if (Has(nameof(IpRanges)))
        {
            var ranges = (IpRanges ?? []).Select(r => (Sent: r, Kept: SchoolNetwork.Range(r))).ToList();
            if (ranges.Any(r => r.Kept is null))
                return ("school.ip_range", $"'{ranges.First(r => r.Kept is null).Sent}' is not an address or a CIDR range.");
            school.IpRanges = [.. ranges.Select(r => r.Kept!).Distinct().Order(StringComparer.Ordinal)];
        }
        return null;
    }

    private static void Move(School school, AddressFields? address)
    {
        school.Street = Text(address?.Street);
        school.Locality = Text(address?.Locality);
        school.Town = Text(address?.Town);
        school.County = Text(address?.County);
        school.Postcode = Text(address?.Postcode)?.ToUpperInvariant();
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
