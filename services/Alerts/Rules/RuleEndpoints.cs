using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Alerts.Notices;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Rules;

public sealed record RuleView(Guid Id, int Version, string Name, bool Enabled, int Position, RuleMatch Match, RuleAction Action)
    : IVersioned
{
    internal static RuleView Of(AlertRule r) => new(r.Id, r.Version, r.Name, r.Enabled, r.Position, r.Match, r.Action);
}

/// <param name="Position">Where it stands; null puts it last.</param>
public sealed record CreateRule(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name, bool Enabled = true,
    [property: Range(0, 1_000_000)] int? Position = null,
    RuleMatch? Match = null, RuleAction? Action = null);

/// <summary>What to change about a rule; match and action are replaced as a whole.</summary>
public sealed record ChangeRule : PatchBody
{
    /// <summary>The name that people see.</summary>
    [CannotClear, StringLength(100, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Whether it applies.</summary>
    [CannotClear]
    public bool? Enabled { get; init; }

    /// <summary>Rules apply in this order, the lowest first.</summary>
    [CannotClear, Range(0, 1_000_000)]
    public int? Position { get; init; }

    /// <summary>Which alerts it applies to.</summary>
    [CannotClear]
    public RuleMatch? Match { get; init; }

    /// <summary>What it does.</summary>
    [CannotClear]
    public RuleAction? Action { get; init; }
}

internal static class RuleRules
{
    private const int MaxRules = 200;
    private const int Gap = 10;
    private const int MaxPeople = 50;

    public static int After(int? last) => (last ?? 0) + Gap;

    /// <summary>Rules hold for every school, so only who sees every school may write them.</summary>
    public static ProblemHttpResult? Refuses(CurrentUser user, RuleMatch? match, RuleAction? action, int others)
    {
        if (!user.AllSchools)
            return Problems.Forbidden("rule.trust", "Rules hold for the whole trust; a role for the whole trust changes them.");
        if (others >= MaxRules)
            return Problems.Conflict("rule.most", $"There are {MaxRules} rules already.");
        var errors = new Dictionary<string, string[]>();
        if (match is { TitleContains.Length: > 200 })
            errors["match.titleContains"] = ["At most 200 characters."];
        if (match is { HostStartsWith.Length: > 200 })
            errors["match.hostStartsWith"] = ["At most 200 characters."];
        if (match?.RuleIds is { } ids && (ids.Count > 100 || ids.Any(i => i.Length > 128)))
            errors["match.ruleIds"] = ["At most 100, each of at most 128 characters."];
        if (action is { EscalateArea.Length: > 60 })
            errors["action.escalateArea"] = ["At most 60 characters."];
        if (action is { EscalateArea: not null, OpenTicket: false })
            errors["action.escalateArea"] = ["Only a ticket can be escalated: set openTicket as well."];
        foreach (var (field, texts) in CompiledMatchers.Wrong(match?.Matchers, "match.matchers", required: false))
            errors[field] = texts;
        if (action?.Checklist is { } steps && (steps.Count > 30 || steps.Any(s => string.IsNullOrWhiteSpace(s) || s.Length > 300)))
            errors["action.checklist"] = ["At most 30 steps, each of at most 300 characters."];
        if (action is { Checklist.Count: > 0, OpenTicket: false })
            errors["action.checklist"] = ["Steps stand on a ticket: set openTicket as well."];
        if (action?.MailRoles is { } roles && roles.Except(Roles.Readers).Any())
            errors["action.mailRoles"] = [$"One or more of {string.Join(", ", Roles.Readers)}."];
        if (action is { MailPeople.Count: > MaxPeople })
            errors["action.mailPeople"] = [$"At most {MaxPeople} people; choose a role for more."];
        return errors.Count == 0 ? null : Problems.Unprocessable("rule.invalid", "The rule cannot be kept like this.", errors);
    }

    /// <summary>What a rule that writes e-mails needs before it is kept: a mail server, and people who are there.</summary>
    public static async Task<ProblemHttpResult?> RefusesMailAsync(AlertsDb db, SmtpOptions smtp, RuleAction? action, CancellationToken ct)
    {
        var people = (action?.MailPeople ?? []).ToHashSet();
        if (people.Count == 0 && action?.MailRoles is null or [])
            return null;
        if (string.IsNullOrEmpty(smtp.Host))
            return Problems.Unprocessable("rule.mail", "The trust has set up no mail server for alerts (Alerts:Smtp:Host).");
        return await db.People.CountAsync(p => people.Contains(p.Id) && p.Active, ct) == people.Count ? null
            : Problems.Unprocessable("person.unknown", "Not every one of these people is known here and active.");
    }
}

internal static class ListRulesEndpoint
{
    private static readonly SortKeys<AlertRule> Keys = new SortKeys<AlertRule>().Add("position", r => r.Position).Add("name", r => r.Name)
        .Default("position");

    public static Task<Ok<Page<RuleView>>> Handle([AsParameters] PageQuery page, AlertsDb db, CancellationToken ct) =>
        db.Rules.ToPageAsync(page, Keys, RuleView.Of, ct);
}

internal static class CreateRuleEndpoint
{
    public static async Task<Results<Created<RuleView>, ProblemHttpResult>> Handle(CreateRule request, AlertsDb db, CurrentUser user,
        IOptions<SmtpOptions> smtp, CancellationToken ct)
    {
        if (RuleRules.Refuses(user, request.Match, request.Action, await db.Rules.CountAsync(ct)) is { } refusal)
            return refusal;
        if (await RuleRules.RefusesMailAsync(db, smtp.Value, request.Action, ct) is { } mail)
            return mail;
        var rule = new AlertRule
        {
            Name = request.Name.Trim(),
            Enabled = request.Enabled,
            Position = request.Position ?? RuleRules.After(await db.Rules.MaxAsync(r => (int?)r.Position, ct)),
            Match = request.Match ?? new(),
            Action = request.Action ?? new(),
        };
        db.Add(rule);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/alerts/rules/{rule.Id}", RuleView.Of(rule));
    }
}

internal static class GetRuleEndpoint
{
    public static async Task<Results<Ok<RuleView>, ProblemHttpResult>> Handle(Guid id, AlertsDb db, CancellationToken ct) =>
        await db.Rules.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct) is { } rule ? TypedResults.Ok(RuleView.Of(rule))
        : Problems.NotFound();
}

internal static class ChangeRuleEndpoint
{
    public static async Task<Results<Ok<RuleView>, ProblemHttpResult>> Handle(
        Guid id, ChangeRule request, IfMatch ifMatch, AlertsDb db, CurrentUser user, IOptions<SmtpOptions> smtp, CancellationToken ct)
    {
        var rule = await db.Rules.FirstOrDefaultAsync(r => r.Id == id, ct);
        if (rule is null)
            return Problems.NotFound();
        if (ifMatch.Validate(rule.Version) is { } stale)
            return stale;
        if (RuleRules.Refuses(user, request.Match, request.Action, 0) is { } refusal)
            return refusal;
        if (await RuleRules.RefusesMailAsync(db, smtp.Value, request.Action, ct) is { } mail)
            return mail;
        rule.Name = request.Name?.Trim() ?? rule.Name;
        rule.Enabled = request.Enabled ?? rule.Enabled;
        rule.Position = request.Position ?? rule.Position;
        if (request.Match is not null)
            rule.Match = request.Match;
        if (request.Action is not null)
            rule.Action = request.Action;
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(RuleView.Of(rule));
    }
}

internal static class DeleteRuleEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(Guid id, AlertsDb db, CurrentUser user, CancellationToken ct)
    {
        if (RuleRules.Refuses(user, null, null, 0) is { } refusal)
            return refusal;
        var rule = await db.Rules.FirstOrDefaultAsync(r => r.Id == id, ct);
        if (rule is null)
            return Problems.NotFound();
        db.Remove(rule);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
