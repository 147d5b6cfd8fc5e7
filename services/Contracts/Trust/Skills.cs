namespace Mat.Contracts.Trust;

/// <summary>What a person of the trust can do, and when they are at work.</summary>
/// <param name="Version">The person's version; it rises with every change of the person.</param>
/// <param name="Active">False: the person has left, whatever they could do.</param>
/// <param name="Hours">Own working hours in local time; null: as the school for which they work.</param>
/// <param name="Absences">Whole days on which the person is away; nobody is told why.</param>
public sealed record SkillSnapshot(
    Guid PersonId, int Version, bool Active, IReadOnlyList<Skill> Skills, IReadOnlyList<OpeningHours>? Hours,
    IReadOnlyList<Absence> Absences);

/// <summary>A skill in one of the partners' areas of expertise.</summary>
/// <param name="Area">snake_case name of the area, e.g. <c>cyber_security</c>.</param>
/// <param name="Level">1 learns it, 2 works alone, 3 teaches others. Who holds a skill has at least 2.</param>
public sealed record Skill(string Area, int Level)
{
    /// <summary>The least level at which somebody is counted on.</summary>
    public const int MinHeldLevel = 2;
}

/// <summary>Days on which a person is away, both ends included.</summary>
public sealed record Absence(DateOnly From, DateOnly To);

/// <summary>A person's skills, working hours or absences changed.</summary>
public sealed record SkillChanged(SkillSnapshot Person) : IEvent;
