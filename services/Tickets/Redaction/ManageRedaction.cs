using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Redaction;

/// <summary>The whole policy: null lists are empty.</summary>
/// <param name="Emails">Whether e-mail addresses are removed.</param>
/// <param name="Phones">Whether British telephone numbers are removed.</param>
/// <param name="Names">Names to remove, as whole words in any case; null is none. 2 to 100 characters each.</param>
/// <param name="Patterns">Regular expressions to remove, without back references and look-arounds; null is none. At most 200 characters
/// each.</param>
public sealed record ChangeRedaction(
    [property: Required] bool? Emails,
    [property: Required] bool? Phones,
    [property: MaxLength(5_000)] IReadOnlyList<string>? Names,
    [property: MaxLength(50)] IReadOnlyList<string>? Patterns) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Names?.Any(n => n is null || n.Trim().Length is < 2 or > 100) == true)
            yield return new("A name has 2 to 100 characters.", [nameof(Names)]);
        if (Patterns?.Any(p => p is null or { Length: 0 or > 200 } || !IsUsable(p)) == true)
            yield return new(
                "A pattern is a regular expression of at most 200 characters, without back references and look-arounds, that does not match nothing.", [nameof(Patterns)]);
    }

    private static bool IsUsable(string pattern)
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

/// <param name="Version">Version for If-Match; 0 before the first change.</param>
/// <param name="Emails">Whether e-mail addresses are removed.</param>
/// <param name="Phones">Whether British telephone numbers are removed.</param>
/// <param name="Names">Names that are removed, as whole words in any case.</param>
/// <param name="Patterns">Regular expressions that are removed.</param>
public sealed record RedactionView(int Version, bool Emails, bool Phones, IReadOnlyList<string> Names, IReadOnlyList<string> Patterns)
    : IVersioned
{
    internal static RedactionView Of(RedactionPolicy p) => new(p.Version, p.Emails, p.Phones, p.Names, p.Patterns);
}

internal static class ManageRedaction
{
    public static async Task<Ok<RedactionView>> Get(TicketsDb db, CancellationToken ct) =>
        TypedResults.Ok(RedactionView.Of(await db.RedactionAsync(ct)));

    public static async Task<Results<Ok<RedactionView>, ProblemHttpResult>> Change(ChangeRedaction request, IfMatch ifMatch, TicketsDb db,
        CancellationToken ct)
    {
        var policy = await db.Redactions.FirstOrDefaultAsync(p => p.Id == RedactionPolicy.SingletonId, ct);
        if (ifMatch.Validate(policy?.Version ?? 0) is { } error)
            return error;
        if (policy is null)
            db.Redactions.Add(policy = new RedactionPolicy { Id = RedactionPolicy.SingletonId });
        (policy.Emails, policy.Phones) = (request.Emails!.Value, request.Phones!.Value);
        (policy.Names, policy.Patterns) = ([.. (request.Names ?? []).Select(n => n.Trim()).Distinct()], [.. request.Patterns ?? []]);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(RedactionView.Of(policy));
    }

    /// <summary>The current policy; by default e-mail addresses and telephone numbers are removed.</summary>
    public static async Task<RedactionPolicy> RedactionAsync(this TicketsDb db, CancellationToken ct) =>
        await db.Redactions.AsNoTracking().FirstOrDefaultAsync(p => p.Id == RedactionPolicy.SingletonId, ct) ?? new RedactionPolicy();
}
