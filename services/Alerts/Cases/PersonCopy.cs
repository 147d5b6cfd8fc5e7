using Mat.Alerts.Correlation;
using Mat.Alerts.Data;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Cases;

/// <summary>What Alerts keeps of a person: a case can be given to them by name, and an account that an alert names is theirs.</summary>
internal sealed class PersonCopy
{
    public Guid Id { get; init; }
    public int FactsVersion { get; set; }
    public string Name { get; set; } = "";
    public bool Active { get; set; }

    /// <summary>Lower case.</summary>
    public string Email { get; set; } = "";
    public Guid? SchoolId { get; set; }
}

internal sealed class PersonChangedConsumer(AlertsDb db, Replacer replacer) : IConsumer<PersonChanged>
{
    public async Task Consume(PersonChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.Person;
        var copy = await db.People.FirstOrDefaultAsync(p => p.Id == facts.Id, ct);
        if (copy is not null && copy.FactsVersion >= facts.Version) return;
        if (copy is null) db.Add(copy = new PersonCopy { Id = facts.Id });
        (copy.FactsVersion, copy.Name, copy.Active) = (facts.Version, facts.Name.Length <= 200 ? facts.Name : facts.Name[..200], facts.Active);
        (copy.Email, copy.SchoolId) = (facts.Email.Trim().ToLowerInvariant(), facts.SchoolId);
        if (!copy.Active || copy.SchoolId is null) return;
        await db.SaveChangesAsync(ct);
        // Directories write the same account in several ways, so the correlator decides which of these it is.
        await replacer.PlaceAsync(db.Episodes.Where(e => e.User != null && e.SearchText.Contains(copy.Email)), ct);
    }
}
