using Mat.Tickets.Directory;
using Mat.Tickets.SchoolTime;

namespace Mat.Tickets.Escalations.Policies;

/// <summary>Who of some people is at work for a school on what is left of its day.</summary>
/// <param name="Until">When the last of them goes home; null when nobody is at work.</param>
internal sealed record StaffAvailability(IReadOnlyList<PersonReplica> AtWork, DateTimeOffset? Until)
{
    /// <param name="day">Null: the school never opens; then nobody can be missed.</param>
    public static StaffAvailability Of(IEnumerable<PersonReplica> people, Guid schoolId, SchoolDay? day)
    {
        var until = people.Where(p => p.WorksFor(schoolId)).Select(p => (Person: p, Until: day is null ? DateTimeOffset.MaxValue : p.WorksUntil(day)))
            .Where(p => p.Until is not null).ToList();
        return new([.. until.Select(p => p.Person)], day is null ? null : until.Max(p => p.Until));
    }
}
