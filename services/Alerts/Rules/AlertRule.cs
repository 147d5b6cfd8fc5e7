using System.Text.Json;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Alerts.Rules;

/// <summary>A rule as it is kept.</summary>
internal sealed class AlertRule : Entity, IAudited
{
    public string Name { get; set; } = "";
    public bool Enabled { get; set; } = true;

    /// <summary>Rules are looked at from the lowest to the highest.</summary>
    public int Position { get; set; }
    public Guid? SourceId { get; set; }
    public SourceKind? SourceKind { get; set; }
    public Severity? MinSeverity { get; set; }
    public string? TitleContains { get; set; }
    public List<string> RuleIds { get; set; } = [];
    public string? HostStartsWith { get; set; }
    public Guid? SchoolId { get; set; }
    public bool OpenTicket { get; set; }
    public Level? Impact { get; set; }
    public Level? Urgency { get; set; }
    public string? EscalateArea { get; set; }
    public Severity? SetSeverity { get; set; }
    public bool Stop { get; set; }
    public string? MatchersJson { get; set; }
    public List<string> Checklist { get; set; } = [];
    public bool Notify { get; set; }
    public CaseType? OpenCase { get; set; }

    /// <summary>Ids of people.</summary>
    public List<string> MailPeople { get; set; } = [];
    public List<string> MailRoles { get; set; } = [];

    public Rule ToRule(MatcherCache cache) =>
        new(Name, Match, Action, MatchersJson is null ? null : cache.Get(MatchersJson, () => Matchers!));

    private IReadOnlyList<Matcher>? Matchers =>
        MatchersJson is null ? null : JsonSerializer.Deserialize<List<Matcher>>(MatchersJson, StrictJson.Options);

    public RuleMatch Match
    {
        get => new(SourceId, SourceKind, MinSeverity, TitleContains, RuleIds, HostStartsWith, SchoolId, Matchers);
        set
        {
            SourceId = value.SourceId;
            SourceKind = value.SourceKind;
            MinSeverity = value.MinSeverity;
            TitleContains = value.TitleContains;
            RuleIds = [.. value.RuleIds ?? []];
            HostStartsWith = value.HostStartsWith;
            SchoolId = value.SchoolId;
            MatchersJson = value.Matchers is null or [] ? null : JsonSerializer.Serialize(value.Matchers, StrictJson.Options);
        }
    }

    public RuleAction Action
    {
        get =>
            new(OpenTicket, Impact, Urgency, EscalateArea, SetSeverity, Stop, Checklist, Notify, OpenCase,
                [.. MailPeople.Select(Guid.Parse)], MailRoles);
        set
        {
            OpenTicket = value.OpenTicket;
            Impact = value.Impact;
            Urgency = value.Urgency;
            EscalateArea = value.EscalateArea;
            SetSeverity = value.SetSeverity;
            Stop = value.Stop;
            Checklist = [.. value.Checklist ?? []];
            Notify = value.Notify;
            OpenCase = value.OpenCase;
            MailPeople = [.. (value.MailPeople ?? []).Distinct().Select(p => p.ToString())];
            MailRoles = [.. (value.MailRoles ?? []).Distinct()];
        }
    }
}
