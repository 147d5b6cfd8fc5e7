using Mat.Assets.Data;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;

namespace Mat.Assets.Schools;

internal sealed class SchoolChangedConsumer(AssetsDb db) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.School;
        var school = await db.Schools.FindAsync([facts.Id], ct);
        if (school is null)
            db.Schools.Add(school = new SchoolReplica { Id = facts.Id });
        else if (school.Announced >= facts.Version)
            return;
        school.Announced = facts.Version;
        school.Urn = facts.Urn;
        school.Name = facts.Name;
        school.IsOpen = facts.IsOpen;
        school.Closed = [.. facts.Calendar.Closed];
        school.Domains = string.Join(' ', facts.Domains.Select(d => d.ToLowerInvariant()));
    }
}
