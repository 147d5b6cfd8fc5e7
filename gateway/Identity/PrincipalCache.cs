using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.Identity;

/// <summary>
/// Asks who a token is, once for all requests that come together and then not again for some seconds. Kept by the
/// token's hash, so that a dump of this process' memory tells fewer secrets.
/// </summary>
internal sealed class PrincipalCache(IOptions<GatewayOptions> options, TimeProvider clock) : IDisposable
{
    private const int Most = 50_000;
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Most, Clock = new CacheClock(clock) });
    private readonly Lock _asking = new();

    public async Task<Holder?> GetAsync(string token, Func<string, Task<Holder?>> resolve, CancellationToken ct)
    {
        var key = Key(token);
        Task<Holder?> asked;
        lock (_asking)
        {
            if (!_known.TryGetValue(key, out Task<Holder?>? known) || known is null || known.IsFaulted || known.IsCanceled)
            {
                // Not tied to this request's cancellation: others wait for the same answer.
                // Kept before it starts, so that the answer, however quick, is what stays.
                var asking = new Task<Task<Holder?>>(() => AskAsync(key, token, resolve));
                known = asking.Unwrap();
                Keep(key, known, TimeSpan.FromSeconds(30));
                asking.Start(TaskScheduler.Default);
            }
            asked = known;
        }
        return await asked.WaitAsync(ct);
    }

    public void Forget(string token) => _known.Remove(Key(token));

    public void Dispose() => _known.Dispose();

    private async Task<Holder?> AskAsync(string key, string token, Func<string, Task<Holder?>> resolve)
    {
        try
        {
            var principal = await resolve(token);
            var seconds = principal is null ? options.Value.RefuseSeconds : options.Value.ResolveSeconds;
            if (seconds == 0) _known.Remove(key);
            else Keep(key, Task.FromResult(principal), TimeSpan.FromSeconds(seconds));
            return principal;
        }
        catch
        {
            _known.Remove(key); // a failure is nobody's answer: the next request asks again
            throw;
        }
    }

    private void Keep(string key, Task<Holder?> answer, TimeSpan time) =>
        _known.Set(key, answer, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = time });

    private static string Key(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed class CacheClock(TimeProvider clock) : Microsoft.Extensions.Internal.ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
