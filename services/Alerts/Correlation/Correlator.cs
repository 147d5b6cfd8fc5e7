using System.Net;
using Mat.Alerts.Intake;

namespace Mat.Alerts.Correlation;

/// <summary>
/// Decides which asset and school an alert is about. Two answers are no answer: an alert at the wrong school is worse
/// than one that waits in the unassigned queue.
/// </summary>
internal static class Correlator
{
    private const int MaxCandidates = 10;

    /// <param name="clues">What the alert says.</param>
    /// <param name="assets">Every asset that shares at least one clue; others do no harm.</param>
    /// <param name="schools">Every school of the trust.</param>
    /// <param name="people">Everybody whose account an alert may name; others do no harm.</param>
    public static CorrelationResult Decide(
        CorrelationKeys clues, IReadOnlyCollection<KnownAsset> assets, IReadOnlyCollection<KnownSchool> schools,
        IReadOnlyCollection<KnownPerson>? people = null)
    {
        var account = clues.User is { } user ? Account(user) : null;
        var named = account is null ? [] : (people ?? []).Where(p => p.Email == account).ToList();
        var person = named.Count == 1 ? named[0] : null;
        return Where(clues, assets, schools, person) with { Person = person };
    }

    /// <summary>The account's name as a mail address; what a directory writes before a backslash is its domain.</summary>
    public static string Account(string user)
    {
        var name = user.Trim().ToLowerInvariant();
        return name[(name.LastIndexOf('\\') + 1)..];
    }

    private static CorrelationResult Where(CorrelationKeys clues, IReadOnlyCollection<KnownAsset> assets,
        IReadOnlyCollection<KnownSchool> schools, KnownPerson? person)
    {
        var strong = new List<(CorrelatedBy By, string Value, List<KnownAsset> Found)>
        {
            (CorrelatedBy.Serial, $"serial {clues.Serial}",
                InService(clues.Serial is null ? [] : assets.Where(a => a.Serial == clues.Serial), evenRetired: true)),
            (CorrelatedBy.Mac, $"MAC {clues.Mac}",
                InService(clues.Mac is null ? [] : assets.Where(a => a.Macs.Contains(clues.Mac)), evenRetired: true)),
        };
        strong.AddRange(clues.Hosts.Select(h => (CorrelatedBy.Host, $"host {h}", ByHost(h, assets))));
        strong.RemoveAll(s => s.Found.Count == 0);

        var found = strong.SelectMany(s => s.Found).DistinctBy(a => a.Id).ToList();
        if (found.Count == 1)
            return On(strong[0].By, strong[0].Value, found[0]);
        if (found.Count > 1)
            return Ambiguous(string.Join(", ", strong.Select(s => s.Value).Distinct()), found);

        // An address moves from device to device, so it speaks only when nothing better does.
        var byIp = InService(clues.Ip is null ? [] : assets.Where(a => a.Ips.Contains(clues.Ip)), evenRetired: false);
        if (byIp.Count == 1)
            return On(CorrelatedBy.Ip, $"address {clues.Ip}", byIp[0]);
        if (byIp.Count > 1)
            return Ambiguous($"address {clues.Ip}", byIp);

        return BySchool(clues, schools, person);
    }

