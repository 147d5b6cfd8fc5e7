using Mat.Contracts.Assets;
using Mat.Contracts.Trust;
using Mat.Platform.Data;
using Mat.Platform.Messaging;
using Mat.Tickets.Data;
using Mat.Tickets.Escalations.Policies;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Directory;

// Each keeps the newest facts by version, whatever the order and however often they come. The version is a concurrency
// token, so two that arrive at once cannot put the older one last: the loser is tried again and finds the newer.

internal sealed class SchoolChangedConsumer(TicketsDb db, SchoolCache book) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        var school = await db.Schools.FirstOrDefaultAsync(s => s.Id == message.School.Id, ct);
        if (school is null) db.Schools.Add(school = new SchoolReplica { Id = message.School.Id });
        if (school.Take(message.School)) book.Forget(school.Id);
    }
}

internal sealed class PersonChangedConsumer(TicketsDb db, EscalationPlanService plans) : IConsumer<PersonChanged>
{
    public async Task Consume(PersonChanged message, MessageContext context, CancellationToken ct)
    {
        var person = await db.People.FirstOrDefaultAsync(p => p.Id == message.Person.Id, ct);
        if (person is null) db.People.Add(person = new PersonReplica { Id = message.Person.Id });
        var wasDesk = person.IsDesk;
        if (person.Take(message.Person) && (wasDesk || person.IsDesk)) await plans.PeopleChangedAsync(db, ct);
    }
}

internal sealed class SkillChangedConsumer(TicketsDb db, EscalationPlanService plans) : IConsumer<SkillChanged>
{
    public async Task Consume(SkillChanged message, MessageContext context, CancellationToken ct)
    {
        var person = await db.People.FirstOrDefaultAsync(p => p.Id == message.Person.PersonId, ct);
        if (person is null) db.People.Add(person = new PersonReplica { Id = message.Person.PersonId });
        if (person.Take(message.Person)) await plans.PeopleChangedAsync(db, ct);
    }
}

internal sealed class AssetsChangedConsumer(TicketsDb db, TimeProvider clock) : IConsumer<AssetsChanged>
{
    public async Task Consume(AssetsChanged message, MessageContext context, CancellationToken ct)
    {
        var ids = message.Assets.Select(a => a.Id).Distinct().ToList();
        var known = await db.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var fresh = new List<AssetReplica>();
        foreach (var facts in message.Assets)
        {
            if (!known.TryGetValue(facts.Id, out var asset)) fresh.Add(known[facts.Id] = asset = new AssetReplica { Id = facts.Id });
            asset.Take(facts);
        }
        await new BulkWriter(db, clock.GetUtcNow()).InsertAsync(fresh, ct);
    }
}
