using Mat.Contracts;

namespace Mat.Platform.Messaging;

/// <summary>
/// Reacts to an event in its service's database. It loads, decides, changes and publishes further events; it never saves and
/// never catches: the inbox row, the save and the retry come from the subscription, in one transaction.
/// </summary>
public interface IConsumer<in T>
    where T : IEvent
{
    /// <summary>False for a message that would change nothing, whatever the database holds: it costs no transaction then.</summary>
    static virtual bool Concerns(T message) => true;

    Task Consume(T message, MessageContext context, CancellationToken ct);
}

/// <summary>Hears every event in every replica, without inbox or database; what it misses is gone (live streams, caches).</summary>
public interface IBroadcast<in T>
    where T : IEvent
{
    Task Receive(T message, CancellationToken ct);
}

/// <param name="MessageId">The same for every delivery of one message.</param>
/// <param name="SentAt">When its cause was committed (UTC).</param>
/// <param name="Attempt">1 for the first.</param>
public sealed record MessageContext(Guid MessageId, DateTimeOffset SentAt, int Attempt);