    private static CorrelationResult BySchool(CorrelationKeys clues, IReadOnlyCollection<KnownSchool> schools, KnownPerson? person)
    {
        if (clues.SourceSchoolId is { } own)
            return new(CorrelatedBy.Source, null, own, [], "The source belongs to this school.");

        var open = schools.Where(s => s.IsOpen).ToList();
        if (person?.SchoolId is { } works && open.Exists(s => s.Id == works))
            return new(CorrelatedBy.Person, null, works, [], $"{person.Name} works at this school.");
        var byDomain = ByDomain(clues.User, open);
        if (byDomain.Count == 1)
            return new(CorrelatedBy.Domain, null, byDomain[0].Id, [], $"The domain of {clues.User} belongs to this school.");
        var byRange = ByRange(clues.Ip, open);
        if (byRange.Count == 1)
            return new(CorrelatedBy.IpRange, null, byRange[0].Id, [], $"{clues.Ip} is in this school's range.");
        if (byRange.Count > 1)
            return CorrelationResult.Nowhere($"{clues.Ip} is in the ranges of {byRange.Count} schools.", Of(byRange));
        if (byDomain.Count > 1)
            return CorrelationResult.Nowhere($"{byDomain.Count} schools share the domain of {clues.User}.", Of(byDomain));
        return CorrelationResult.Nowhere(
            clues is { Serial: null, Mac: null, Hosts.Count: 0, Ip: null, User: null }
                ? "The alert names no device, address or person."
                : "No asset, domain or range of the register matches.");
    }

    private static List<KnownAsset> ByHost(string host, IReadOnlyCollection<KnownAsset> assets)
    {
        var exact = InService(assets.Where(a => a.HostName == host), evenRetired: false);
        if (exact.Count > 0)
            return exact;
        // A short name stands for any domain, but two full names that differ are two machines.
        var qualified = host.Contains('.', StringComparison.Ordinal);
        var shortName = IdentifierNormalizer.Short(host);
        return InService(
            assets.Where(a => a.HostName is { } name && IdentifierNormalizer.Short(name) == shortName
                && !(qualified && name.Contains('.', StringComparison.Ordinal))),
            evenRetired: false);
    }

    /// <summary>A retired device gives way to one in service; serial and MAC still tell which retired one it is.</summary>
    private static List<KnownAsset> InService(IEnumerable<KnownAsset> assets, bool evenRetired)
    {
        var all = assets.DistinctBy(a => a.Id).ToList();
        var inService = all.Where(a => a.InService).ToList();
        return inService.Count > 0 || !evenRetired ? inService : all;
    }

    private static List<KnownSchool> ByDomain(string? user, List<KnownSchool> schools)
    {
        var at = user?.LastIndexOf('@') ?? -1;
        if (at < 0)
            return [];
        var domain = user![(at + 1)..].Trim().ToLowerInvariant();
        var owners = schools
            .SelectMany(s => s.Domains.Where(d => domain == d || domain.EndsWith($".{d}", StringComparison.Ordinal))
                .Select(d => (School: s, d.Length)))
            .ToList();
        return owners.Count == 0 ? [] : [.. owners.Where(o => o.Length == owners.Max(x => x.Length)).Select(o => o.School).Distinct()];
    }

    private static List<KnownSchool> ByRange(string? ip, List<KnownSchool> schools)
    {
        if (ip is null || !IPAddress.TryParse(ip, out var address))
            return [];
        var owners = schools
            .SelectMany(s => s.IpRanges.Select(r => (School: s, Ok: IPNetwork.TryParse(r, out var network), Network: network)))
            .Where(o => o.Ok && o.Network.Contains(address))
            .ToList();
        return owners.Count == 0 ? []
            : [.. owners.Where(o => o.Network.PrefixLength == owners.Max(x => x.Network.PrefixLength)).Select(o => o.School).Distinct()];
    }

    private static CorrelationResult On(CorrelatedBy by, string value, KnownAsset asset) =>
        new(by, asset, asset.SchoolId, [], $"{value} is {asset.Tag}.");

    private static CorrelationResult Ambiguous(string clue, List<KnownAsset> assets) => CorrelationResult.Nowhere(
        $"{assets.Count} assets match {clue}.",
        [.. assets.OrderBy(a => a.Tag, StringComparer.Ordinal).Take(MaxCandidates)
            .Select(a => new Candidate(a.Id, a.SchoolId, $"{a.Tag} {a.Name}"))]);

    private static List<Candidate> Of(List<KnownSchool> schools) =>
        [.. schools.OrderBy(s => s.Name, StringComparer.Ordinal).Take(MaxCandidates).Select(s => new Candidate(null, s.Id, s.Name))];
}
