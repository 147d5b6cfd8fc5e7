using System.Globalization;
using Mat.Alerts.Intake;
using Mat.Contracts.Assets;
using Mat.Contracts.Trust;

namespace Mat.Alerts.Correlation;

/// <summary>What Alerts keeps of an asset of the register. Not filtered by school: correlation looks at all of them.</summary>
internal sealed class AssetReplica
{
    public Guid Id { get; init; }

    /// <summary>The version of the facts it was made from.</summary>
    public int SourceVersion { get; set; }
    public string Tag { get; set; } = "";
    public string Name { get; set; } = "";
    public Guid SchoolId { get; set; }
    public bool InService { get; set; }
    public string? Serial { get; set; }
    public string? HostName { get; set; }
    public string? ShortHost { get; set; }
    public List<AssetMac> Macs { get; init; } = [];
    public List<AssetIp> Ips { get; init; } = [];

    public void Take(AssetSnapshot facts)
    {
        SourceVersion = facts.Version;
        Tag = facts.Tag;
        Name = facts.Name;
        SchoolId = facts.SchoolId;
        InService = facts.Status is not ("retired" or "disposed");
        Serial = IdentifierNormalizer.Serial(facts.Serial);
        HostName = IdentifierNormalizer.Host(facts.HostName);
        ShortHost = HostName is null ? null : IdentifierNormalizer.Short(HostName);
        var macs = facts.Macs.Select(IdentifierNormalizer.Mac).OfType<string>().ToHashSet();
        Macs.RemoveAll(m => !macs.Contains(m.Mac));
        Macs.AddRange(macs.Except(Macs.Select(m => m.Mac)).Select(m => new AssetMac { AssetId = Id, Mac = m }).ToList());
        var ips = facts.Ips.Select(IdentifierNormalizer.Ip).OfType<string>().ToHashSet();
        Ips.RemoveAll(i => !ips.Contains(i.Ip));
        Ips.AddRange(ips.Except(Ips.Select(i => i.Ip)).Select(i => new AssetIp { AssetId = Id, Ip = i }).ToList());
    }

    public KnownAsset Known() =>
        new(Id, Tag, Name, SchoolId, InService, Serial, HostName, [.. Macs.Select(m => m.Mac)], [.. Ips.Select(i => i.Ip)]);
}

internal sealed class AssetMac
{
    public Guid AssetId { get; init; }
    public required string Mac { get; init; }
}

internal sealed class AssetIp
{
    public Guid AssetId { get; init; }
    public required string Ip { get; init; }
}

/// <summary>What Alerts keeps of a school.</summary>
internal sealed class SchoolReplica
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }
    public string Name { get; set; } = "";
    public bool IsOpen { get; set; }
    public List<string> Domains { get; set; } = [];
    public List<string> IpRanges { get; set; } = [];
    public string TimeZone { get; set; } = "";

    /// <summary>Closed stretches as first and last day, ISO 8601: <c>2026-12-21/2027-01-01</c>.</summary>
    public List<string> Closed { get; set; } = [];

    public void Take(SchoolSnapshot facts)
    {
        TimeZone = facts.Calendar.TimeZone;
        Closed = [.. facts.Calendar.Closed.Select(c => $"{c.From:yyyy-MM-dd}/{c.To:yyyy-MM-dd}")];
        SourceVersion = facts.Version;
        Name = facts.Name;
        IsOpen = facts.IsOpen;
        Domains = [.. facts.Domains];
        IpRanges = [.. facts.IpRanges];
    }

    public KnownSchool Known() => new(Id, Name, IsOpen, Domains, IpRanges);

    /// <summary>When the closed days end on which the school is now; null on a day of school.</summary>
    public DateTimeOffset? ClosedUntil(DateTimeOffset now)
    {
        if (Closed.Count == 0 || !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone))
            return null;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        DateOnly? last = null;
        // Stretches may touch: a holiday that an INSET day follows ends with the INSET day.
        foreach (var (from, to) in Closed.Select(Days).OrderBy(d => d.From))
            if (from <= (last?.AddDays(1) ?? today) && to >= (last ?? today))
                last = to;
        if (last is null)
            return null;
        var opens = last.Value.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(opens, zone.GetUtcOffset(opens)).ToUniversalTime();
    }

    private static (DateOnly From, DateOnly To) Days(string stretch) => (
        DateOnly.ParseExact(stretch.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly.ParseExact(stretch.AsSpan(11), "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
