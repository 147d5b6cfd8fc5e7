using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.SignIn;

/// <summary>Matches an identity of the provider to a person of Mat by verified e-mail address.</summary>
internal static class ExternalIdentity
{
    /// <returns>Null when no active person has that address.</returns>
    public static Task<Person?> FindPersonAsync(TrustDb db, string email, CancellationToken ct)
    {
        var address = Person.Normalise(email);
        return db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Email == address && p.Active, ct);
    }
}
