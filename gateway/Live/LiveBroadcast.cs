using Mat.Contracts;
using Mat.Platform.Messaging;

namespace Mat.Gateway.Live;

/// <summary>Receives an event in every replica and sends it to the streams that are open there.</summary>
internal sealed class LiveBroadcast<T>(LiveHub hub, LiveEvent<T> live, TimeProvider clock) : IBroadcast<T>
    where T : class, ILiveEvent
{
    public Task Receive(T message, CancellationToken ct)
    {
        if (hub.Count > 0)
        {
            foreach (var change in live.Describe(message, clock.GetUtcNow()))
                hub.Send(change);
        }
        return Task.CompletedTask;
    }
}
