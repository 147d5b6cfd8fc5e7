using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.People;

/// <summary>Who sees whom, and who may give what.</summary>
internal static class PeopleAccess
{
    /// <summary>Those who may ask at all; a member of staff gets themselves.</summary>
    public static readonly string[] Readers = [Roles.Staff, Roles.SchoolLead, Roles.Technician, Roles.Manager, Roles.Admin];

    private static readonly string[] SeeOthers = [Roles.SchoolLead, Roles.Technician, Roles.Manager, Roles.Admin];

    /// <summary>
    /// Narrower than the common filter, which would show a head of one school, who is staff at a second, the people of both;
    /// and wider by the person themselves, who may belong to the central team.
    /// </summary>
    public static IQueryable<Person> VisibleTo(this IQueryable<Person> people, CurrentUser user)
    {
        var seeing = user.Grants.Where(g => SeeOthers.Contains(g.Role)).ToList();
        if (seeing.Any(g => g.Schools is null))
            return people;
        var schools = seeing.SelectMany(g => g.Schools!).Distinct().ToList();
        var self = user.PersonId;
        return people.IgnoreQueryFilters(["school"]).Where(p => p.Id == self || (p.SchoolId != null && schools.Contains(p.SchoolId.Value)));
    }

    /// <summary>Why the user may not give these grants; null when they may.</summary>
    public static async Task<ProblemHttpResult?> RefusesAsync(CurrentUser user, IReadOnlyList<Grant> grants, TrustDb db,
        CancellationToken ct)
    {
        if (grants.Any(g => g.Schools is { Count: 0 }))
            return Problems.Unprocessable("grant.schools", "A grant names at least one school; leave schools out for the whole trust.");
        if (!GrantRules.Covers(user.Grants, grants))
            return Problems.Forbidden("grant.wider", "Nobody grants more than they hold themselves, and only an admin makes admins.");
        var schools = grants.SelectMany(g => g.Schools ?? []).Distinct().ToList();
        return await db.Schools.CountAsync(s => schools.Contains(s.Id), ct) == schools.Count
            ? null
            : Problems.Unprocessable("grant.schools", "A grant names a school that there is not.");
    }

    /// <summary>Who holds more than the user is out of the user's reach: else a manager would take over an admin by a new
    /// password.</summary>
    public static ProblemHttpResult? OutOfReach(CurrentUser user, Person person) =>
        GrantRules.Covers(user.Grants, person.Grants) ? null
        : Problems.Forbidden("person.outranks", "This person holds more than you do; ask somebody who holds at least as much.");

    /// <summary>Whether the user may place people there.</summary>
    public static async Task<ProblemHttpResult?> RefusesAsync(CurrentUser user, Guid? schoolId, TrustDb db, CancellationToken ct)
    {
        if (schoolId is null)
            return user.AllSchools ? null : Problems.Unprocessable("person.school", "Say at which of your schools the person works.");
        return await db.Schools.AnyAsync(s => s.Id == schoolId, ct) ? null
            : Problems.Unprocessable("person.school", "There is no such school, or none that you manage.");
    }

    /// <summary>
    /// Whether nobody else is an active admin of the trust. Call inside the transaction that takes it from them: the lock lets
    /// one such change in at a time, so that two admins cannot remove each other.
    /// </summary>
    public static async Task<bool> IsLastAdminAsync(TrustDb db, Guid personId, CancellationToken ct)
    {
        if (db.IsPostgres)
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(5503201)", ct);
        return !await db.People.IgnoreQueryFilters(["school"]).AnyAsync(p => p.Active && p.IsAdmin && p.Id != personId, ct);
    }

    public static ProblemHttpResult LastAdmin() =>
        Problems.Conflict("person.last_admin", "This is the last active admin of the trust. Make somebody else admin first.");
}
