using System.Text.Json;
using Mat.Alerts.Data;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Correlation;

/// <summary>What Alerts keeps of a person: an account that an alert names is theirs, and rules e-mail them.</summary>
internal sealed class PersonReplica
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }
    public string Name { get; set; } = "";
    public bool Active { get; set; }

    /// <summary>Lower case.</summary>
    public string Email { get; set; } = "";
    public Guid? SchoolId { get; set; }

    /// <summary>The roles as JSON; null for one that has not been heard of since they are kept.</summary>
    public string? GrantsJson { get; set; }

    private IReadOnlyList<Grant> Grants => GrantsJson is null ? [] : JsonSerializer.Deserialize<List<Grant>>(GrantsJson)!;

    /// <summary>Whether one of these roles is theirs at the school; for an alert of no school, for the whole trust.</summary>
    public bool Holds(IReadOnlyCollection<string> roles, Guid? schoolId) =>
        Grants.Any(g => roles.Contains(g.Role) && (g.Schools is null || (schoolId is { } school && g.Schools.Contains(school))));
}

internal sealed class PersonChangedConsumer(AlertsDb db, Recorrelator replacer) : IConsumer<PersonChanged>
{
    public async Task Consume(PersonChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.Person;
        var copy = await db.People.FirstOrDefaultAsync(p => p.Id == facts.Id, ct);
        if (copy is not null && copy.SourceVersion >= facts.Version)
            return;
        if (copy is null)
            db.Add(copy = new PersonReplica { Id = facts.Id });
        (copy.SourceVersion, copy.Name, copy.Active) = (facts.Version, facts.Name.Length <= 200 ? facts.Name : facts.Name[..200],
            facts.Active);
        (copy.Email, copy.SchoolId, copy.GrantsJson) = (facts.Email.Trim().ToLowerInvariant(), facts.SchoolId,
            JsonSerializer.Serialize(facts.Grants));
        if (!copy.Active || copy.SchoolId is null)
            return;
        await db.SaveChangesAsync(ct);
        // Directories write the same account in several ways, so the correlator decides which of these it is.
        await replacer.PlaceAsync(db.Episodes.Where(e => e.User != null && e.SearchText.Contains(copy.Email)), ct);
    }
}
