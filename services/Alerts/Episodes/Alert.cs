using System.Text.Json;
using Mat.Alerts.Correlation;
using Mat.Alerts.Indicators;
using Mat.Alerts.Intake;
using Mat.Alerts.Rules;
using Mat.Alerts.Silences;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Platform.Data;

namespace Mat.Alerts.Episodes;

/// <summary>
/// One stretch in which a source said the same thing again and again: from the first time until it is over. What people
/// call an alert.
/// </summary>
internal sealed class Alert : Entity, IMaybeSchoolOwned
{
    public Guid SourceId { get; init; }
    public string SourceName { get; set; } = "";
    public SourceKind SourceKind { get; init; }
    public Guid Identity { get; init; }

    /// <summary>
    /// Set on the newest episode of an identity alone and unique, so that no identity ever has two open ones: an open
    /// episode is always the newest.
    /// </summary>
    public string? HeadKey { get; set; }

    /// <summary>Everything up to this time is over, as far as anybody said. Only meaningful on the newest episode.</summary>
    public DateTimeOffset? ClearedUntil { get; set; }

    public AlertStatus Status { get; set; }
    public string Title { get; set; } = "";
    public string? Description { get; set; }

    /// <summary>The worst the source said.</summary>
    public Severity ReportedSeverity { get; set; }

    /// <summary>What rules made of <see cref="ReportedSeverity"/>; the same where none had a say.</summary>
    public Severity Severity
    {
        get;
        set
        {
            field = value;
            SeverityRank = (int)value;
        }
    }

    /// <summary>The severity as a number, by which lists sort.</summary>
    public int SeverityRank { get; private set; }
    public string? Rule { get; set; }
    public string? HostName { get; set; }

    /// <summary>The host name before its first dot, by which a device that is registered later is found.</summary>
    public string? ShortHost { get; set; }
    public List<string> OtherHosts { get; set; } = [];
    public string? Mac { get; set; }
    public string? Ip { get; set; }
    public string? Serial { get; set; }
    public string? User { get; set; }
    public List<string> Techniques { get; set; } = [];
    public long Count { get; set; }
    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>Who said that it is over: the source, a person's name, or a ticket.</summary>
    public string? ResolvedBy { get; set; }
    public bool TimeSuspect { get; set; }

    /// <summary>It comes and goes so often that no further ticket is asked for until it settles.</summary>
    public bool Flapping { get; set; }

    /// <summary>When this identity last came or went, newest last, within the flap window.</summary>
    public List<string> RecentChanges { get; set; } = [];

    public Guid? SchoolId { get; set; }
    public Guid? AssetId { get; set; }
    public string? AssetTag { get; set; }
    public CorrelatedBy? CorrelatedBy { get; set; }
    public string Why { get; set; } = "";

    /// <summary>The candidates as JSON.</summary>
    public string? CandidatesJson { get; set; }
    public IReadOnlyList<Candidate> Candidates =>
        CandidatesJson is null ? [] : JsonSerializer.Deserialize<List<Candidate>>(CandidatesJson)!;

    /// <summary>A ticket was asked for: at most once in an episode's life.</summary>
    public bool TicketRequested { get; set; }

    /// <summary>A case was asked for by a rule: once, so that what somebody takes out of it stays out.</summary>
    public bool CaseRequested { get; set; }
    public Guid? TicketId { get; set; }
    public int TicketVersion { get; set; }
    public string? TicketReference { get; set; }
    public string? RuleName { get; set; }
    /// <summary>The person whose account it names.</summary>
    public Guid? PersonId { get; set; }
    public string? PersonName { get; set; }

    /// <summary>What keeps it from asking for a ticket; null for nothing.</summary>
    public SuppressionKind? MutedKind { get; set; }
    public Guid? MutedById { get; set; }
    public string? MutedWhy { get; set; }
    public DateTimeOffset? MutedUntil { get; set; }

    /// <summary>When the suppression is evaluated next; null while nothing suppresses it.</summary>
    public DateTimeOffset? MuteCheckAt { get; set; }

    /// <summary>The storm it came in; its ticket is the storm's.</summary>
    public Guid? StormId { get; set; }

    /// <summary>It stands for a storm, and its count is how many alerts came in it.</summary>
    public bool IsStorm { get; init; }

    /// <summary>Somebody judged that nothing was wrong.</summary>
    public bool FalsePositive { get; set; }
    public string? AcknowledgedBy { get; set; }
    public string? Note { get; set; }
    public string SearchText { get; set; } = "";

    /// <summary>What this unit of work read from the tool and the next event carries; not a column.</summary>
    public HashSet<(IndicatorKind Kind, string Value)> NewIndicators { get; } = [];

    /// <summary>What it says about where it happened.</summary>
    public CorrelationKeys Clues(Guid? sourceSchoolId) =>
        new(Serial, Mac, HostName is null ? [] : [HostName, .. OtherHosts], Ip, User, sourceSchoolId);

