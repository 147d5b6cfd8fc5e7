using Mat.Contracts;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Messaging;

/// <summary>One consumer of one event, with the name of its queue.</summary>
internal abstract class Subscription(string endpoint, Type messageType, bool broadcast)
{
    /// <summary>A consumer that fails this often leaves its message to a person.</summary>
    public const int MaxAttempts = 8;

    public string Endpoint { get; } = endpoint;

    public Type MessageType { get; } = messageType;

    public bool IsBroadcast { get; } = broadcast;

    /// <summary>One attempt: all of its effect or none.</summary>
    public abstract Task DeliverAsync(IServiceScopeFactory scopes, object message, MessageContext context, CancellationToken ct);

    /// <summary>Keeps the message for a person, where it is listed and replayed.</summary>
    public abstract Task DeadLetterAsync(IServiceScopeFactory scopes, string body, MessageContext context, Exception error,
        CancellationToken ct);

    /// <summary>How long to wait before attempt <paramref name="next"/>: doubling from 100 ms to 30 s, with a quarter of jitter.</summary>
    public static TimeSpan Backoff(int next) =>
        TimeSpan.FromMilliseconds(Math.Min(30_000, 100 * Math.Pow(2, next - 1)) * (0.75 + Random.Shared.NextDouble() / 2));
}

internal sealed class Subscription<TConsumer, TMessage, TDb>(string endpoint) : Subscription(endpoint, typeof(TMessage), broadcast: false)
    where TConsumer : class, IConsumer<TMessage>
    where TMessage : class, IEvent
    where TDb : ServiceDb
{
    /// <summary>Two writers meeting is no failure of the message: it is simply tried again, this often.</summary>
    private const int MaxConflicts = 20;

    public override async Task DeliverAsync(IServiceScopeFactory scopes, object message, MessageContext context, CancellationToken ct)
    {
        if (!TConsumer.Concerns((TMessage)message))
            return;
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                await OnceAsync(scopes, (TMessage)message, context, ct);
                return;
            }
            catch (Exception e) when (conflicts < MaxConflicts && (e is DbUpdateConcurrencyException || Storage.IsUniqueViolation(e)))
            {
                await Task.Delay(Random.Shared.Next(1, 10 + 5 * conflicts), ct);
            }
        }
    }

    private async Task OnceAsync(IServiceScopeFactory scopes, TMessage message, MessageContext context, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        // A consumer never catches, so nobody goes back to a savepoint.
        db.Database.AutoSavepointsEnabled = false;
        var consumer = scope.ServiceProvider.GetRequiredService<TConsumer>();
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var isNew = false;
        await db.InTransactionAsync(async token =>
        {
            isNew = await IsNewAsync(db, context.MessageId, clock.GetUtcNow(), token);
            if (!isNew)
                return;
            await consumer.Consume(message, context, token);
            await db.SaveChangesAsync(token);
        }, ct);
        if (isNew)
            scope.ServiceProvider.GetRequiredService<MessagingMetrics>().Handled(Endpoint, clock.GetUtcNow() - context.SentAt);
    }

    /// <summary>Takes the message's place in the inbox. On PostgreSQL a second delivery at the same time waits here for the
    /// first.</summary>
    private async Task<bool> IsNewAsync(TDb db, Guid messageId, DateTimeOffset now, CancellationToken ct)
    {
        if (db.IsPostgres)
            return await db.Database.ExecuteSqlAsync(
                $"INSERT INTO inbox_entries (message_id, endpoint, at) VALUES ({messageId}, {Endpoint}, {now.UtcDateTime}) ON CONFLICT DO NOTHING", ct) == 1;
        if (await db.Set<InboxEntry>().AnyAsync(e => e.MessageId == messageId && e.Endpoint == Endpoint, ct))
            return false;
        db.Add(new InboxEntry { MessageId = messageId, Endpoint = Endpoint, At = now });
        return true;
    }

    public override async Task DeadLetterAsync(IServiceScopeFactory scopes, string body, MessageContext context, Exception error,
        CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        if (await db.Set<DeadLetter>()
            .AnyAsync(p => p.MessageId == context.MessageId && p.Endpoint == Endpoint && p.ReplayedAt == null, ct))
            return;
        db.Add(new DeadLetter
        {
            MessageId = context.MessageId,
            Endpoint = Endpoint,
            Type = EventTypes.NameOf(MessageType),
            Body = body,
            Error = error.ToString(),
        });
        await db.SaveChangesAsync(ct);
        scope.ServiceProvider.GetRequiredService<MessagingMetrics>().DeadLettered(Endpoint);
    }
}

internal sealed class BroadcastSubscription<TReceiver, TMessage>(string endpoint)
    : Subscription(endpoint, typeof(TMessage), broadcast: true)
    where TReceiver : class, IBroadcast<TMessage>
    where TMessage : class, IEvent
{
    public override async Task DeliverAsync(IServiceScopeFactory scopes, object message, MessageContext context, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TReceiver>().Receive((TMessage)message, ct);
    }

    public override Task DeadLetterAsync(IServiceScopeFactory scopes, string body, MessageContext context, Exception error,
        CancellationToken ct) => Task.CompletedTask;
}

public static class SubscriptionSetup
{
    /// <summary>Subscribes a consumer; its queue is <c>{service}-{event}</c>, so two services each get their copy.</summary>
    public static void AddConsumer<TConsumer, TMessage, TDb>(this IHostApplicationBuilder builder, string service)
        where TConsumer : class, IConsumer<TMessage>
        where TMessage : class, IEvent
        where TDb : ServiceDb
    {
        builder.Services.AddScoped<TConsumer>();
        builder.Services.AddSingleton<Subscription>(new Subscription<TConsumer, TMessage, TDb>(Name<TMessage>(service)));
    }

    /// <summary>Subscribes a receiver that every replica has for itself.</summary>
    public static void AddBroadcast<TReceiver, TMessage>(this IHostApplicationBuilder builder, string service)
        where TReceiver : class, IBroadcast<TMessage>
        where TMessage : class, IEvent
    {
        builder.Services.AddScoped<TReceiver>();
        builder.Services.AddSingleton<Subscription>(new BroadcastSubscription<TReceiver, TMessage>(Name<TMessage>(service)));
    }

    private static string Name<TMessage>(string service) =>
        $"{service}-{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(typeof(TMessage).Name)}";
}
