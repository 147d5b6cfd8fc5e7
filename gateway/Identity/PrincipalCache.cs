using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.Identity;

/// <summary>
/// Remembers for some seconds which principal a token belongs to; concurrent requests with the same token share one resolution.
/// Keyed by the token's hash, so that a memory dump holds fewer secrets.
/// </summary>
internal sealed class PrincipalCache(IOptions<GatewayOptions> options, TimeProvider clock) : IDisposable
{
    private const int MaxEntries = 50_000;

    /// <summary>Upper bound while a resolution is pending; its result replaces the entry.</summary>
    private static readonly TimeSpan PendingTtl = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = MaxEntries, Clock = new CacheClock(clock) });
    private readonly Lock _pending = new();

    public async Task<ResolvedPrincipal?> GetAsync(string token, Func<string, Task<ResolvedPrincipal?>> resolve, CancellationToken ct)
    {
        var key = Key(token);
        Task<ResolvedPrincipal?> answer;
        lock (_pending)
        {
            if (!_entries.TryGetValue(key, out Task<ResolvedPrincipal?>? cached) || cached is null || cached.IsFaulted || cached.IsCanceled)
            {
                // Not tied to this request's cancellation, because others wait for the same answer. Cached before it starts, so
                // that a quick result is not overwritten by the pending entry.
                var resolution = new Task<Task<ResolvedPrincipal?>>(() => ResolveAsync(key, token, resolve));
                cached = resolution.Unwrap();
                Set(key, cached, PendingTtl);
                resolution.Start(TaskScheduler.Default);
            }
            answer = cached;
        }
        return await answer.WaitAsync(ct);
    }

    public void Remove(string token) => _entries.Remove(Key(token));

    public void Dispose() => _entries.Dispose();

    private async Task<ResolvedPrincipal?> ResolveAsync(string key, string token, Func<string, Task<ResolvedPrincipal?>> resolve)
    {
        try
        {
            var principal = await resolve(token);
            var seconds = principal is null ? options.Value.RefuseSeconds : options.Value.ResolveSeconds;
            if (seconds == 0)
                _entries.Remove(key);
            else
                Set(key, Task.FromResult(principal), TimeSpan.FromSeconds(seconds));
            return principal;
        }
        catch
        {
            _entries.Remove(key); // failures are not cached: the next request tries again
            throw;
        }
    }

    private void Set(string key, Task<ResolvedPrincipal?> answer, TimeSpan ttl) =>
        _entries.Set(key, answer, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = ttl });

    private static string Key(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed class CacheClock(TimeProvider clock) : Microsoft.Extensions.Internal.ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
