using Mat.Cases.Data;
using Mat.Contracts.Standards;
using Mat.Platform.Messaging;

namespace Mat.Cases.Replicas;

/// <summary>Read copy of what Standards records of a school: members of the RPA have to notify their insurer.</summary>
internal sealed class ReadinessReplica
{
    public Guid SchoolId { get; init; }

    /// <summary>Version in Standards; an event with the same or an older version is ignored.</summary>
    public int SourceVersion { get; set; }
    public bool RpaMember { get; set; }
}

internal sealed class ReadinessChangedConsumer(CasesDb db) : IConsumer<ReadinessChanged>
{
    public async Task Consume(ReadinessChanged message, MessageContext context, CancellationToken ct)
    {
        var school = message.School;
        var replica = await db.Readiness.FindAsync([school.SchoolId], ct)
            ?? db.Add(new ReadinessReplica { SchoolId = school.SchoolId }).Entity;
        if (school.Version > replica.SourceVersion)
            (replica.SourceVersion, replica.RpaMember) = (school.Version, school.RpaMember);
    }
}
