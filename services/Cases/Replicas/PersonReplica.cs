using Mat.Cases.Data;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;

namespace Mat.Cases.Replicas;

/// <summary>Read copy of a person of Trust: cases and tasks are given to people by name.</summary>
internal sealed class PersonReplica
{
    public Guid Id { get; init; }

    /// <summary>Version of the person in Trust; an event with the same or an older version is ignored.</summary>
    public int SourceVersion { get; set; }
    public string Name { get; set; } = "";
    public bool Active { get; set; }
}

internal sealed class PersonChangedConsumer(CasesDb db) : IConsumer<PersonChanged>
{
    public async Task Consume(PersonChanged message, MessageContext context, CancellationToken ct)
    {
        var person = message.Person;
        var replica = await db.People.FindAsync([person.Id], ct) ?? db.Add(new PersonReplica { Id = person.Id }).Entity;
        if (person.Version > replica.SourceVersion)
            (replica.SourceVersion, replica.Name, replica.Active) = (person.Version,
                person.Name.Length <= 200 ? person.Name : person.Name[..200], person.Active);
    }
}
