using Mat.Cases.Data;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;

namespace Mat.Cases.Replicas;

/// <summary>Read copy of a school of Trust.</summary>
internal sealed class SchoolReplica
{
    public Guid Id { get; init; }

    /// <summary>Version of the school in Trust; an event with the same or an older version is ignored.</summary>
    public int SourceVersion { get; set; }
    public string Name { get; set; } = "";

    /// <summary>The school's own DNS and mail domains: on every device of it, and so no indicator.</summary>
    public List<string> Domains { get; set; } = [];
}

internal sealed class SchoolChangedConsumer(CasesDb db) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        var replica = await db.Schools.FindAsync([message.School.Id], ct) ?? db.Add(new SchoolReplica { Id = message.School.Id }).Entity;
        if (message.School.Version > replica.SourceVersion)
            (replica.SourceVersion, replica.Name, replica.Domains) = (message.School.Version, message.School.Name,
                [.. message.School.Domains]);
    }
}
