using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Hosting;

/// <summary>Work that comes round again and again for as long as the process lives.</summary>
public static class PeriodicJob
{
    /// <summary>
    /// Runs a round after each interval until it is stopped. A round that fails costs that round and nothing else: the database may be
    /// away, another replica may have been faster, and a fault of ours must not end a process that has other work. The next round
    /// begins from what is in the database, so what was not done is done then.
    /// </summary>
    /// <param name="log">The worker's own: its category says whose round it was.</param>
    /// <param name="atOnce">True runs the first round without waiting.</param>
    public static async Task RunAsync(TimeSpan every, TimeProvider clock, ILogger log, Func<CancellationToken, Task> round,
        CancellationToken ct, bool atOnce = false)
    {
        using var timer = new PeriodicTimer(every, clock);
        while (atOnce || await timer.WaitForNextTickAsync(ct))
        {
            atOnce = false;
            try
            {
                await round(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                if (e is DbUpdateConcurrencyException || Storage.IsUniqueViolation(e))
                    log.LogDebug("Periodic job skipped after a concurrent update: {Reason}", e.Message);
                else if (Storage.IsTransient(e))
                    log.LogWarning("Periodic job waiting for the database: {Reason}", e.Message);
                else
                    log.LogError(e, "Periodic job failed; retrying at the next interval");
            }
        }
    }
}
