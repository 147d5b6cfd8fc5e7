using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Platform.Data;

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

    public Rule ToRule() => new(Name, Match, Action);

    public RuleMatch Match
    {
        get => new(SourceId, SourceKind, MinSeverity, TitleContains, RuleIds, HostStartsWith, SchoolId);
        set
        {
            SourceId = value.SourceId;
            SourceKind = value.SourceKind;
            MinSeverity = value.MinSeverity;
            TitleContains = value.TitleContains;
            RuleIds = [.. value.RuleIds ?? []];
            HostStartsWith = value.HostStartsWith;
            SchoolId = value.SchoolId;
        }
    }

    public RuleAction Action
    {
        get => new(OpenTicket, Impact, Urgency, EscalateArea, SetSeverity, Stop);
        set
        {
            OpenTicket = value.OpenTicket;
            Impact = value.Impact;
            Urgency = value.Urgency;
            EscalateArea = value.EscalateArea;
            SetSeverity = value.SetSeverity;
            Stop = value.Stop;
        }
    }
}
