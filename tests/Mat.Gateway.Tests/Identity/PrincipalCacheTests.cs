using Mat.Gateway.Identity;
using Mat.Platform.Auth;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.Tests.Identity;

public sealed class PrincipalCacheTests
{
    private static readonly ResolvedPrincipal Somebody = new()
    {
        PersonId = Guid.NewGuid(),
        Name = "A",
        Email = "a@x",
        Kind = ActorKind.Person,
        Grants = []
    };
    private readonly TestClock _clock = new();
    private readonly PrincipalCache _cache;
    private int _asked;

    public PrincipalCacheTests() => _cache = new PrincipalCache(Options.Create(new GatewayOptions()), _clock);

    private Task<ResolvedPrincipal?> Get(string token, Func<Task<ResolvedPrincipal?>> answer) =>
        _cache.GetAsync(token, _ => { Interlocked.Increment(ref _asked); return answer(); }, default);

    private Task<ResolvedPrincipal?> Get(string token, ResolvedPrincipal? answer) => Get(token, () => Task.FromResult(answer));

    [Fact]
    public async Task Many_requests_at_once_ask_once()
    {
        var gate = new TaskCompletionSource<ResolvedPrincipal?>();
        var all = Enumerable.Range(0, 50).Select(_ => Get("t", () => gate.Task)).ToList();
        gate.SetResult(Somebody);
        Assert.All(await Task.WhenAll(all), p => Assert.Same(Somebody, p));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Known_token_is_asked_again_after_its_time()
    {
        await Get("t", Somebody);
        _clock.Advance(14);
        await Get("t", Somebody);
        Assert.Equal(1, _asked);
        _clock.Advance(2);
        Assert.Null(await Get("t", (ResolvedPrincipal?)null));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Unknown_token_stays_refused_for_two_seconds()
    {
        Assert.Null(await Get("t", (ResolvedPrincipal?)null));
        Assert.Null(await Get("t", Somebody));
        _clock.Advance(3);
        Assert.Same(Somebody, await Get("t", Somebody));
    }

    [Fact]
    public async Task Failure_is_not_remembered()
    {
        await Assert.ThrowsAsync<TrustUnavailableException>(() => Get("t", () => throw new TrustUnavailableException("away")));
        Assert.Same(Somebody, await Get("t", Somebody));
    }

    [Fact]
    public async Task Forgotten_token_is_asked_at_once()
    {
        await Get("t", Somebody);
        _cache.Remove("t");
        Assert.Null(await Get("t", (ResolvedPrincipal?)null));
    }
}
