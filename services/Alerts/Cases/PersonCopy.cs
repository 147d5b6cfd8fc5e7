using Mat.Alerts.Data;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Cases;

/// <summary>What Alerts keeps of a person, so that a case or a task can be given to them by name.</summary>
internal sealed class PersonCopy
{
    public Guid Id { get; init; }
    public int FactsVersion { get; set; }
    public string Name { get; set; } = "";
    public bool Active { get; set; }
}

internal sealed class PersonChangedConsumer(AlertsDb db) : IConsumer<PersonChanged>
{
    public async Task Consume(PersonChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.Person;
        var copy = await db.People.FirstOrDefaultAsync(p => p.Id == facts.Id, ct);
        if (copy is not null && copy.FactsVersion >= facts.Version) return;
        if (copy is null) db.Add(copy = new PersonCopy { Id = facts.Id });
        (copy.FactsVersion, copy.Name, copy.Active) = (facts.Version, facts.Name.Length <= 200 ? facts.Name : facts.Name[..200], facts.Active);
    }
}
