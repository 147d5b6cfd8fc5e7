using System.ComponentModel.DataAnnotations;
using Mat.Cases.Data;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Grouping;

/// <param name="Matchers">Which alerts it looks at; none for all.</param>
/// <param name="WindowMinutes">How far apart they may be seen.</param>
/// <param name="AtLeast">How many it takes to open a case; an open case takes every further one.</param>
/// <param name="CaseType">Chooses the playbook.</param>
public sealed record GroupingView(Guid Id, int Version, string Name, bool Enabled, IReadOnlyList<Matcher> Matchers, GroupBy By,
    int WindowMinutes, int AtLeast, CaseType CaseType) : IVersioned
{
    internal static GroupingView Of(GroupingRule r) => new(
        r.Id, r.Version, r.Name, r.Enabled, r.Matchers, r.By, r.WindowMinutes, r.AtLeast,
        r.Playbook is null ? CaseType.Other : Enum.Parse<CaseType>(r.Playbook));
}

public sealed record CreateGrouping(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name, [property: Required] GroupBy? By,
    IReadOnlyList<Matcher>? Matchers = null,
    [property: Range(1, 43_200)] int WindowMinutes = 1440, [property: Range(2, 100)] int AtLeast = 2, CaseType CaseType = CaseType.Other,
    bool Enabled = true);

/// <summary>What to change about a grouping rule.</summary>
public sealed record ChangeGrouping : PatchBody
{
    /// <summary>The name that people see.</summary>
    [CannotClear, StringLength(100, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>What the alerts of a case have in common.</summary>
    [CannotClear]
    public GroupBy? By { get; init; }

    /// <summary>Which alerts it looks at; null or none for all.</summary>
    public IReadOnlyList<Matcher>? Matchers { get; init; }

    /// <summary>How far apart the alerts may be, in minutes.</summary>
    [CannotClear, Range(1, 43_200)]
    public int? WindowMinutes { get; init; }

    /// <summary>How many alerts open a case.</summary>
    [CannotClear, Range(2, 100)]
    public int? AtLeast { get; init; }

    /// <summary>The type of the case, which chooses its playbook.</summary>
    [CannotClear]
    public CaseType? CaseType { get; init; }

    /// <summary>Whether it applies.</summary>
    [CannotClear]
    public bool? Enabled { get; init; }
}

internal static class GroupingRules
{
    private const int Max = 50;

    public static ProblemHttpResult? Refuses(CurrentUser user, IReadOnlyList<Matcher>? matchers, int others)
    {
        if (!user.AllSchools)
            return Problems.Forbidden("rule.trust", "Rules hold for the whole trust; a role for the whole trust changes them.");
        if (others >= Max)
            return Problems.Conflict("rule.most", $"There are {Max} of these rules already.");
        var errors = CompiledMatchers.Wrong(matchers, "matchers", required: false);
        return errors.Count == 0 ? null : Problems.Unprocessable("rule.invalid", "The rule cannot be kept like this.", errors);
    }
}

internal static class ListGroupingEndpoint
{
    private static readonly SortKeys<GroupingRule> Keys = new SortKeys<GroupingRule>().Add("name", r => r.Name).Default("name");

    public static Task<Ok<Page<GroupingView>>> Handle([AsParameters] PageQuery page, CasesDb db, CancellationToken ct) =>
        db.GroupingRules.ToPageAsync(page, Keys, GroupingView.Of, ct);
}

internal static class CreateGroupingEndpoint
{
    public static async Task<Results<Created<GroupingView>, ProblemHttpResult>> Handle(CreateGrouping request, CasesDb db,
        CurrentUser user, CancellationToken ct)
    {
        if (GroupingRules.Refuses(user, request.Matchers, await db.GroupingRules.CountAsync(ct)) is { } refusal)
            return refusal;
        var rule = new GroupingRule
        {
            Name = request.Name.Trim(),
            Enabled = request.Enabled,
            By = request.By!.Value,
            Matchers = request.Matchers ?? [],
            WindowMinutes = request.WindowMinutes,
            AtLeast = request.AtLeast,
            Playbook = request.CaseType.ToString(),
        };
        db.Add(rule);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/cases/grouping/{rule.Id}", GroupingView.Of(rule));
    }
}

internal static class GetGroupingEndpoint
{
    public static async Task<Results<Ok<GroupingView>, ProblemHttpResult>> Handle(Guid id, CasesDb db, CancellationToken ct) =>
        await db.GroupingRules.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct) is { } rule ? TypedResults.Ok(GroupingView.Of(rule))
        : Problems.NotFound();
}

internal static class ChangeGroupingEndpoint
{
    public static async Task<Results<Ok<GroupingView>, ProblemHttpResult>> Handle(
        Guid id, ChangeGrouping request, IfMatch ifMatch, CasesDb db, CurrentUser user, CancellationToken ct)
    {
        var rule = await db.GroupingRules.FirstOrDefaultAsync(r => r.Id == id, ct);
        if (rule is null)
            return Problems.NotFound();
        if (ifMatch.Validate(rule.Version) is { } stale)
            return stale;
        if (GroupingRules.Refuses(user, request.Matchers, 0) is { } refusal)
            return refusal;
        rule.Name = request.Name?.Trim() ?? rule.Name;
        rule.Enabled = request.Enabled ?? rule.Enabled;
        rule.By = request.By ?? rule.By;
        rule.WindowMinutes = request.WindowMinutes ?? rule.WindowMinutes;
        rule.AtLeast = request.AtLeast ?? rule.AtLeast;
        rule.Playbook = request.CaseType?.ToString() ?? rule.Playbook;
        if (request.Has(nameof(request.Matchers)))
            rule.Matchers = request.Matchers ?? [];
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(GroupingView.Of(rule));
    }
}

internal static class DeleteGroupingEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(Guid id, CasesDb db, CurrentUser user, CancellationToken ct)
    {
        if (GroupingRules.Refuses(user, null, 0) is { } refusal)
            return refusal;
        var rule = await db.GroupingRules.FirstOrDefaultAsync(r => r.Id == id, ct);
        if (rule is null)
            return Problems.NotFound();
        db.Remove(rule);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
