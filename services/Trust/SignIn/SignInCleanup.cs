using Mat.Platform.Hosting;
using Mat.Trust.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Trust.SignIn;

/// <summary>Forgets sessions that have ended and attempts of which nothing came.</summary>
internal sealed class SignInCleanup(IServiceScopeFactory scopes, IOptions<TrustOptions> options, TimeProvider clock,
    ILogger<SignInCleanup> log) : BackgroundService
{
    private static readonly TimeSpan AttemptsKept = TimeSpan.FromDays(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromHours(1), clock, log, PassAsync, stoppingToken);

    internal async Task PassAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TrustDb>();
        var now = clock.GetUtcNow();
        var idle = now - options.Value.SessionIdle;
        var stale = now - AttemptsKept;
        await db.InTransactionAsync(async token =>
        {
            await db.Sessions.Where(s => s.ExpiresAt <= now || s.LastSeenAt <= idle).ExecuteDeleteAsync(token);
            await db.Attempts.Where(a => a.LastAt <= stale && (a.LockedUntil == null || a.LockedUntil <= now)).ExecuteDeleteAsync(token);
        }, ct);
    }
}
