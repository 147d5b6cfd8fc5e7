using Mat.Platform.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Mat.Platform.Cache;

/// <summary>
/// The process's one connection to Redis, opened at the first use and reopened in the background whenever it breaks. Redis holds nothing
/// that
/// Mat cannot do without, so a failure is never an exception here, and only what comes within two seconds of the first use waits for it.
/// </summary>
public sealed class RedisConnection : IDisposable
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);
    private readonly Lazy<(Task<ConnectionMultiplexer> Connected, Task Deadline)> _connection;
    private readonly ILogger<RedisConnection> _log;
    private long _nextLog;

    public RedisConnection(MatOptions options, ILogger<RedisConnection> log)
    {
        _log = log;
        Prefix = options.RedisPrefix;
        var settings = ConfigurationOptions.Parse(options.Redis!);
        settings.AbortOnConnectFail = false;
        settings.ConnectTimeout = 2000;
        settings.AsyncTimeout = 500;
        settings.ReconnectRetryPolicy = new LinearRetry(1000);
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        if (options.RedisCaFile is { Length: > 0 } issuer)
            settings.TrustIssuer(issuer);
        _connection = new(() => (ConnectionMultiplexer.ConnectAsync(settings), Task.Delay(settings.ConnectTimeout)));
    }

    /// <summary>Goes before every key.</summary>
    public string Prefix { get; }

    /// <summary>Runs a command; while Redis is unavailable answers <paramref name="fallback"/> and logs it once in ten seconds.</summary>
    public async Task<T> TryAsync<T>(Func<IDatabase, Task<T>> command, T fallback)
    {
        string reason;
        try
        {
            var (connected, deadline) = _connection.Value;
            if (await Task.WhenAny(connected, deadline) == connected && await connected is { IsConnected: true } redis)
                return await command(redis.GetDatabase());
            reason = "not connected";
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            reason = e.Message;
        }

        var now = Environment.TickCount64;
        var next = Interlocked.Read(ref _nextLog);
        if (next < now && Interlocked.CompareExchange(ref _nextLog, now + (long)LogInterval.TotalMilliseconds, next) == next)
            _log.LogWarning("Redis unavailable: {Reason}", reason);
        return fallback;
    }

    public void Dispose()
    {
        if (_connection is { IsValueCreated: true, Value.Connected.IsCompletedSuccessfully: true })
            _connection.Value.Connected.Result.Dispose();
    }
}
