using Mat.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Messaging;

internal static class BusSetup
{
    public static void AddBus(this IHostApplicationBuilder builder, MatOptions options)
    {
        if (options.Bus == "rabbitmq")
        {
            builder.Services.AddSingleton<RabbitTransport>();
            builder.Services.AddSingleton<ITransport>(s => s.GetRequiredService<RabbitTransport>());
        }
        else
        {
            builder.Services.AddSingleton<ITransport, InProcessTransport>();
        }

        builder.Services.AddSingleton<BusTopology>();
        builder.Services.AddSingleton<MessagingMetrics>();
    }

    public static void AddOutboxHostedService(this IHostApplicationBuilder builder) =>
        builder.Services.AddHostedService<OutboxHostedService>();
}

/// <summary>Declares the broker's queues; nothing to do for the memory bus.</summary>
internal sealed class BusTopology(IServiceProvider services)
{
    public Task DeployAsync(CancellationToken ct) => services.GetService<RabbitTransport>()?.DeployAsync(ct) ?? Task.CompletedTask;
}

/// <summary>Starts the transport and the relays; at a stop the relays finish their batch first, then the transport drains.</summary>
internal sealed class OutboxHostedService(ITransport transport, IEnumerable<IOutboxRelay> relays) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before the host is up: a consumer may call this process.
        await Task.Yield();
        await transport.ReadyAsync(stoppingToken);
        await Task.WhenAll(relays.Select(r => Task.Run(() => r.RunAsync(stoppingToken), CancellationToken.None)));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await transport.StopAsync(cancellationToken);
    }
}
