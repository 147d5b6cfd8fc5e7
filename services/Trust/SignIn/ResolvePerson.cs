using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Trust.SignIn;

/// <param name="Email">Verified e-mail claim of the identity provider's access token.</param>
public sealed record ResolvePerson([property: Required, StringLength(254)] string Email);

/// <summary>Resolves the person that an access token of the identity provider was issued to.</summary>
internal static class ResolvePersonEndpoint
{
    public static async Task<Results<Ok<ResolvedPrincipal>, ProblemHttpResult>> Handle(ResolvePerson request, TrustDb db, MatOptions mat,
        CancellationToken ct) =>
        mat.Auth == "oidc" && await ExternalIdentity.FindPersonAsync(db, request.Email, ct) is { } person
            ? TypedResults.Ok(new ResolvedPrincipal(person.Id, person.Name, person.Email, ActorKind.Person, GrantView.Of(person.Grants),
                null, null))
            : SignInProblems.Invalid();
}
