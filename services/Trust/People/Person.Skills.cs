using Mat.Contracts.Trust;
using Mat.Platform.Data;

namespace Mat.Trust.People;

/// <summary>What the person can do, and when they are at work.</summary>
public sealed partial class Person
{
    public List<Skill> Skills
    {
        get;
        internal set => (field, HasSkills) = (value, value.Count > 0);
    } = [];

    /// <summary>The few dozen among thousands; a column, because the matrix asks for them.</summary>
    [NotAudited]
    public bool HasSkills { get; private set; }

    /// <summary>Own working hours, local time; null: as the school's.</summary>
    public List<OpeningHours>? Hours { get; internal set; }

    public List<Absence> Absences { get; internal set; } = [];

    /// <param name="calendar">Of the school where the person works, or of the trust's office.</param>
    internal bool IsAtWork(CalendarSnapshot calendar, DateTimeOffset now)
    {
        var local = TimeZoneInfo.TryFindSystemTimeZoneById(calendar.TimeZone, out var zone) ? TimeZoneInfo.ConvertTime(now, zone) : now;
        var (day, time) = (DateOnly.FromDateTime(local.DateTime), TimeOnly.FromDateTime(local.DateTime));
        return Active && !Absences.Any(a => a.From <= day && day <= a.To)
            && (Hours is not null || !calendar.Closed.Any(c => c.From <= day && day <= c.To))
            && (Hours ?? calendar.Weekly).Any(h => h.Day == local.DayOfWeek && h.Opens <= time && time < h.Closes);
    }

    internal SkillSnapshot ToSkillFacts(int version) => new(Id, version, Active, Skills, Hours, Absences);
}
