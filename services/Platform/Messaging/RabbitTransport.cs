using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Mat.Contracts;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Messaging;

/// <summary>
/// The bus of the distributed shape: MassTransit on RabbitMQ, one durable quorum queue per consumer, publisher confirms. Only
/// this file knows MassTransit. Retries belong to us alone: a consumer is retried here, then dead-lettered in its service's database;
/// the broker redelivers only what a dying process held.
/// </summary>
internal sealed class RabbitTransport(
    MatOptions options, IEnumerable<Subscription> subscriptions, IServiceScopeFactory scopes, ILogger<RabbitTransport> log) : ITransport
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stopping = new();
    private IBusControl? _bus;

    public async Task ReadyAsync(CancellationToken ct)
    {
        for (var wait = 1; ; wait = Math.Min(10, wait * 2))
        {
            var bus = Create(topologyOnly: false);
            try
            {
                await bus.StartAsync(ct);
                _bus = bus;
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("RabbitMQ unavailable ({Reason}); retrying in {Wait} s", e.Message, wait);
                await Task.Delay(TimeSpan.FromSeconds(wait), ct);
            }
        }
    }

    /// <summary>Declares every queue before anybody publishes: a message that no queue is bound to would be lost.</summary>
    public async Task DeployAsync(CancellationToken ct)
    {
        var bus = Create(topologyOnly: true);
        await bus.StartAsync(ct);
        await bus.StopAsync(ct);
    }

    public async Task SendAsync(OutboxMessage row, CancellationToken ct)
    {
        using var span = Telemetry.Source.StartActivity($"publish {row.Type}", ActivityKind.Producer, row.TraceParent);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(SendTimeout);
        var message = EventTypes.Read(row.Type, row.Body);
        await _bus!.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(c =>
        {
            c.MessageId = row.Id;
            c.Headers.Set("mat-sent-at", row.CreatedAt.UtcTicks);
        }), deadline.Token);
    }

    /// <summary>
    /// No new message comes, the ones in hand are worked off, and one that waits for its next attempt goes back to its queue,
    /// where another replica takes it up.
    /// </summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await _stopping.CancelAsync();
        if (_bus is not null)
            await _bus.StopAsync(ct);
    }

    private IBusControl Create(bool topologyOnly) => Bus.Factory.CreateUsingRabbitMq(cfg =>
    {
        cfg.Host(new Uri(options.RabbitMq!));
        cfg.DeployPublishTopology = true;
        cfg.DeployTopologyOnly = topologyOnly;
        cfg.Publish<IEvent>(p => p.Exclude = true);
        cfg.Publish<ILiveEvent>(p => p.Exclude = true);
        foreach (var subscription in subscriptions)
        {
            var connect = typeof(RabbitTransport).GetMethod(nameof(Connect),
                System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
                .MakeGenericMethod(subscription.MessageType);
            if (!subscription.IsBroadcast)
                cfg.ReceiveEndpoint(subscription.Endpoint, e =>
                {
                    e.SetQuorumQueue();
                    e.PrefetchCount = 64;
                    e.ConcurrentMessageLimit = 16;
                    e.ConfigureError(x =>
                    {
                        // What a stop cut short goes back to its queue; the rest of these filters is MassTransit's own default.
                        x.UseExecute(c =>
                        {
                            if (_stopping.IsCancellationRequested)
                                ExceptionDispatchInfo.Throw(c.Exception);
                        });
                        x.UseFilter(new GenerateFaultFilter());
                        x.UseFilter(new ErrorTransportFilter());
                    });
                    connect.Invoke(this, [subscription, e]);
                });
            else if (!topologyOnly)
                cfg.ReceiveEndpoint(new TemporaryEndpointDefinition(subscription.Endpoint), e => connect.Invoke(this, [subscription, e]));
        }
    });

    private void Connect<T>(Subscription subscription, IRabbitMqReceiveEndpointConfigurator endpoint)
        where T : class, IEvent => endpoint.Handler<T>(c => HandleAsync(subscription, c));

    private async Task HandleAsync<T>(Subscription subscription, ConsumeContext<T> delivery)
        where T : class, IEvent
    {
        var stopping = _stopping.Token;
        var id = delivery.MessageId ?? throw new InvalidOperationException("A message without an id.");
        var sentAt = new DateTimeOffset(delivery.Headers.Get<long>("mat-sent-at") ?? DateTime.UtcNow.Ticks, TimeSpan.Zero);
        for (var attempt = 1; ; attempt++)
        {
            var context = new MessageContext(id, sentAt, attempt);
            try
            {
                await subscription.DeliverAsync(scopes, delivery.Message, context, CancellationToken.None);
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                if (subscription.IsBroadcast)
                {
                    log.LogWarning(e, "Broadcast message missed. endpoint={Endpoint}", subscription.Endpoint);
                    return;
                }

                if (IsAway(e))
                {
                    // The database is away: that is no fault of the message, so it costs no attempt.
                    attempt = 0;
                    log.LogWarning("Consumer waiting for the database. endpoint={Endpoint}: {Reason}", subscription.Endpoint, e.Message);
                    await Task.Delay(TimeSpan.FromSeconds(1), stopping);
                    continue;
                }

                if (attempt >= Subscription.MaxAttempts)
                {
                    log.LogError(e, "Message dead-lettered after the last attempt. endpoint={Endpoint} message={Message}",
                        subscription.Endpoint, id);
                    await subscription.DeadLetterAsync(scopes,
                        System.Text.Json.JsonSerializer.Serialize(delivery.Message, EventTypes.Json), context, e, CancellationToken.None);
                    return;
                }

                log.LogWarning("Message handling failed; retrying. endpoint={Endpoint} message={Message} attempt={Attempt}: {Reason}",
                    subscription.Endpoint, id, attempt, e.Message);
                await Task.Delay(Subscription.Backoff(attempt), stopping);
            }
        }
    }

    private static bool IsAway(Exception e) => Storage.IsTransient(e) || e is TimeoutException or SocketException;
}
