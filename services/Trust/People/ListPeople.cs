using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.People;

/// <summary>Which people.</summary>
public sealed class PeopleFilter
{
    public Guid? SchoolId { get; init; }

    /// <summary>Holds this role somewhere.</summary>
    public string? Role { get; init; }

    public bool? Active { get; init; }
}

internal static class ListPeopleEndpoint
{
    private static readonly SortKeys<Person> Keys = new SortKeys<Person>()
        .Add("name", p => p.SortName).Add("email", p => p.Email).Add("createdAt", p => p.CreatedAt).Default("name");

    public static async Task<Results<Ok<Page<PersonView>>, ProblemHttpResult>> Handle(
        [AsParameters] PageQuery page, [AsParameters] PeopleFilter filter, TrustDb db, CurrentUser user, CancellationToken ct)
    {
        var people = db.People.VisibleTo(user);
        if (filter.SchoolId is { } school)
            people = people.Where(p => p.SchoolId == school);
        if (filter.Active is { } active)
            people = people.Where(p => p.Active == active);
        if (filter.Role is { } role)
        {
            if (!GrantRules.IsRole(role))
                return Problems.BadRequest("filter.role", "There is no such role.");
            var holds = Like.Contains($",{role},");
            people = people.Where(p => EF.Functions.Like(p.RoleText, holds, Like.Escape));
        }
        if (!string.IsNullOrWhiteSpace(page.Q))
        {
            var words = Like.Contains(page.Q);
            people = people.Where(p => EF.Functions.Like(p.SearchText, words, Like.Escape));
        }

        var (rows, next) = await people.ToRowsAsync(page, Keys, ct);
        var ids = rows.Select(p => p.Id).ToList();
        var seen = await db.Accounts.Where(a => ids.Contains(a.PersonId)).ToDictionaryAsync(a => a.PersonId, a => a.LastSignInAt, ct);
        return TypedResults.Ok(new Page<PersonView>([.. rows.Select(p => PersonView.Of(p, seen.GetValueOrDefault(p.Id)))], next));
    }
}
