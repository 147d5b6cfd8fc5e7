using Mat.Contracts.Trust;
using Mat.Platform.Messaging;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

// People and their skills are kept by version like the rest of the directory. They are consumed here and not there, because
// the plans that depend on who is at work are invalidated in the same save.

internal sealed class PersonChangedConsumer(TicketsDb db, EscalationPlanService plans) : IConsumer<PersonChanged>
{
    public async Task Consume(PersonChanged message, MessageContext context, CancellationToken ct)
    {
        var person = await db.People.FirstOrDefaultAsync(p => p.Id == message.Person.Id, ct);
        if (person is null)
            db.People.Add(person = new PersonReplica { Id = message.Person.Id });
        var wasDesk = person.IsAgent;
        if (person.Apply(message.Person) && (wasDesk || person.IsAgent))
            await plans.PeopleChangedAsync(db, ct);
    }
}

internal sealed class SkillChangedConsumer(TicketsDb db, EscalationPlanService plans) : IConsumer<SkillChanged>
{
    public async Task Consume(SkillChanged message, MessageContext context, CancellationToken ct)
    {
        var person = await db.People.FirstOrDefaultAsync(p => p.Id == message.Person.PersonId, ct);
        if (person is null)
            db.People.Add(person = new PersonReplica { Id = message.Person.PersonId });
        if (person.Apply(message.Person))
            await plans.PeopleChangedAsync(db, ct);
    }
}
