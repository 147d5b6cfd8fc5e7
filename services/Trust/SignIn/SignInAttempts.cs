using System.Security.Cryptography;
using System.Text;
using Mat.Trust.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.SignIn;

/// <summary>
/// How often an e-mail address was tried without success. Kept by the address, known or not, so that being locked tells
/// nobody which addresses there are; and as a hash, since people now and then type their password there.
/// </summary>
public sealed class SignInAttempts
{
    public required string EmailHash { get; init; }
    public int Failures { get; private set; }
    public DateTimeOffset? LockedUntil { get; private set; }
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>
    /// Counts the attempt as failed before its password is looked at, so that many at once get no more guesses than one after
    /// the other. A success forgets the count.
    /// </summary>
    /// <returns>False while the address is locked.</returns>
    public bool Reserve(DateTimeOffset now, int most, TimeSpan lockFor)
    {
        if (LockedUntil > now)
            return false;
        Failures = LockedUntil is null ? Failures + 1 : 1;
        LockedUntil = Failures >= most ? now + lockFor : null;
        LastAt = now;
        return true;
    }

    internal static string HashOf(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(People.Person.Normalise(email))));

    /// <summary>Reserves one attempt in a transaction of its own, one at a time for each address.</summary>
    internal static async Task<bool> ReserveAsync(TrustDb db, string email, DateTimeOffset now, TrustOptions options, CancellationToken ct)
    {
        var hash = HashOf(email);
        var free = false;
        await db.InTransactionAsync(async token =>
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO sign_in_attempts (email_hash, failures) VALUES ({hash}, 0) ON CONFLICT DO NOTHING", token);
            // Takes the row's lock on PostgreSQL before the row is read.
            await db.Attempts.Where(a => a.EmailHash == hash).ExecuteUpdateAsync(s => s.SetProperty(a => a.LastAt, now), token);
            var attempts = await db.Attempts.SingleAsync(a => a.EmailHash == hash, token);
            await db.Entry(attempts).ReloadAsync(token);
            free = attempts.Reserve(now, options.LockAfter, options.LockFor);
            await db.SaveChangesAsync(token);
        }, ct);
        return free;
    }

    internal static Task ForgetAsync(TrustDb db, string email, CancellationToken ct)
    {
        var hash = HashOf(email);
        return db.Attempts.Where(a => a.EmailHash == hash).ExecuteDeleteAsync(ct);
    }
}
