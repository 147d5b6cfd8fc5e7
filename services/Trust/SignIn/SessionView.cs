using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Mat.Platform.Auth;
using Mat.Trust.Data;
using Mat.Trust.People;
using Mat.Trust.Schools;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.SignIn;

public sealed record SessionPerson(Guid Id, string Name, string Email, string? JobTitle, Guid? SchoolId);

public sealed record SessionSchool(Guid Id, string Name, string Urn, SchoolPhase Phase);

/// <summary>Who is signed in and what they may see.</summary>
/// <param name="Roles">The roles held anywhere, each once.</param>
/// <param name="Schools">The schools of all grants together.</param>
public sealed record SessionView(
    SessionPerson Person, IReadOnlyList<GrantView> Grants, IReadOnlyList<string> Roles, IReadOnlyList<SessionSchool> Schools,
    bool AllSchools, string CsrfToken, bool MustChangePassword)
{
    internal static async Task<SessionView> OfAsync(TrustDb db, Person person, bool mustChange, string token, CancellationToken ct)
    {
        var all = person.Grants.Any(g => g.Schools is null);
        var own = person.Grants.SelectMany(g => g.Schools ?? []).Distinct().ToList();
        var schools = await db.Schools.AsNoTracking().Where(s => all || own.Contains(s.Id)).OrderBy(s => s.SortName).ThenBy(s => s.Id)
            .Select(s => new SessionSchool(s.Id, s.Name, s.Urn, s.Phase)).ToListAsync(ct);
        return new SessionView(
            new(person.Id, person.Name, person.Email, person.JobTitle, person.SchoolId), GrantView.Of(person.Grants),
            [.. person.Grants.Select(g => g.Role).Distinct()], schools, all, CsrfOf(token), mustChange);
    }

    /// <summary>Follows from the session's token, which no script can read, so nothing has to be stored for it. The gateway derives it
    /// alike.</summary>
    internal static string CsrfOf(string token) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token + ":csrf")));
}

/// <summary>What a token stands for: the answer to the gateway.</summary>
/// <param name="Scopes">What an API token is limited to; null for a person.</param>
/// <param name="Session">For a person's session.</param>
public sealed record ResolvedPrincipal(
    Guid PersonId, string Name, string Email, ActorKind Kind, IReadOnlyList<GrantView> Grants, IReadOnlyList<string>? Scopes,
    SessionView? Session);