    /// <summary>What rules look at.</summary>
    public RuleSubject Subject(string? schoolName) =>
        new(SourceId, SourceKind, ReportedSeverity, Title, Rule, HostName, SchoolId, MatchInputs.Of(this, schoolName));

    public bool IsOpen => Status != AlertStatus.Resolved;

    public static string KeyOf(Guid sourceId, Guid identity) => $"{sourceId:N}{identity:N}";

    public static Alert Begin(SourceSummary source, NormalizedAlert finding) => new()
    {
        SourceId = source.Id,
        SourceName = source.Name,
        SourceKind = source.Kind,
        Identity = finding.Identity,
        Title = finding.Title,
        Description = finding.Description,
        Rule = finding.Rule,
        HostName = finding.HostName,
        ShortHost = finding.HostName is { } host ? IdentifierNormalizer.Short(host) : null,
        OtherHosts = [.. finding.Hosts.Skip(1)],
        Mac = finding.Mac,
        Ip = finding.Ip,
        Serial = finding.Serial,
        User = finding.User,
        Techniques = [.. finding.Techniques],
        TimeSuspect = finding.TimeSuspect,
        FirstSeenAt = finding.At,
        LastSeenAt = finding.At,
        SearchText = SearchTextOf(finding),
    };

    /// <summary>The later part of an episode that turns out to have been over in between.</summary>
    public Alert Later() => new()
    {
        SourceId = SourceId,
        SourceName = SourceName,
        SourceKind = SourceKind,
        Identity = Identity,
        Title = Title,
        Description = Description,
        Rule = Rule,
        HostName = HostName,
        ShortHost = ShortHost,
        OtherHosts = [.. OtherHosts],
        Mac = Mac,
        Ip = Ip,
        Serial = Serial,
        User = User,
        Techniques = [.. Techniques],
        TimeSuspect = TimeSuspect,
        SearchText = SearchText,
        SchoolId = SchoolId,
        AssetId = AssetId,
        AssetTag = AssetTag,
        CorrelatedBy = CorrelatedBy,
        Why = Why,
        CandidatesJson = CandidatesJson,
        PersonId = PersonId,
        PersonName = PersonName,
    };

    /// <summary>The source said it once more.</summary>
    public void Count1(NormalizedAlert finding)
    {
        if (Count == 0)
        {
            // Until now it was a resolve of nothing, whose severity says nothing of the alert.
            FirstSeenAt = LastSeenAt = finding.At;
            ReportedSeverity = Severity = finding.Severity;
        }
        else
        {
            if (finding.At >= LastSeenAt)
            {
                Title = finding.Title;
                Description = finding.Description ?? Description;
            }
            if (finding.At < FirstSeenAt)
                FirstSeenAt = finding.At;
            if (finding.At > LastSeenAt)
                LastSeenAt = finding.At;
        }
        Count++;
        TimeSuspect |= finding.TimeSuspect;
        // Only news make it worse: what a rule has lowered stays lowered while the source says the same.
        if (finding.Severity > ReportedSeverity)
            ReportedSeverity = Severity = finding.Severity;
    }

    public void KeepQuiet(Suppression? mute)
    {
        MutedKind = mute?.Kind;
        MutedById = mute?.ById;
        MutedWhy = mute is null ? null : Cut(mute.Why, 400);
        MutedUntil = mute?.Until;
        MuteCheckAt = mute?.CheckAt;
    }

    public void Close(DateTimeOffset at, string by)
    {
        Status = AlertStatus.Resolved;
        ResolvedAt = at;
        ResolvedBy ??= by;
    }

    /// <param name="cleared">The newest moment that is over by somebody's word which still holds.</param>
    public void Reopen(DateTimeOffset? cleared)
    {
        Status = AcknowledgedBy is null ? AlertStatus.New : AlertStatus.Acknowledged;
        (ResolvedAt, ResolvedBy, FalsePositive, ClearedUntil) = (null, null, false, cleared);
    }

    public void Place(CorrelationResult placement)
    {
        SchoolId = placement.SchoolId;
        AssetId = placement.Asset?.Id;
        AssetTag = placement.Asset?.Tag;
        CorrelatedBy = placement.By;
        Why = placement.Why;
        CandidatesJson = placement.Candidates.Count == 0 ? null : JsonSerializer.Serialize(placement.Candidates);
        if (placement.Person is not { } person)
            return;
        PersonId = person.Id;
        PersonName = person.Name;
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static string SearchTextOf(NormalizedAlert finding)
    {
        var text = string.Join(' ',
            new[] { finding.Title, finding.Rule, finding.User, finding.Ip, finding.Serial }.Concat(finding.Hosts).OfType<string>())
            .ToLowerInvariant();
        return text.Length <= 1000 ? text : text[..1000];
    }
}

/// <summary>What an episode keeps of its source.</summary>
internal sealed record SourceSummary(Guid Id, string Name, SourceKind Kind, Guid? SchoolId);
