using System.Text.Json;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;

namespace Mat.Tickets.Directory;

/// <summary>What Tickets knows of a person, from Trust's events.</summary>
internal sealed class Person
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }
    public string Name { get; set; } = "";

    /// <summary>Lower case.</summary>
    public string Email { get; set; } = "";

    public bool Active { get; set; }
    public Guid? SchoolId { get; set; }

    /// <summary>Holds a desk role somewhere; the few among thousands that can be assigned.</summary>
    public bool IsDesk { get; set; }

    /// <summary>JSON of the grants.</summary>
    public string Grants { get; set; } = "[]";

    public bool Take(PersonFacts facts)
    {
        if (facts.Version <= SourceVersion) return false;
        (SourceVersion, Name, Email, Active, SchoolId) =
            (facts.Version, facts.Name, facts.Email.ToLowerInvariant(), facts.Active, facts.SchoolId);
        IsDesk = facts.Grants.Any(g => Roles.Desk.Contains(g.Role));
        Grants = JsonSerializer.Serialize(facts.Grants);
        return true;
    }

    /// <summary>Whether a ticket of that school can be given to this person.</summary>
    public bool WorksFor(Guid schoolId) => Active && IsDesk
        && JsonSerializer.Deserialize<List<Grant>>(Grants)!.Any(g => Roles.Desk.Contains(g.Role) && (g.Schools is null || g.Schools.Contains(schoolId)));
}
