using Mat.Contracts.Trust;
using Mat.Platform.Messaging;
using Mat.Standards.Data;

namespace Mat.Standards.Schools;

internal sealed class SchoolChangedConsumer(StandardsDb db) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        var school = await db.Schools.FindAsync([message.School.Id], ct) ?? db.Add(new SchoolReplica { Id = message.School.Id }).Entity;
        school.Apply(message.School);
    }
}
