using Mat.Contracts;
using Mat.Platform.Messaging;

namespace Mat.Gateway.Live;

/// <summary>One event type of the live stream: how to subscribe to it and how to describe it to readers.</summary>
internal abstract class LiveEvent(Type type, string topic)
{
    public Type Type => type;

    public string Topic => topic;

    /// <summary>The service that publishes it, which is also the prefix of the API token scopes that show it.</summary>
    public string Service { get; } = type.Namespace!.Split('.')[^1].ToLowerInvariant();

    public abstract void Subscribe(IHostApplicationBuilder builder);
}

/// <param name="what">Why, in one word; <c>replayed</c> is not sent.</param>
/// <param name="schools">The schools concerned, where it may be several; null takes the event's own school.</param>
internal sealed class LiveEvent<T>(string topic, Func<T, string> what, Func<T, IEnumerable<Guid>>? schools = null)
    : LiveEvent(typeof(T), topic)
    where T : class, ILiveEvent
{
    public override void Subscribe(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(this);
        builder.AddBroadcast<LiveBroadcast<T>, T>("gateway");
    }

    public IEnumerable<LiveChange> Describe(T message, DateTimeOffset at)
    {
        var reason = what(message);
        // A replay rebuilds read models; nothing changed for readers.
        if (reason == "replayed")
            return [];
        // One change per school, so that each school sees its own only.
        return schools?.Invoke(message).Distinct().ToList() is { Count: > 1 } several
            ? several.Select(s => new LiveChange(Topic, message.Subject, s, at, reason, null))
            : [new LiveChange(Topic, message.Subject, message.SchoolId, at, reason, message.PersonId)];
    }
}
