using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mat.Trust.SignIn;

/// <summary>A sign-in that the identity provider has authenticated; the gateway has validated the ID token.</summary>
/// <param name="Email">E-mail address that the identity provider has verified.</param>
/// <param name="Ip">Address of the browser as the gateway sees it.</param>
public sealed record ExternalSignInRequest([property: Required, StringLength(254)] string Email, [property: StringLength(60)] string? Ip);

/// <summary>Opens a session for an existing, active person. Unknown people are refused: signing in never creates a person.</summary>
internal static class ExternalSignInEndpoint
{
    public static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Handle(
        ExternalSignInRequest request, TrustDb db, SignInMetrics meter, MatOptions mat, IOptions<TrustOptions> options, TimeProvider clock,
        CancellationToken ct)
    {
        var person = mat.Auth == "oidc" ? await ExternalIdentity.FindPersonAsync(db, request.Email, ct) : null;
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
