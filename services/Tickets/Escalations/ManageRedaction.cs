using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <summary>The whole policy: what is left out is nothing.</summary>
public sealed record ChangeRedaction(
    [property: Required] bool? Emails,
    [property: Required] bool? Phones,
    [property: MaxLength(5_000)] IReadOnlyList<string>? Names,
    [property: MaxLength(50)] IReadOnlyList<string>? Patterns) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Names?.Any(n => n is null || n.Trim().Length is < 2 or > 100) == true) yield return new("A name has 2 to 100 characters.", [nameof(Names)]);
        if (Patterns?.Any(p => p is null or { Length: 0 or > 200 } || !CanBe(p)) == true)
            yield return new("A pattern is a regular expression of at most 200 characters, without back references and look-arounds, that does not match nothing.", [nameof(Patterns)]);
    }

    private static bool CanBe(string pattern)
    {
        try
        {
            return !Redactor.Linear(pattern).IsMatch("");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}

public sealed record RedactionView(int Version, bool Emails, bool Phones, IReadOnlyList<string> Names, IReadOnlyList<string> Patterns) : IVersioned
{
    internal static RedactionView Of(RedactionPolicy p) => new(p.Version, p.Emails, p.Phones, p.Names, p.Patterns);
}

internal static class ManageRedaction
{
    public static async Task<Ok<RedactionView>> Get(TicketsDb db, CancellationToken ct) => TypedResults.Ok(RedactionView.Of(await db.RedactionAsync(ct)));

    public static async Task<Results<Ok<RedactionView>, ProblemHttpResult>> Change(ChangeRedaction request, IfMatch ifMatch, TicketsDb db, CancellationToken ct)
    {
        var policy = await db.Redactions.FirstOrDefaultAsync(p => p.Id == RedactionPolicy.TheOne, ct);
        if (ifMatch.Validate(policy?.Version ?? 0) is { } refusal) return refusal;
        if (policy is null) db.Redactions.Add(policy = new RedactionPolicy { Id = RedactionPolicy.TheOne });
        (policy.Emails, policy.Phones) = (request.Emails!.Value, request.Phones!.Value);
        (policy.Names, policy.Patterns) = ([.. (request.Names ?? []).Select(n => n.Trim()).Distinct()], [.. request.Patterns ?? []]);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(RedactionView.Of(policy));
    }

    /// <summary>The policy in force; before anybody changed it, addresses and numbers go and names stay.</summary>
    public static async Task<RedactionPolicy> RedactionAsync(this TicketsDb db, CancellationToken ct) =>
        await db.Redactions.AsNoTracking().FirstOrDefaultAsync(p => p.Id == RedactionPolicy.TheOne, ct) ?? new RedactionPolicy();
}
