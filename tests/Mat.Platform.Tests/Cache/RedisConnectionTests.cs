using System.Diagnostics;
using Mat.Platform.Cache;
using Mat.Platform.Hosting;
using Mat.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mat.Platform.Tests.Cache;

/// <summary>Against a real redis-server that takes TLS only and knows Mat as the user of docs/operations.md.</summary>
public sealed class RedisConnectionTests
{
    private static RedisConnection Connect(TlsRedis server, string password = "first", string? issuer = null) => new(
        new MatOptions
        {
            Redis = $"127.0.0.1:{server.Port},ssl=true,user=mat,password={password}",
            RedisCaFile = issuer ?? server.IssuerFile,
        },
        NullLogger<RedisConnection>.Instance);

    private static Task<string?> SetAndGetAsync(RedisConnection redis, string key, string value) => redis.TryAsync(async db =>
    {
        await db.StringSetAsync(key, value);
        return (string?)await db.StringGetAsync(key);
    }, null);

    private static Task<bool> WorksAsync(RedisConnection redis) =>
        redis.TryAsync(async db => await db.StringSetAsync("mat:works", 1), false);

    [Fact]
    public async Task A_user_of_the_access_list_works_over_tls_and_only_below_its_prefix()
    {
        await using var server = await TlsRedis.StartAsync();
        using var redis = Connect(server);
        Assert.Equal("x", await SetAndGetAsync(redis, "mat:a", "x"));
        // What the gateway's rate limiter runs.
        Assert.Equal("1", await redis.TryAsync(async db => (string?)await db.ScriptEvaluateAsync(
            "redis.call('TIME'); redis.call('HSET', KEYS[1], 't', ARGV[1]); redis.call('PEXPIRE', KEYS[1], 1000); return redis.call('HMGET', KEYS[1], 't')[1]",
            ["mat:rate"], ["1"]), null));

        Assert.Null(await SetAndGetAsync(redis, "other:a", "x"));
        Assert.Null(await redis.TryAsync(async db => (string?)await db.ExecuteAsync("ACL", "LIST"), null));
        Assert.Equal("x", await redis.TryAsync(async db => (string?)await db.StringGetAsync("mat:a"), null));
    }

    [Theory]
    [InlineData("wrong", true)]
    [InlineData("first", false)]
    public async Task A_wrong_password_or_a_certificate_of_an_unknown_authority_is_no_exception(string password, bool trusted)
    {
        await using var server = await TlsRedis.StartAsync();
        await using var another = await TlsRedis.StartAsync();
        using var redis = Connect(server, password, trusted ? null : another.IssuerFile);
        Assert.False(await WorksAsync(redis));

        var watch = Stopwatch.StartNew();
        Assert.False(await WorksAsync(redis));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task A_server_that_was_gone_is_used_again_and_meanwhile_costs_no_wait()
    {
        await using var server = await TlsRedis.StartAsync();
        using var redis = Connect(server);
        await Eventually.TrueAsync(() => WorksAsync(redis), "connected");
        server.Kill();
        await Eventually.TrueAsync(async () => !await WorksAsync(redis), "the loss was noticed");
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10; i++)
            Assert.False(await WorksAsync(redis));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");

        await server.RunAsync();
        await Eventually.TrueAsync(() => WorksAsync(redis), "connected again");
    }

    /// <summary>docs/operations.md, "Password of Redis".</summary>
    [Fact]
    public async Task A_password_is_changed_while_the_old_one_still_serves()
    {
        await using var server = await TlsRedis.StartAsync();
        using var old = Connect(server);
        await Eventually.TrueAsync(() => WorksAsync(old), "connected");
        await server.AdminAsync("ACL", "SETUSER", "mat", ">second");
        using var next = Connect(server, "second");
        await Eventually.TrueAsync(() => WorksAsync(next), "connected with the new password");
        Assert.True(await WorksAsync(old));

        await server.AdminAsync("ACL", "SETUSER", "mat", "<first");
        Assert.True(await WorksAsync(next));
        using var late = Connect(server);
        Assert.False(await WorksAsync(late));
    }
}
