namespace Mat.Alerts.Correlation;

/// <summary>An asset as correlation sees it. Host names, MACs, addresses and serial numbers are lower case.</summary>
internal sealed record KnownAsset(
    Guid Id, string Tag, string Name, Guid SchoolId, bool InService, string? Serial, string? HostName,
    IReadOnlyList<string> Macs, IReadOnlyList<string> Ips);

/// <summary>A school as correlation sees it.</summary>
internal sealed record KnownSchool(Guid Id, string Name, bool IsOpen, IReadOnlyList<string> Domains, IReadOnlyList<string> IpRanges);

/// <summary>A person as correlation sees them.</summary>
internal sealed record KnownPerson(Guid Id, string Name, string Email, Guid? SchoolId);

/// <summary>What an alert says about where it happened.</summary>
internal sealed record CorrelationKeys(
    string? Serial, string? Mac, IReadOnlyList<string> Hosts, string? Ip, string? User, Guid? SourceSchoolId);

/// <summary>What tied an alert to a school.</summary>
public enum CorrelatedBy
{
    Serial,
    Mac,
    Host,
    Ip,
    Source,
    Domain,
    IpRange,
    Manual,
    Person,
}

/// <summary>One of several possibilities that nobody may choose between but a person.</summary>
public sealed record Candidate(Guid? AssetId, Guid SchoolId, string Label);

/// <summary>Where an alert belongs; no school means the unassigned queue, with the candidates and the reason.</summary>
internal sealed record CorrelationResult(
    CorrelatedBy? By, KnownAsset? Asset, Guid? SchoolId, IReadOnlyList<Candidate> Candidates, string Why)
{
    /// <summary>Whose account it names, wherever it belongs.</summary>
    public KnownPerson? Person { get; init; }

    public static CorrelationResult Nowhere(string why, IReadOnlyList<Candidate>? candidates = null) =>
        new(null, null, null, candidates ?? [], why);
}
