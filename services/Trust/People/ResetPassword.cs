using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Mat.Trust.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.People;

/// <summary>Shown once, to be changed at the next sign-in.</summary>
public sealed record OneTimePasswordView(string OneTimePassword);

internal static class ResetPasswordEndpoint
{
    public static async Task<Results<Ok<OneTimePasswordView>, ProblemHttpResult>> Handle(
        Guid id, TrustDb db, CurrentUser user, Passwords passwords, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) is not { } person)
            return Problems.NotFound();
        if (PeopleAccess.OutOfReach(user, person) is { } refusal)
            return refusal;
        if (!person.Active)
            return Problems.Conflict("person.inactive", "This person is not active; a password would open nothing.");

        var oneTime = Passwords.NewOneTime();
        var hash = passwords.Hash(oneTime);
        await db.InTransactionAsync(async token =>
        {
            var account = await db.Accounts.FirstOrDefaultAsync(a => a.PersonId == id, token);
            if (account is null)
                db.Accounts.Add(account = new Account(id));
            (account.PasswordHash, account.MustChange) = (hash, true);
            await db.Sessions.Where(s => s.PersonId == id).ExecuteDeleteAsync(token);
            await SignInAttempts.ForgetAsync(db, person.Email, token);
            db.Audit("password_reset", "person", id);
            await db.SaveChangesAsync(token);
        }, ct);
        return TypedResults.Ok(new OneTimePasswordView(oneTime));
    }
}
