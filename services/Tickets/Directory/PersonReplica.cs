using System.Text.Json;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Tickets.Sla;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Directory;

/// <summary>Replica of a person, from Trust's events.</summary>
internal sealed class PersonReplica
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }
    public string Name { get; set; } = "";

    /// <summary>Lower case.</summary>
    public string Email { get; set; } = "";

    public bool Active { get; set; }
    public Guid? SchoolId { get; set; }

    /// <summary>Has an agent role at some school; indexed because agents are few.</summary>
    public bool IsAgent { get; set; }

    /// <summary>JSON of the grants.</summary>
    public string Grants { get; set; } = "[]";

    public int SkillVersion { get; set; }

    /// <summary>JSON of <see cref="SkillSnapshot"/>; null as long as nothing was told: no skill, and at work when the school is.</summary>
    public string? Skills { get; set; }

    public bool Apply(PersonSnapshot facts)
    {
        if (facts.Version <= SourceVersion)
            return false;
        (SourceVersion, Name, Email, Active, SchoolId) =
            (facts.Version, facts.Name, facts.Email.ToLowerInvariant(), facts.Active, facts.SchoolId);
        IsAgent = facts.Grants.Any(g => Roles.Agents.Contains(g.Role));
        Grants = JsonSerializer.Serialize(facts.Grants);
        return true;
    }

    public bool Apply(SkillSnapshot facts)
    {
        if (facts.Version <= SkillVersion)
            return false;
        (SkillVersion, Skills) = (facts.Version, JsonSerializer.Serialize(facts));
        return true;
    }

    public bool HasSkills => SkillFacts()?.Skills.Count > 0;

    /// <summary>Whether the person holds the skill at the required level.</summary>
    public bool HasSkillIn(string area) => SkillFacts()?.Skills.Any(s => s.Area == area && s.Level >= Skill.MinHeldLevel) == true;

    /// <summary>Until when the person is at work on what is left of a school's day; null when not at all.</summary>
    public DateTimeOffset? WorksUntil(SchoolDay day)
    {
        var facts = SkillFacts();
        if (facts?.Absences.Any(a => a.From <= day.Date && day.Date <= a.To) == true)
            return null;
        if (facts?.Hours is not { } hours)
            return day.Until;
        return hours.Where(h => h.Day == day.Date.DayOfWeek && day.At(h.Opens) < day.Until && day.At(h.Closes) > day.From)
            .Select(h => (DateTimeOffset?)(day.At(h.Closes) < day.Until ? day.At(h.Closes) : day.Until)).Max();
    }

    private SkillSnapshot? SkillFacts() => Skills is null ? null : JsonSerializer.Deserialize<SkillSnapshot>(Skills);

    /// <summary>Whether tickets of the school can be assigned to this person.</summary>
    public bool WorksFor(Guid schoolId) => Active && IsAgent
        && JsonSerializer.Deserialize<List<Grant>>(Grants)!.Any(g => Roles.Agents.Contains(g.Role)
            && (g.Schools is null || g.Schools.Contains(schoolId)));
}

internal sealed class PersonReplicaMapping : IEntityTypeConfiguration<PersonReplica>
{
    public void Configure(EntityTypeBuilder<PersonReplica> e)
    {
        e.ToTable("people");
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.SourceVersion).IsConcurrencyToken();
        e.Property(x => x.SkillVersion).IsConcurrencyToken();
        e.Ignore(x => x.HasSkills);
        e.HasIndex(x => x.Email);
        e.HasIndex(x => x.IsAgent);
    }
}
