using Mat.Platform.Http;

namespace Mat.Trust.Schools;

public sealed record LocalAuthorityView(string? Code, string? Name);

public sealed record AddressView(string? Street, string? Locality, string? Town, string? County, string? Postcode);

/// <summary>A school as the API shows it.</summary>
/// <param name="Laestab">Local authority code and establishment number, e.g. 878/3106.</param>
/// <param name="TrustUid">GIAS group UID of the trust.</param>
public sealed record SchoolView(
    Guid Id, int Version, string Urn, string Name, SchoolPhase Phase, SchoolStatus Status, string Type, LocalAuthorityView LocalAuthority,
    string? EstablishmentNumber, string? Laestab, string? Ukprn, string? TrustUid, string? TrustName, AddressView Address, string? Website,
    string? Telephone, string? Head, int? Pupils, int? LowAge, int? HighAge, DateOnly? OpenedOn, DateOnly? ClosedOn,
    IReadOnlyList<string> Domains, IReadOnlyList<string> IpRanges, SchoolSource Source, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
        : IVersioned
{
    internal static SchoolView Of(School s) => new(
        s.Id, s.Version, s.Urn, s.Name, s.Phase, s.Status, s.Type, new(s.LocalAuthorityCode, s.LocalAuthorityName), s.EstablishmentNumber,
        s.Laestab, s.Ukprn, s.TrustUid, s.TrustName, new(s.Street, s.Locality, s.Town, s.County, s.Postcode), s.Website, s.Telephone,
        s.Head,
        s.Pupils, s.LowAge, s.HighAge, s.OpenedOn, s.ClosedOn, s.Domains, s.IpRanges, s.Source, s.CreatedAt, s.UpdatedAt);
}
