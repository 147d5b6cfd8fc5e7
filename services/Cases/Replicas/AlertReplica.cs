using Mat.Contracts.Alerts;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Cases.Replicas;

/// <summary>Read copy of an alert of Alerts: what linking, grouping, timeline and evidence need.</summary>
internal sealed class AlertReplica : Entity, IMaybeSchoolOwned
{
    /// <summary>Version of the alert in Alerts; an event with the same or an older version changes nothing.</summary>
    public int SourceVersion { get; private set; }

    /// <summary>Version of the newest event by which the alert was grouped, so that a repeated or late event groups nothing.</summary>
    public int GroupedVersion { get; set; }
    public Guid SourceId { get; private set; }
    public string SourceName { get; private set; } = "";

    /// <summary>Snake case.</summary>
    public string SourceKind { get; private set; } = "";

    /// <summary>Equal for all alerts of one source that report the same thing.</summary>
    public Guid Identity { get; private set; }
    public string Title { get; private set; } = "";
    public Severity Severity { get; private set; }
    public AlertStatus Status { get; private set; }
    public string? Rule { get; private set; }
    public string? HostName { get; private set; }
    public List<string> OtherHosts { get; private set; } = [];
    public string? User { get; private set; }
    public string? Ip { get; private set; }
    public Guid? SchoolId { get; private set; }
    public Guid? AssetId { get; private set; }
    public string? AssetTag { get; private set; }
    public List<string> Techniques { get; private set; } = [];
    public bool IsStorm { get; private set; }
    public long Count { get; private set; }
    public DateTimeOffset FirstSeenAt { get; private set; }
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When Mat first heard of it.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    public void Apply(AlertSnapshot alert)
    {
        if (alert.Version <= SourceVersion)
            return;
        SourceVersion = alert.Version;
        (SourceId, SourceName, SourceKind, Identity) = (alert.SourceId, alert.SourceName, alert.SourceKind, alert.Identity);
        (Title, Severity, Status) = (alert.Title, WireEnum<Severity>.Parse(alert.Severity), WireEnum<AlertStatus>.Parse(alert.Status));
        (Rule, HostName, OtherHosts, User, Ip) = (alert.Rule, alert.HostName, [.. alert.OtherHosts ?? []], alert.User, alert.Ip);
        (SchoolId, AssetId, AssetTag, Techniques) = (alert.SchoolId, alert.AssetId, alert.AssetTag, [.. alert.Techniques ?? []]);
        (IsStorm, Count, FirstSeenAt, LastSeenAt, ReceivedAt) = (alert.IsStorm, alert.Count, alert.FirstSeenAt, alert.LastSeenAt,
            alert.ReceivedAt);
    }
}

/// <summary>An indicator of an alert, by which grouping finds others that have it too.</summary>
internal sealed class AlertIndicatorReplica
{
    public Guid AlertId { get; init; }

    /// <summary>hash, domain, sender, ip.</summary>
    public required string Kind { get; init; }

    /// <summary>Lower case.</summary>
    public required string Value { get; init; }
}
