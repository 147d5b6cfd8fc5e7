using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Http;

namespace Mat.Alerts.Rules;

/// <summary>How widely or how soon it hurts (ITIL's two axes of a priority).</summary>
public enum Level
{
    Low,
    Medium,
    High,
}

/// <summary>Which alerts a rule is for; a member that is null or empty does not narrow.</summary>
public sealed record RuleMatch(
    Guid? SourceId = null, SourceKind? SourceKind = null, Severity? MinSeverity = null, string? TitleContains = null,
    IReadOnlyList<string>? RuleIds = null, string? HostStartsWith = null, Guid? SchoolId = null, IReadOnlyList<Matcher>? Matchers = null);

/// <summary>What a rule does with them.</summary>
/// <param name="Impact">Null takes it from the severity.</param>
/// <param name="Urgency">Null takes it from the severity.</param>
/// <param name="EscalateArea">Area of expertise to escalate to at once.</param>
/// <param name="SetSeverity">The severity by which Mat treats it from here on.</param>
/// <param name="Stop">No later rule is looked at.</param>
/// <param name="Checklist">What the desk should do, step by step; stands on the ticket.</param>
/// <param name="Notify">Everybody who may see the alert and has Mat open is told at once.</param>
/// <param name="OpenCase">Opens a case of this type with its playbook under way; null for none.</param>
/// <param name="MailPeople">People who are told by e-mail, if they may see the alert.</param>
/// <param name="MailRoles">Roles whose holders at the alert's school, or for the whole trust, are told by e-mail: school_lead, technician,
/// manager, executive, admin.</param>
public sealed record RuleAction(
    bool OpenTicket = false, Level? Impact = null, Level? Urgency = null, string? EscalateArea = null, Severity? SetSeverity = null,
    bool Stop = false,
    IReadOnlyList<string>? Checklist = null, bool Notify = false, CaseType? OpenCase = null, IReadOnlyList<Guid>? MailPeople = null,
    IReadOnlyList<string>? MailRoles = null);

/// <summary>A rule in the order in which it is looked at.</summary>
/// <param name="Matchers">The match's matchers ready for use; null for none.</param>
internal sealed record Rule(string Name, RuleMatch Match, RuleAction Action, CompiledMatchers? Matchers = null);

/// <summary>What of an alert a rule can look at.</summary>
internal sealed record RuleSubject(
    Guid SourceId, SourceKind SourceKind, Severity Severity, string Title, string? RuleId, string? HostName, Guid? SchoolId,
    MatchSubject? Texts = null);

/// <summary>What the rules together want.</summary>
/// <param name="RuleName">The rule that opens the ticket, or else the last that matched.</param>
/// <param name="Checklist">The steps of every rule that matched, in order.</param>
/// <param name="CaseRule">The first rule that opens a case.</param>
/// <param name="MailPeople">Of every rule that matched.</param>
/// <param name="MailRoles">Of every rule that matched.</param>
internal sealed record RuleOutcome(
    Severity Severity, bool OpenTicket, Level Impact, Level Urgency, string? EscalateArea, string? RuleName,
    IReadOnlyList<string> Checklist, bool Notify,
    CaseType? OpenCase, string? CaseRule, IReadOnlySet<Guid> MailPeople, IReadOnlySet<string> MailRoles)
{
    public bool Mails => MailPeople.Count + MailRoles.Count > 0;
}

internal static class RuleDecision
{
    /// <summary>Looks at every rule in order: the first that opens a ticket shapes it, severities add up, <c>stop</c> ends it.</summary>
    public static RuleOutcome Decide(IEnumerable<Rule> rules, RuleSubject subject)
    {
        Rule? opener = null;
        Rule? last = null;
        Rule? investigator = null;
        var severity = subject.Severity;
        var (steps, notify) = (new List<string>(), false);
        var (people, roles) = (new HashSet<Guid>(), new HashSet<string>());
        foreach (var rule in rules)
        {
            if (!Fits(rule, subject with { Severity = severity }))
                continue;
            last = rule;
            steps.AddRange(rule.Action.Checklist ?? []);
            notify |= rule.Action.Notify;
            if (rule.Action.SetSeverity is { } set)
                severity = set;
            if (rule.Action.OpenTicket)
                opener ??= rule;
            if (rule.Action.OpenCase is not null)
                investigator ??= rule;
            people.UnionWith(rule.Action.MailPeople ?? []);
            roles.UnionWith(rule.Action.MailRoles ?? []);
            if (rule.Action.Stop)
                break;
        }
        var (impact, urgency) = FromSeverity(severity);
        return new(
            severity, opener is not null, opener?.Action.Impact ?? impact, opener?.Action.Urgency ?? urgency, opener?.Action.EscalateArea,
            (opener ?? last)?.Name, steps, notify, investigator?.Action.OpenCase, investigator?.Name, people, roles);
    }

    public static (Level Impact, Level Urgency) FromSeverity(Severity severity) => severity switch
    {
        Severity.Fatal or Severity.Critical => (Level.High, Level.High),
        Severity.High => (Level.High, Level.Medium),
        Severity.Medium => (Level.Medium, Level.Medium),
        Severity.Low => (Level.Low, Level.Medium),
        _ => (Level.Low, Level.Low),
    };

    public static bool Fits(Rule rule, RuleSubject subject) =>
        Matches(rule.Match, subject)
        && (rule.Matchers is null || (subject.Texts is { } texts && rule.Matchers.Fit(texts.With(subject.Severity.ToWire()))));

    public static bool Matches(RuleMatch match, RuleSubject subject) =>
        (match.SourceId is null || match.SourceId == subject.SourceId)
        && (match.SourceKind is null || match.SourceKind == subject.SourceKind)
        && (match.MinSeverity is null || subject.Severity >= match.MinSeverity)
        && (string.IsNullOrEmpty(match.TitleContains) || subject.Title.Contains(match.TitleContains, StringComparison.OrdinalIgnoreCase))
        && (match.RuleIds is not { Count: > 0 }
            || (subject.RuleId is not null && match.RuleIds.Contains(subject.RuleId, StringComparer.OrdinalIgnoreCase)))
        && (string.IsNullOrEmpty(match.HostStartsWith)
            || subject.HostName?.StartsWith(match.HostStartsWith, StringComparison.OrdinalIgnoreCase) == true)
        && (match.SchoolId is null || match.SchoolId == subject.SchoolId);
}
