using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Trust.SignIn;

public sealed record ChangePassword(
    [property: Required, StringLength(200)] string Token,
    [property: Required, StringLength(1000)] string CurrentPassword,
    [property: Required, StringLength(1000)] string NewPassword);

internal static class ChangePasswordEndpoint
{
    /// <summary>Ends the person's other sessions: whoever else had the old password is out.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChangePassword request, TrustDb db, Passwords passwords, IOptions<TrustOptions> options, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = Tokens.Hash(request.Token);
        var session = await db.Sessions.AsNoTracking().FirstOrDefaultAsync(s => s.TokenHash == hash, ct);
        if (session is null || !session.Holds(now, options.Value.SessionIdle)
            || await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == session.PersonId && p.Active, ct) is not { } person)
            return SignInProblems.Invalid();

        // The same count as at sign-in: an open browser is no place to guess from either.
        if (!await SignInAttempts.ReserveAsync(db, person.Email, now, options.Value, ct))
            return SignInProblems.Locked();
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.PersonId == person.Id, ct);
        if (!passwords.Verify(account, request.CurrentPassword, out _))
            return Problems.Unprocessable("password.wrong", "The current password is not right.");
        await db.InTransactionAsync(t => SignInAttempts.ForgetAsync(db, person.Email, t), ct);
        if (PasswordRules.Check(request.NewPassword, person.Email) is { } refusal)
            return Problems.Unprocessable(refusal.Code, refusal.Detail);
        if (request.NewPassword == request.CurrentPassword)
            return Problems.Unprocessable("password.same", "The new password is the old one.");

        (account!.PasswordHash, account.MustChange) = (passwords.Hash(request.NewPassword), false);
        await db.InTransactionAsync(async token =>
        {
            await db.Sessions.Where(s => s.PersonId == person.Id && s.TokenHash != hash).ExecuteDeleteAsync(token);
            db.Audit("password_changed", "person", person.Id);
            await db.SaveChangesAsync(token);
        }, ct);
        return TypedResults.NoContent();
    }
}
