using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Skills;

/// <param name="Holders">Active people of the whole trust who hold the skill (level 2 or 3), whoever asks.</param>
/// <param name="AtWork">How many of them are at work now.</param>
/// <param name="LoneHolder">All of it hangs on one person.</param>
public sealed record SkillAreaView(string Area, int Holders, int AtWork, bool LoneHolder);

public sealed record SkilledPersonView(Guid Id, string Name, string? JobTitle, Guid? SchoolId, bool AtWork,
    IReadOnlyList<SkillView> Skills);

/// <summary>Who can do what: areas by name, and the active people with a skill whom the reader may see.</summary>
public sealed record SkillMatrix(IReadOnlyList<SkillAreaView> Areas, IReadOnlyList<SkilledPersonView> People);

internal static class GetSkillsEndpoint
{
    public static readonly string[] Readers = [Roles.Technician, Roles.Manager, Roles.Executive, Roles.Admin];

    public static async Task<Ok<SkillMatrix>> Handle(TrustDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        // How many hold a skill concerns everybody; who they are, those who may see them.
        var people = await db.People.AsNoTracking().IgnoreQueryFilters(["school"]).Where(p => p.Active && p.HasSkills)
            .OrderBy(p => p.SortName).ThenBy(p => p.Id).ToListAsync(ct);
        var visible = await db.People.VisibleTo(user).Where(p => p.Active && p.HasSkills).Select(p => p.Id).ToHashSetAsync(ct);
        var calendars = await db.Schools.AsNoTracking().IgnoreQueryFilters(["school"]).ToDictionaryAsync(s => s.Id, s => s.Calendar, ct);
        var now = clock.GetUtcNow();
        var atWork = people.Where(
            p => p.IsAtWork(p.SchoolId is { } school ? calendars.GetValueOrDefault(school, CalendarSnapshot.Default)
                : CalendarSnapshot.Default, now))
            .Select(p => p.Id).ToHashSet();
        var areas = people.SelectMany(p => p.Skills.Select(s => (p.Id, Skill: s))).GroupBy(s => s.Skill.Area, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Area: g.Key, Holders: g.Where(s => s.Skill.Level >= Skill.MinHeldLevel).Select(s => s.Id).ToList()));
        return TypedResults.Ok(new SkillMatrix(
            [.. areas.Select(a => new SkillAreaView(a.Area, a.Holders.Count, a.Holders.Count(atWork.Contains), a.Holders.Count == 1))],
            [.. people.Where(p => visible.Contains(p.Id)).Select(p => new SkilledPersonView(
                p.Id, p.Name, p.JobTitle, p.SchoolId, atWork.Contains(p.Id), [.. p.Skills.Select(SkillView.Of)]))]));
    }
}
