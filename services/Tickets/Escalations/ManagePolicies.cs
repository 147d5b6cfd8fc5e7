using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <param name="Priorities">Priorities that match; null for none.</param>
/// <param name="AssetKinds">Kinds of asset that match; null for none.</param>
/// <param name="MinSeverity">Lowest severity of the alert that matches; null for none.</param>
public sealed record PolicyRuleBody(
    [property: MaxLength(4)] IReadOnlyList<TicketPriority>? Priorities,
    [property: MaxLength(50)] IReadOnlyList<string>? AssetKinds,
    [property: RegularExpression("^(low|medium|high|critical|fatal)$")] string? MinSeverity);

/// <param name="Tier">Tier that the step escalates to.</param>
/// <param name="AtShare">Per cent of the SLA target for the resolution at which it happens; null for no such condition.</param>
/// <param name="AfterMinutes">Second partner only: minutes on the wall clock without the first partner's acknowledgement; null for no such
/// condition.</param>
/// <param name="Rule">Tickets for which it happens at once; null for none.</param>
/// <param name="WhenNobody">Whether it happens at once when no agent of the tiers before is at work for the rest of the school's day; false
/// when null.</param>
public sealed record PolicyStepBody(
    [property: Required] EscalationTier? Tier,
    [property: Range(0, 300)] int? AtShare,
    [property: Range(1, 100_000)] int? AfterMinutes,
    PolicyRuleBody? Rule,
    bool? WhenNobody);

/// <summary>The whole policy: null lists are empty.</summary>
/// <param name="Name">Name of the policy.</param>
/// <param name="Area">Area of expertise, snake case; the skill that specialists and partners need.</param>
/// <param name="Enabled">Whether it applies; true when null.</param>
/// <param name="Rank">Order among policies that match a ticket, smallest first; 100 when null.</param>
/// <param name="Categories">Categories of ticket it applies to. It applies to every ticket when these and assetKinds are empty or
/// null.</param>
/// <param name="AssetKinds">Kinds of asset it applies to.</param>
/// <param name="TeamMinutes">OLA target of the team in minutes of school time; null for none.</param>
/// <param name="Specialists">Ids of the specialists; empty or null means everyone with the skill in the area.</param>
/// <param name="PartnerId">Partner asked first; null lets the routing choose.</param>
/// <param name="Steps">At most one step for each tier after the team.</param>
public sealed record PolicyBody(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name,
    [property: Required, StringLength(40, MinimumLength = 2),
        RegularExpression("^[a-z][a-z_]*$", ErrorMessage = "An area is a snake_case name, as listed by the partners.")] string Area,
    bool? Enabled,
    [property: Range(0, 1000)] int? Rank,
    [property: MaxLength(50)] IReadOnlyList<string>? Categories,
    [property: MaxLength(50)] IReadOnlyList<string>? AssetKinds,
    [property: Range(1, 100_000)] int? TeamMinutes,
    [property: MaxLength(50)] IReadOnlyList<Guid>? Specialists,
    Guid? PartnerId,
    [property: Required, MaxLength(3)] IReadOnlyList<PolicyStepBody> Steps) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Steps?.Select(s => s?.Tier).Distinct().Count() != Steps?.Count)
            yield return new("Each tier may have one step.", [nameof(Steps)]);
        if (Steps?.Any(s => s?.Tier == EscalationTier.Team) == true)
            yield return new("The team is not a step: every ticket starts with it.", [nameof(Steps)]);
        if (Steps?.Any(s => s?.AfterMinutes is not null && s.Tier != EscalationTier.SecondPartner) == true)
            yield return new("afterMinutes is only accepted for the second partner.", [nameof(Steps)]);
        if (Steps?.Any(s => s?.Tier == EscalationTier.SecondPartner
            && (s.AtShare is not null || s.Rule is not null || s.WhenNobody == true)) == true)
            yield return new("The second partner only accepts afterMinutes.", [nameof(Steps)]);
        if (Categories?.Concat(AssetKinds ?? []).Any(c => c is null or { Length: 0 or > 80 }) == true)
            yield return new("Categories and kinds have 1 to 80 characters.", [nameof(Categories)]);
    }
}

public sealed record PolicyView : IVersioned
{
    /// <summary>Id of the policy.</summary>
    public required Guid Id { get; init; }

    /// <summary>Version for If-Match.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the policy.</summary>
    public required string Name { get; init; }

    /// <summary>Area of expertise, snake case.</summary>
    public required string Area { get; init; }

    /// <summary>Whether it applies.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Order among policies that match a ticket, smallest first.</summary>
    public required int Rank { get; init; }

    /// <summary>Categories of ticket it applies to; it applies to every ticket when these and assetKinds are empty.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Kinds of asset it applies to.</summary>
    public required IReadOnlyList<string> AssetKinds { get; init; }

