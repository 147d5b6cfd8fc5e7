using System.Diagnostics;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Messaging;

/// <summary>
/// The bus of the embedded shape. The sender's outbox row is the queue: it goes only when every subscriber has committed its
/// own effect, so nothing is lost with the process, and what is tried again after a crash meets the inbox.
/// </summary>
internal sealed class InProcessTransport(IEnumerable<Subscription> subscriptions, IServiceScopeFactory scopes,
    ILogger<InProcessTransport> log) : ITransport
{
    private readonly ILookup<Type, Subscription> _byType = subscriptions.ToLookup(s => s.MessageType);

    public Task ReadyAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public async Task SendAsync(OutboxMessage row, CancellationToken ct)
    {
        using var span = Telemetry.Source.StartActivity($"consume {row.Type}", ActivityKind.Consumer, row.TraceParent);
        var message = EventTypes.Read(row.Type, row.Body);
        var context = new MessageContext(row.Id, row.CreatedAt, row.Attempts + 1);
        List<Exception>? failures = null;
        foreach (var subscription in _byType[message.GetType()])
        {
            try
            {
                await subscription.DeliverAsync(scopes, message, context, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                if (subscription.IsBroadcast)
                {
                    log.LogWarning(e, "Broadcast message missed. endpoint={Endpoint}", subscription.Endpoint);
                }
                else if (context.Attempt >= Subscription.MaxAttempts && !Storage.IsTransient(e))
                {
                    log.LogError(e, "Message dead-lettered after the last attempt. endpoint={Endpoint} message={Message}",
                        subscription.Endpoint, row.Id);
                    await subscription.DeadLetterAsync(scopes, row.Body, context, e, ct);
                }
                else
                {
                    (failures ??= []).Add(e);
                }
            }
        }

        if (failures is not null)
            throw new AggregateException(failures);
    }
}
