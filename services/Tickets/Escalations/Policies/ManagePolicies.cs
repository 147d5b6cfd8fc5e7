using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Lifecycle;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations.Policies;

public sealed record PolicyRuleBody(
    [property: MaxLength(4)] IReadOnlyList<TicketPriority>? Priorities,
    [property: MaxLength(50)] IReadOnlyList<string>? AssetKinds,
    [property: RegularExpression("^(low|medium|high|critical|fatal)$")] string? MinSeverity);

public sealed record PolicyStepBody(
    [property: Required] EscalationTier? Layer,
    [property: Range(0, 300)] int? AtShare,
    [property: Range(1, 100_000)] int? AfterMinutes,
    PolicyRuleBody? Rule,
    bool? WhenNobody);

/// <summary>The whole policy: what is left out is nothing.</summary>
public sealed record PolicyBody(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name,
    [property: Required, StringLength(40, MinimumLength = 2), RegularExpression("^[a-z][a-z_]*$", ErrorMessage = "An area is a snake_case name, as listed by the partners.")] string Area,
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
        if (Steps?.Select(s => s?.Layer).Distinct().Count() != Steps?.Count) yield return new("Each layer once.", [nameof(Steps)]);
        if (Steps?.Any(s => s?.Layer == EscalationTier.Team) == true) yield return new("Every ticket begins with the team; it is no step.", [nameof(Steps)]);
        if (Steps?.Any(s => s?.AfterMinutes is not null && s.Layer != EscalationTier.SecondPartner) == true) yield return new("Only the second partner is reached by the first one's silence.", [nameof(Steps)]);
        if (Steps?.Any(s => s?.Layer == EscalationTier.SecondPartner && (s.AtShare is not null || s.Rule is not null || s.WhenNobody == true)) == true)
            yield return new("The second partner is reached by the first one's silence or by hand.", [nameof(Steps)]);
        if (Categories?.Concat(AssetKinds ?? []).Any(c => c is null or { Length: 0 or > 80 }) == true) yield return new("Categories and kinds have 1 to 80 characters.", [nameof(Categories)]);
    }
}

public sealed record PolicyView(
    Guid Id, int Version, string Name, string Area, bool Enabled, int Rank, IReadOnlyList<string> Categories, IReadOnlyList<string> AssetKinds,
    int? TeamMinutes, IReadOnlyList<Guid> Specialists, Guid? PartnerId, IReadOnlyList<PolicyStep> Steps) : IVersioned
{
    internal static PolicyView Of(EscalationPolicy p) => new(
        p.Id, p.Version, p.Name, p.Area, p.Enabled, p.Rank, p.Categories, p.AssetKinds, p.TeamMinutes, p.Specialists, p.PartnerId, [.. p.Steps.OrderBy(s => s.Layer)]);
}

internal static class ManagePolicies
{
    private static readonly SortKeys<EscalationPolicy> Keys = new SortKeys<EscalationPolicy>().Add("rank", p => p.Rank).Add("name", p => p.Name).Default("rank");

    public static async Task<Ok<Page<PolicyView>>> List([AsParameters] PageQuery page, TicketsDb db, CancellationToken ct) =>
        await db.Policies.AsNoTracking().ToPageAsync(page, Keys, PolicyView.Of, ct);

    public static async Task<Results<Ok<PolicyView>, ProblemHttpResult>> Get(Guid policyId, TicketsDb db, CancellationToken ct) =>
        await db.Policies.AsNoTracking().FirstOrDefaultAsync(p => p.Id == policyId, ct) is { } policy ? TypedResults.Ok(PolicyView.Of(policy)) : Problems.NotFound();

    public static async Task<Results<Created<PolicyView>, ProblemHttpResult>> Create(PolicyBody request, TicketsDb db, PolicyCache book, TimeProvider clock, CancellationToken ct)
    {
        var policy = new EscalationPolicy();
        Set(policy, request);
        db.Policies.Add(policy);
        await db.SaveChangesAsync(ct);
        await ReplanAsync(db, book, clock, ct);
        return TypedResults.Created($"/api/tickets/escalation-policies/{policy.Id}", PolicyView.Of(policy));
    }

    public static async Task<Results<Ok<PolicyView>, ProblemHttpResult>> Change(
        Guid policyId, PolicyBody request, IfMatch ifMatch, TicketsDb db, PolicyCache book, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Policies.FirstOrDefaultAsync(p => p.Id == policyId, ct) is not { } policy) return Problems.NotFound();
        if (ifMatch.Validate(policy.Version) is { } refusal) return refusal;
        Set(policy, request);
        await db.SaveChangesAsync(ct);
        await ReplanAsync(db, book, clock, ct);
        return TypedResults.Ok(PolicyView.Of(policy));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid policyId, TicketsDb db, PolicyCache book, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Policies.FirstOrDefaultAsync(p => p.Id == policyId, ct) is not { } policy) return Problems.NotFound();
        db.Policies.Remove(policy);
        await db.SaveChangesAsync(ct);
        await ReplanAsync(db, book, clock, ct);
        return TypedResults.NoContent();
    }

    private static void Set(EscalationPolicy policy, PolicyBody body)
    {
        (policy.Name, policy.Area, policy.Enabled, policy.Rank) = (body.Name.Trim(), body.Area, body.Enabled ?? true, body.Rank ?? 100);
        (policy.Categories, policy.AssetKinds) = ([.. body.Categories ?? []], [.. body.AssetKinds ?? []]);
        (policy.TeamMinutes, policy.Specialists, policy.PartnerId) = (body.TeamMinutes, [.. (body.Specialists ?? []).Distinct()], body.PartnerId);
        policy.Steps = [.. body.Steps.Select(s => new PolicyStep(
            s.Layer!.Value, s.AtShare, s.AfterMinutes, s.Rule is { } r ? new PolicyRule(r.Priorities, r.AssetKinds, r.MinSeverity) : null, s.WhenNobody ?? false))];
    }

    /// <summary>Every open ticket is looked at by the watcher, which plans it by what holds now.</summary>
    private static async Task ReplanAsync(TicketsDb db, PolicyCache book, TimeProvider clock, CancellationToken ct)
    {
        book.Forget();
        await db.ReplanAsync(t => true, clock.GetUtcNow(), ct);
    }
}
