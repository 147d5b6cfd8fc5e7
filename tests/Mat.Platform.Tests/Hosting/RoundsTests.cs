using Mat.Platform.Hosting;
using Mat.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mat.Platform.Tests.Hosting;

public sealed class RoundsTests
{
    [Fact]
    public async Task Round_that_fails_is_followed_by_the_next_until_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var rounds = 0;
        var running = PeriodicJob.RunAsync(
            TimeSpan.FromMilliseconds(1), TimeProvider.System, NullLogger.Instance,
            _ => Interlocked.Increment(ref rounds) < 3 ? throw new InvalidOperationException("A fault of ours") : Task.CompletedTask,
            stop.Token, atOnce: true);

        await Eventually.TrueAsync(() => Volatile.Read(ref rounds) > 3);
        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory, InlineData(true, 1), InlineData(false, 0)]
    public async Task First_round_waits_its_interval_unless_it_is_to_come_at_once(bool atOnce, int expected)
    {
        using var stop = new CancellationTokenSource();
        var rounds = 0;
        var running = PeriodicJob.RunAsync(
            TimeSpan.FromDays(1), TimeProvider.System, NullLogger.Instance, _ => Task.FromResult(++rounds), stop.Token, atOnce);

        Assert.Equal(expected, rounds);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
