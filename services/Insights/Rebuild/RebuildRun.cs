using Mat.Platform.Data;

namespace Mat.Insights.Rebuild;

public enum RebuildStatus
{
    Running,
    Finished,
}

/// <summary>One time that every service was asked for its facts again. Its id is the request's.</summary>
public sealed class RebuildRun : Entity, IAudited
{
    public string RequestedBy { get; init; } = "";
    public RebuildStatus Status { get; private set; } = RebuildStatus.Running;
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Aggregates that were announced again.</summary>
    public long Confirmed { get; private set; }

    /// <summary>Aggregates that Insights knows and nobody announced again: a service was away, or they are gone.</summary>
    public long Unconfirmed { get; private set; }

    internal void Finish(long confirmed, long unconfirmed, DateTimeOffset now)
    {
        Status = RebuildStatus.Finished;
        FinishedAt = now;
        Confirmed = confirmed;
        Unconfirmed = unconfirmed;
    }
}

public sealed record RebuildView(
    Guid RequestId, RebuildStatus Status, string RequestedBy, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, long Confirmed,
    long Unconfirmed)
{
    internal static RebuildView Of(RebuildRun run) =>
        new(run.Id, run.Status, run.RequestedBy, run.CreatedAt, run.FinishedAt, run.Confirmed, run.Unconfirmed);
}
