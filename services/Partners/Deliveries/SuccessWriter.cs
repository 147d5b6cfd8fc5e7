using System.Collections.Concurrent;
using System.Diagnostics;
using Mat.Partners.Data;
using Mat.Partners.Outbound;

namespace Mat.Partners.Deliveries;

/// <summary>An attempt that is over.</summary>
internal sealed record AttemptOutcome(ClaimedDelivery Work, DateTimeOffset StartedAt, AttemptResult Result);

/// <summary>
/// Writes successes in groups: what arrives while one group is written makes up the next, so that a busy engine has few
/// transactions and an idle one no wait.
/// </summary>
internal sealed class SuccessWriter(IServiceScopeFactory scopes, DeliveryResults results)
{
    private const int Max = 200;

    /// <summary>While results keep coming a group waits this long for more; the first after a pause is written at once.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    private long _lastWrite;
    private readonly ConcurrentQueue<(AttemptOutcome Outcome, TaskCompletionSource Written)> _waiting = new();
    private int _writing;

    /// <summary>Returns when it is written; throws what its group threw, after which each is better written alone.</summary>
    public async Task WriteAsync(AttemptOutcome outcome)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((outcome, written));
        // Who finds nobody writing writes for all; it looks again after it let go, so that nobody is left behind.
        while (!_waiting.IsEmpty && Interlocked.CompareExchange(ref _writing, 1, 0) == 0)
        {
            try
            {
                await WriteGroupAsync();
            }
            finally
            {
                Volatile.Write(ref _writing, 0);
            }
        }

        await written.Task;
    }

    private async Task WriteGroupAsync()
    {
        if (Stopwatch.GetElapsedTime(_lastWrite) < 4 * Gather)
            await Task.Delay(Gather);
        List<(AttemptOutcome Outcome, TaskCompletionSource Written)> group = [];
        while (group.Count < Max && _waiting.TryDequeue(out var next))
            group.Add(next);
        if (group.Count == 0)
            return;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await results.SucceededAsync(scope.ServiceProvider.GetRequiredService<PartnersDb>(), [.. group.Select(g => g.Outcome)],
                CancellationToken.None);
            _lastWrite = Stopwatch.GetTimestamp();
            foreach (var (_, written) in group)
                written.SetResult();
        }
        catch (Exception e)
        {
            foreach (var (_, written) in group)
                written.SetException(e);
        }
    }
}
