using Mat.Contracts.Cases;

namespace Mat.Contracts.Alerts;

/// <summary>One episode of an alert as the other services know it.</summary>
/// <param name="Severity">unknown, informational, low, medium, high, critical, fatal (OCSF severity_id 0-6).</param>
/// <param name="Status">new, acknowledged, resolved.</param>
/// <param name="SchoolId">Null while the school is unknown.</param>
/// <param name="Count">How often the source said so in this episode.</param>
/// <param name="Identity">Equal for all alerts of one source that report the same thing.</param>
/// <param name="Rule">The tool's own rule id; null where it names none.</param>
/// <param name="OtherHosts">Further names of the host; null for none.</param>
/// <param name="Techniques">MITRE ATT&amp;CK technique ids; null for none.</param>
/// <param name="IsStorm">It stands for a storm and not for one thing that happened.</param>
/// <param name="ReceivedAt">When Mat first heard of it.</param>
/// <param name="Indicators">Indicators read from what the tool sent that this event adds, except the tool's own rule. A receiver keeps all
/// that it was told; null adds none.</param>
public sealed record AlertSnapshot(
    Guid Id, int Version, Guid SourceId, string SourceName, string SourceKind, string Title, string Severity, string Status,
    Guid? SchoolId, Guid? AssetId, string? HostName, long Count, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt,
    Guid Identity = default, string? Rule = null, IReadOnlyList<string>? OtherHosts = null, string? User = null, string? Ip = null,
    string? AssetTag = null,
    IReadOnlyList<string>? Techniques = null, bool IsStorm = false, DateTimeOffset ReceivedAt = default,
    IReadOnlyList<AlertIndicator>? Indicators = null);

/// <summary>A value by which the same thing is found in other alerts.</summary>
/// <param name="Kind">hash, domain, sender, ip.</param>
/// <param name="Value">Lower case.</param>
public sealed record AlertIndicator(string Kind, string Value);

/// <summary>What a rule wants a case for.</summary>
/// <param name="RuleName">The rule that opens the case.</param>
public sealed record CaseRequest(CaseType Type, string RuleName);

/// <summary>What a rule asks the desk to do about an alert.</summary>
/// <param name="Impact">high, medium, low.</param>
/// <param name="Urgency">high, medium, low.</param>
/// <param name="EscalateArea">Area of expertise to escalate to at once; null for none.</param>
/// <param name="EscalateReason">What a person asks the partner to do; null where a rule escalates.</param>
/// <param name="Checklist">What the desk should do, step by step; null for nothing in particular.</param>
public sealed record TicketRequest(
    string Title, string Description, string Impact, string Urgency, string? EscalateArea, string RuleName,
    IReadOnlyList<string>? Checklist = null, string? EscalateReason = null);

/// <summary>
/// An episode began, or became known to a school and a rule. At most one per episode carries a <paramref name="Ticket"/>;
/// whoever opens tickets keys them by the episode's id all the same.
/// </summary>
/// <param name="Case">A rule wants a case of it; at most one per episode carries it.</param>
public sealed record AlertRaised(AlertSnapshot Alert, TicketRequest? Ticket, CaseRequest? Case = null) : ILiveEvent
{
    public string Topic => "alert";
    public Guid? Subject => Alert.Id;
    public Guid? SchoolId => Alert.SchoolId;
    public Guid? PersonId => null;
}

/// <summary>An episode changed: worse, seen again (not every repeat), acknowledged, resolved, replayed.</summary>
/// <param name="What">severity, repeated, acknowledged, correlated, resolved, reopened, unmuted (no longer suppressed), notice (a rule
/// wants people told), replayed.</param>
public sealed record AlertChanged(AlertSnapshot Alert, string What) : ILiveEvent
{
    public string Topic => "alert";
    public Guid? Subject => Alert.Id;
    public Guid? SchoolId => Alert.SchoolId;
    public Guid? PersonId => null;
}