    /// <summary>OLA target of the team in minutes of school time; null for none.</summary>
    public required int? TeamMinutes { get; init; }

    /// <summary>Ids of the specialists; empty means everyone with the skill in the area.</summary>
    public required IReadOnlyList<Guid> Specialists { get; init; }

    /// <summary>Partner asked first; null lets the routing choose.</summary>
    public required Guid? PartnerId { get; init; }

    /// <summary>Steps in the order of their tiers.</summary>
    public required IReadOnlyList<PolicyStep> Steps { get; init; }

    internal static PolicyView Of(EscalationPolicy p) => new()
    {
        Id = p.Id,
        Version = p.Version,
        Name = p.Name,
        Area = p.Area,
        Enabled = p.Enabled,
        Rank = p.Rank,
        Categories = p.Categories,
        AssetKinds = p.AssetKinds,
        TeamMinutes = p.TeamMinutes,
        Specialists = p.Specialists,
        PartnerId = p.PartnerId,
        Steps = [.. p.Steps.OrderBy(s => s.Tier)],
    };
}

internal static class ManagePolicies
{
    private static readonly SortKeys<EscalationPolicy> Keys = new SortKeys<EscalationPolicy>().Add("rank", p => p.Rank)
        .Add("name", p => p.Name).Default("rank");

    public static async Task<Ok<Page<PolicyView>>> List([AsParameters] PageQuery page, TicketsDb db, CancellationToken ct) =>
        await db.Policies.AsNoTracking().ToPageAsync(page, Keys, PolicyView.Of, ct);

    public static async Task<Results<Ok<PolicyView>, ProblemHttpResult>> Get(Guid policyId, TicketsDb db, CancellationToken ct) =>
        await db.Policies.AsNoTracking().FirstOrDefaultAsync(p => p.Id == policyId, ct) is { } policy
        ? TypedResults.Ok(PolicyView.Of(policy)) : Problems.NotFound();

    public static async Task<Results<Created<PolicyView>, ProblemHttpResult>> Create(PolicyBody request, TicketsDb db, PolicyCache cache,
        TimeProvider clock, CancellationToken ct)
    {
        var policy = new EscalationPolicy();
        Set(policy, request);
        db.Policies.Add(policy);
        await db.SaveChangesAsync(ct);
        await ReplanAsync(db, cache, clock, ct);
        return TypedResults.Created($"/api/tickets/escalation-policies/{policy.Id}", PolicyView.Of(policy));
    }

    public static async Task<Results<Ok<PolicyView>, ProblemHttpResult>> Change(
        Guid policyId, PolicyBody request, IfMatch ifMatch, TicketsDb db, PolicyCache cache, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Policies.FirstOrDefaultAsync(p => p.Id == policyId, ct) is not { } policy)
            return Problems.NotFound();
        if (ifMatch.Validate(policy.Version) is { } error)
            return error;
        Set(policy, request);
        await db.SaveChangesAsync(ct);
        await ReplanAsync(db, cache, clock, ct);
        return TypedResults.Ok(PolicyView.Of(policy));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid policyId, TicketsDb db, PolicyCache cache,
        TimeProvider clock, CancellationToken ct)
    {
        if (await db.Policies.FirstOrDefaultAsync(p => p.Id == policyId, ct) is not { } policy)
            return Problems.NotFound();
        db.Policies.Remove(policy);
        await db.SaveChangesAsync(ct);
        await ReplanAsync(db, cache, clock, ct);
        return TypedResults.NoContent();
    }

    private static void Set(EscalationPolicy policy, PolicyBody body)
    {
        (policy.Name, policy.Area, policy.Enabled, policy.Rank) = (body.Name.Trim(), body.Area, body.Enabled ?? true, body.Rank ?? 100);
        (policy.Categories, policy.AssetKinds) = ([.. body.Categories ?? []], [.. body.AssetKinds ?? []]);
        (policy.TeamMinutes, policy.Specialists, policy.PartnerId) = (body.TeamMinutes, [.. (body.Specialists ?? []).Distinct()],
            body.PartnerId);
        policy.Steps = [.. body.Steps.Select(s => new PolicyStep(
            s.Tier!.Value, s.AtShare, s.AfterMinutes, s.Rule is { } r ? new PolicyRule(r.Priorities, r.AssetKinds, r.MinSeverity) : null,
            s.WhenNobody ?? false))];
    }

    /// <summary>Every open ticket is looked at by the watcher, which plans it by what holds now.</summary>
    private static async Task ReplanAsync(TicketsDb db, PolicyCache cache, TimeProvider clock, CancellationToken ct)
    {
        cache.Evict();
        await db.ReplanAsync(t => true, clock.GetUtcNow(), ct);
    }
}
