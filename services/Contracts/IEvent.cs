namespace Mat.Contracts;

/// <summary>
/// A fact that one service announces to the others. Every event carries the complete public facts of its aggregate and
/// the aggregate's version, so that a consumer can drop what is older than what it has, a repeat changes nothing, and a
/// replay is the same message sent again.
/// </summary>
public interface IEvent;

/// <summary>An event that people at one school may see as it happens (the live stream filters on it).</summary>
public interface ILiveEvent : IEvent
{
    /// <summary>What changed, for the client's cache: <c>ticket</c>, <c>alert</c>, <c>escalation</c>, <c>asset</c>,
    /// <c>school</c>.</summary>
    string Topic { get; }

    /// <summary>The aggregate that changed; null where the event speaks of many.</summary>
    Guid? Subject { get; }

    /// <summary>The school whose people may see it; null is for the trust's central team alone.</summary>
    Guid? SchoolId { get; }

    /// <summary>The person outside the desk who may see it as well (a ticket's requester); null for nobody.</summary>
    Guid? PersonId { get; }
}

/// <summary>Asks every service to announce all its aggregates again (a read model starts from nothing).</summary>
/// <param name="RequestId">Identifies the run; repeated in the log.</param>
/// <param name="Service">The one service to answer, or null for all.</param>
public sealed record ReplayRequested(Guid RequestId, string? Service) : IEvent;
