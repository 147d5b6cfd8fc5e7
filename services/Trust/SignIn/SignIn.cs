using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Trust.SignIn;

/// <param name="Ip">Where the browser is, as the gateway sees it.</param>
public sealed record SignInRequest(
    [property: Required, StringLength(254)] string Email, [property: Required, StringLength(1000)] string Password,
    [property: StringLength(60)] string? Ip);

public sealed record SignedIn(string SessionToken, SessionView Session);

internal static class SignInEndpoint
{
    public static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Handle(
        SignInRequest request, TrustDb db, Passwords passwords, SignInMetrics meter, IOptions<TrustOptions> options, TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!await SignInAttempts.ReserveAsync(db, request.Email, now, options.Value, ct))
        {
            meter.Locked();
            return SignInProblems.Locked();
        }

        var email = Person.Normalise(request.Email);
        var person = await db.People.FirstOrDefaultAsync(p => p.Email == email && p.Active, ct);
        var account = person is null ? null : await db.Accounts.FirstOrDefaultAsync(a => a.PersonId == person.Id, ct);
        if (!passwords.Verify(account, request.Password, out var better) || person is null)
        {
            meter.Failed();
            return SignInProblems.Invalid();
        }

        var (token, hash) = Tokens.New(Tokens.SessionPrefix);
        await db.InTransactionAsync(async transaction =>
        {
            await SignInAttempts.ForgetAsync(db, email, transaction);
            account!.LastSignInAt = now;
            account.PasswordHash = better ?? account.PasswordHash;
            db.Sessions.Add(Session.Open(person.Id, hash, request.Ip, now, options.Value));
            db.Audit("signed_in", "person", person.Id, new { person.Email, request.Ip });
            await db.SaveChangesAsync(transaction);
        }, ct);
        meter.Succeeded();
        return TypedResults.Ok(new SignedIn(token, await SessionView.OfAsync(db, person, account!.MustChange, token, ct)));
    }
}
