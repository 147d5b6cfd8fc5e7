using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Silences;

/// <param name="Firing">An alert that fits these, as long as it is open, …</param>
/// <param name="Muted">… keeps those quiet that fit these …</param>
/// <param name="Equal">… and are equal in every one of these fields.</param>
public sealed record InhibitionView(Guid Id, int Version, string Name, bool Enabled, IReadOnlyList<Matcher> Firing,
    IReadOnlyList<Matcher> Muted, IReadOnlyList<MatchField> Equal) : IVersioned
{
    internal static InhibitionView Of(Inhibition i) => new(i.Id, i.Version, i.Name, i.Enabled, i.Firing, i.Muted, i.EqualFields);
}

public sealed record CreateInhibition(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name, [property: Required] IReadOnlyList<Matcher> Firing,
    [property: Required] IReadOnlyList<Matcher> Muted,
    [property: Required] IReadOnlyList<MatchField> Equal, bool Enabled = true);

/// <summary>What to change about an inhibition.</summary>
public sealed record ChangeInhibition : PatchBody
{
    /// <summary>The name that people see.</summary>
    [CannotClear, StringLength(100, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Which alerts suppress others while they are open.</summary>
    [CannotClear]
    public IReadOnlyList<Matcher>? Firing { get; init; }

    /// <summary>Which alerts are suppressed.</summary>
    [CannotClear]
    public IReadOnlyList<Matcher>? Muted { get; init; }

    /// <summary>What both must have in common.</summary>
    [CannotClear]
    public IReadOnlyList<MatchField>? Equal { get; init; }

    /// <summary>Whether it applies.</summary>
    [CannotClear]
    public bool? Enabled { get; init; }
}

internal static class InhibitionRules
{
    private const int Max = 100;
    private static readonly MatchField[] Comparable =
        [MatchField.Source, MatchField.SourceKind, MatchField.School, MatchField.Asset, MatchField.Host, MatchField.User, MatchField.Ip,
            MatchField.Rule];

    public static ProblemHttpResult? Refuses(CurrentUser user, Inhibition inhibition, int others)
    {
        if (!user.AllSchools)
            return Problems.Forbidden("rule.trust", "It holds for the whole trust; a role for the whole trust changes it.");
        if (others >= Max)
            return Problems.Conflict("inhibition.most", $"There are {Max} already.");
        var errors = CompiledMatchers.Wrong(inhibition.Firing, "firing", required: true);
        foreach (var (field, texts) in CompiledMatchers.Wrong(inhibition.Muted, "muted", required: true))
            errors[field] = texts;
        if (inhibition.EqualFields is not { Count: >= 1 and <= 5 } equal || equal.Except(Comparable).Any())
            errors["equal"] =
                [
                    "One to five of source, source_kind, school, asset, host, user, ip and rule: without any, one alert would keep the whole trust quiet."];
        return errors.Count == 0 ? null : Problems.Unprocessable("inhibition.invalid", "It cannot be kept like this.", errors);
    }
}

internal static class ListInhibitionsEndpoint
{
    private static readonly SortKeys<Inhibition> Keys = new SortKeys<Inhibition>().Add("name", i => i.Name).Default("name");

    public static Task<Ok<Page<InhibitionView>>> Handle([AsParameters] PageQuery page, AlertsDb db, CancellationToken ct) =>
        db.Inhibitions.ToPageAsync(page, Keys, InhibitionView.Of, ct);
}

internal static class CreateInhibitionEndpoint
{
    public static async Task<Results<Created<InhibitionView>, ProblemHttpResult>> Handle(CreateInhibition request, AlertsDb db,
        CurrentUser user, CancellationToken ct)
    {
        var inhibition = new Inhibition
        {
            Name = request.Name.Trim(),
            Enabled = request.Enabled,
            Firing = request.Firing,
            Muted = request.Muted,
            EqualFields = request.Equal
        };
        if (InhibitionRules.Refuses(user, inhibition, await db.Inhibitions.CountAsync(ct)) is { } refusal)
            return refusal;
        db.Add(inhibition);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/alerts/inhibitions/{inhibition.Id}", InhibitionView.Of(inhibition));
    }
}

internal static class GetInhibitionEndpoint
{
    public static async Task<Results<Ok<InhibitionView>, ProblemHttpResult>> Handle(Guid id, AlertsDb db, CancellationToken ct) =>
        await db.Inhibitions.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) is { } inhibition
        ? TypedResults.Ok(InhibitionView.Of(inhibition)) : Problems.NotFound();
}

internal static class ChangeInhibitionEndpoint
{
    public static async Task<Results<Ok<InhibitionView>, ProblemHttpResult>> Handle(
        Guid id, ChangeInhibition request, IfMatch ifMatch, AlertsDb db, CurrentUser user, CancellationToken ct)
    {
        var inhibition = await db.Inhibitions.FirstOrDefaultAsync(i => i.Id == id, ct);
        if (inhibition is null)
            return Problems.NotFound();
        if (ifMatch.Validate(inhibition.Version) is { } stale)
            return stale;
        inhibition.Name = request.Name?.Trim() ?? inhibition.Name;
        inhibition.Enabled = request.Enabled ?? inhibition.Enabled;
        if (request.Firing is not null)
            inhibition.Firing = request.Firing;
        if (request.Muted is not null)
            inhibition.Muted = request.Muted;
        if (request.Equal is not null)
            inhibition.EqualFields = request.Equal;
        if (InhibitionRules.Refuses(user, inhibition, 0) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(InhibitionView.Of(inhibition));
    }
}

internal static class DeleteInhibitionEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(Guid id, AlertsDb db, CurrentUser user, CancellationToken ct)
    {
        if (!user.AllSchools)
            return Problems.Forbidden("rule.trust", "It holds for the whole trust; a role for the whole trust changes it.");
        var inhibition = await db.Inhibitions.FirstOrDefaultAsync(i => i.Id == id, ct);
        if (inhibition is null)
            return Problems.NotFound();
        db.Remove(inhibition);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
