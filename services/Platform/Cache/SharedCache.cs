using Mat.Platform.Hosting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Mat.Platform.Cache;

/// <summary>Short-lived copies of what can be had again. It never throws: a cache that is away is a cache that is empty.</summary>
public interface ISharedCache
{
    Task<string?> GetAsync(string key);

    /// <param name="ttl">How long it may be served.</param>
    Task SetAsync(string key, string value, TimeSpan ttl);

    Task RemoveAsync(string key);
}

internal static class CacheSetup
{
    public static void AddSharedCache(this IHostApplicationBuilder builder, MatOptions options)
    {
        builder.Services.AddMemoryCache();
        if (options.Cache == "redis")
        {
            builder.Services.AddSingleton<RedisConnection>();
            builder.Services.AddSingleton<ISharedCache, RedisCache>();
        }
        else
        {
            builder.Services.AddSingleton<ISharedCache, LocalCache>();
        }
    }
}

internal sealed class LocalCache(IMemoryCache memory) : ISharedCache
{
    public Task<string?> GetAsync(string key) => Task.FromResult(memory.Get<string>("shared:" + key));

    public Task SetAsync(string key, string value, TimeSpan ttl)
    {
        memory.Set("shared:" + key, value, ttl);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string key)
    {
        memory.Remove("shared:" + key);
        return Task.CompletedTask;
    }
}

/// <summary>The process' one connection to Redis, made in the background and again whenever it breaks.</summary>
public sealed class RedisConnection : IDisposable
{
    private readonly Lazy<ConnectionMultiplexer> _connection;
    private readonly ILogger<RedisConnection> _log;
    private long _quietUntil;

    public RedisConnection(MatOptions options, ILogger<RedisConnection> log)
    {
        _log = log;
        Prefix = options.RedisPrefix;
        var settings = ConfigurationOptions.Parse(options.Redis!);
        settings.AbortOnConnectFail = false;
        settings.ConnectTimeout = 2000;
        settings.SyncTimeout = 500;
        _connection = new(() => ConnectionMultiplexer.Connect(settings));
    }

    /// <summary>Goes before every key.</summary>
    public string Prefix { get; }

    /// <summary>Runs a command; when Redis is away answers <paramref name="otherwise"/> and says so once in ten seconds.</summary>
    public async Task<T> TryAsync<T>(Func<IDatabase, Task<T>> command, T otherwise)
    {
        try
        {
            var connection = _connection.Value;
            if (!connection.IsConnected)
                return otherwise;
            return await command(connection.GetDatabase());
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            var now = Environment.TickCount64;
            if (Interlocked.Read(ref _quietUntil) < now)
            {
                Interlocked.Exchange(ref _quietUntil, now + 10_000);
                _log.LogWarning("Redis is away: {Reason}", e.Message);
            }

            return otherwise;
        }
    }

    public void Dispose()
    {
        if (_connection.IsValueCreated)
            _connection.Value.Dispose();
    }
}

internal sealed class RedisCache(RedisConnection redis) : ISharedCache
{
    public async Task<string?> GetAsync(string key) => await redis.TryAsync(async db => (string?)await db.StringGetAsync(redis.Prefix + key), null);

    public Task SetAsync(string key, string value, TimeSpan ttl) => redis.TryAsync(db => db.StringSetAsync(redis.Prefix + key, value, ttl), false);

    public Task RemoveAsync(string key) => redis.TryAsync(db => db.KeyDeleteAsync(redis.Prefix + key), false);
}
