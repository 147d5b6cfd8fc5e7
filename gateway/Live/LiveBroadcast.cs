using Mat.Contracts;
using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;

namespace Mat.Gateway.Live;

/// <summary>Every replica hears every change and tells those who listen at it.</summary>
internal sealed class LiveBroadcast(LiveHub hub, TimeProvider clock) :
    IBroadcast<SchoolChanged>, IBroadcast<AssetsChanged>, IBroadcast<TicketChanged>, IBroadcast<TicketCommented>,
    IBroadcast<EscalationProgressed>, IBroadcast<AlertRaised>, IBroadcast<AlertChanged>
{
    public Task Receive(SchoolChanged message, CancellationToken ct) => Tell(message);
    public Task Receive(AssetsChanged message, CancellationToken ct) => Tell(message);
    public Task Receive(TicketChanged message, CancellationToken ct) => Tell(message);
    public Task Receive(TicketCommented message, CancellationToken ct) => Tell(message);
    public Task Receive(EscalationProgressed message, CancellationToken ct) => Tell(message);
    public Task Receive(AlertRaised message, CancellationToken ct) => Tell(message);
    public Task Receive(AlertChanged message, CancellationToken ct) => Tell(message);

    private Task Tell(ILiveEvent message)
    {
        if (hub.Count > 0)
        {
            foreach (var change in LiveChanges.Of(message, clock.GetUtcNow())) hub.Send(change);
        }
        return Task.CompletedTask;
    }
}
