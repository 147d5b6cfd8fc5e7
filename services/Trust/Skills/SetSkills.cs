using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Skills;

/// <param name="Area">One of the partners' areas of expertise; Trust takes any name of that form, for the list is theirs.</param>
/// <param name="Level">1 learns it, 2 works alone, 3 teaches others.</param>
public sealed record SkillView(
    [property: Required, StringLength(40, MinimumLength = 2),
        RegularExpression("^[a-z][a-z_]*$", ErrorMessage = "An area is a snake_case name, as listed by the partners.")] string Area,
    [property: Required, Range(1, 3)] int? Level)
{
    internal static SkillView Of(Skill skill) => new(skill.Area, skill.Level);
}

/// <summary>All skills of the person, in place of those that are there.</summary>
public sealed record SetSkills([property: Required, NoNulls, MaxLength(50)] IReadOnlyList<SkillView> Skills);

internal static class SetSkillsEndpoint
{
    public static async Task<Results<Ok<PersonView>, ProblemHttpResult>> Handle(
        Guid id, SetSkills request, IfMatch ifMatch, TrustDb db, CurrentUser user, CancellationToken ct)
    {
        if (await db.People.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } person)
            return Problems.NotFound();
        if ((ifMatch.Validate(person.Version) ?? PeopleAccess.OutOfReach(user, person)) is { } refusal)
            return refusal;
        if (request.Skills.DistinctBy(s => s.Area).Count() != request.Skills.Count)
            return Problems.Unprocessable("skill.twice", "An area is named twice; a person has one level in it.");
        person.Skills = [.. request.Skills.OrderBy(s => s.Area, StringComparer.Ordinal).Select(s => new Skill(s.Area, s.Level!.Value))];
        db.AnnounceSkills(person);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PersonView.Of(person, await db.LastSignInAsync(id, ct)));
    }
}
