using Mat.Alerts.Data;
using Mat.Contracts.Standards;
using Mat.Platform.Messaging;

namespace Mat.Alerts.Obligations;

/// <summary>Read copy of a school's readiness in Standards. Not filtered by school: a case counts all of its schools.</summary>
internal sealed class ReadinessReplica
{
    /// <summary>The school.</summary>
    public Guid Id { get; init; }

    /// <summary>Version of the readiness in Standards; an event with the same or an older version is ignored.</summary>
    public int SourceVersion { get; private set; }
    public bool RpaMember { get; private set; }

    public void Apply(ReadinessSnapshot readiness)
    {
        if (readiness.Version > SourceVersion) (SourceVersion, RpaMember) = (readiness.Version, readiness.RpaMember);
    }
}

internal sealed class ReadinessChangedConsumer(AlertsDb db) : IConsumer<ReadinessChanged>
{
    public async Task Consume(ReadinessChanged message, MessageContext context, CancellationToken ct)
    {
        var replica = await db.Readiness.FindAsync([message.School.SchoolId], ct) ?? db.Add(new ReadinessReplica { Id = message.School.SchoolId }).Entity;
        replica.Apply(message.School);
    }
}
