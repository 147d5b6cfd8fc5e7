using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;
using Mat.Trust.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust;

/// <summary>Announces every school and person again, and what the people can do, in the order of their ids.</summary>
internal sealed class ReplayRequestedConsumer(TrustDb db) : IConsumer<ReplayRequested>
{
    public const string Service = "trust";

    public async Task Consume(ReplayRequested message, MessageContext context, CancellationToken ct)
    {
        if (message.Service is not null and not Service)
            return;
        await foreach (var school in db.Schools.AsNoTracking().OrderBy(s => s.Id).AsAsyncEnumerable().WithCancellation(ct))
            db.Publish(new SchoolChanged(school.ToFacts(school.Version)));
        await foreach (var person in db.People.AsNoTracking().OrderBy(p => p.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            db.Publish(new PersonChanged(person.ToFacts(person.Version)));
            if (person.HasSkills || person.Hours is not null || person.Absences.Count > 0)
                db.Publish(new SkillChanged(person.ToSkillFacts(person.Version)));
        }
    }
}
