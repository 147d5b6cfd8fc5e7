using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Trust.SignIn;

/// <param name="Email">Verified by the identity provider; the gateway has checked its word.</param>
/// <param name="Ip">Where the browser is, as the gateway sees it.</param>
public sealed record VouchedSignIn([property: Required, StringLength(254)] string Email, [property: StringLength(60)] string? Ip);

/// <summary>A session for somebody whom the identity provider vouches for. Unknown people get none: Mat makes nobody by itself.</summary>
internal static class VouchedSignInEndpoint
{
    public static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Handle(
        VouchedSignIn request, TrustDb db, SignInMeter meter, MatOptions mat, IOptions<TrustOptions> options, TimeProvider clock, CancellationToken ct)
    {
        var person = mat.Auth == "oidc" ? await Vouched.FindAsync(db, request.Email, ct) : null;
        if (person is null)
        {
            meter.Failed();
            return SignInProblems.Invalid();
        }

        var (token, hash) = Tokens.New(Tokens.SessionPrefix);
        db.Sessions.Add(Session.Open(person.Id, hash, request.Ip, clock.GetUtcNow(), options.Value));
        db.Audit("signed_in", "person", person.Id, new { person.Email, request.Ip, How = "oidc" });
        await db.SaveChangesAsync(ct);
        meter.Succeeded();
        return TypedResults.Ok(new SignedIn(token, await SessionView.OfAsync(db, person, mustChange: false, token, ct)));
    }
}

public sealed record ResolvePerson([property: Required, StringLength(254)] string Email);

/// <summary>Whom an access token of the identity provider speaks for.</summary>
internal static class ResolvePersonEndpoint
{
    public static async Task<Results<Ok<PrincipalView>, ProblemHttpResult>> Handle(ResolvePerson request, TrustDb db, MatOptions mat, CancellationToken ct) =>
        mat.Auth == "oidc" && await Vouched.FindAsync(db, request.Email, ct) is { } person
            ? TypedResults.Ok(new PrincipalView(person.Id, person.Name, person.Email, ActorKind.Person, GrantView.Of(person.Grants), null, null))
            : SignInProblems.Invalid();
}

internal static class Vouched
{
    public static Task<Person?> FindAsync(TrustDb db, string email, CancellationToken ct)
    {
        var address = Person.Normalise(email);
        return db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Email == address && p.Active, ct);
    }
}
