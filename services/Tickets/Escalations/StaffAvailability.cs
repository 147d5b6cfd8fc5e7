using Mat.Tickets.Directory;
using Mat.Tickets.Sla;

namespace Mat.Tickets.Escalations;

/// <summary>Who of some people is at work for a school on what is left of its day.</summary>
/// <param name="Until">When the last of them goes home; null when none is at work.</param>
internal sealed record StaffAvailability(IReadOnlyList<PersonReplica> AtWork, DateTimeOffset? Until)
{
    /// <param name="day">Null when the school never opens; everyone then counts as at work.</param>
    public static StaffAvailability Of(IEnumerable<PersonReplica> people, Guid schoolId, SchoolDay? day)
    {
        var until = people.Where(p => p.WorksFor(schoolId))
            .Select(p => (Person: p, Until: day is null ? DateTimeOffset.MaxValue : p.WorksUntil(day)))
            .Where(p => p.Until is not null).ToList();
        return new([.. until.Select(p => p.Person)], day is null ? null : until.Max(p => p.Until));
    }
}
