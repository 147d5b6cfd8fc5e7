using System.Diagnostics;

namespace Mat.Testing;

/// <summary>Waits for what follows by itself, up to a deadline, by asking again.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">It did not become true in 30 seconds (or <paramref name="within"/>).</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string? what = null, TimeSpan? within = null)
    {
        await GetAsync(async () => await condition() ? "yes" : null, what, within);
    }

    /// <exception cref="TimeoutException">It did not become true in 30 seconds (or <paramref name="within"/>).</exception>
    public static Task TrueAsync(Func<bool> condition, string? what = null, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);

    /// <summary>The first answer that is not null.</summary>
    /// <exception cref="TimeoutException">There was none in 30 seconds (or <paramref name="within"/>).</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, string? what = null, TimeSpan? within = null)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        for (var pause = 5; ; pause = Math.Min(200, pause * 2))
        {
            if (await ask() is { } answer)
                return answer;
            if (clock.Elapsed > (within ?? Patience))
                throw new TimeoutException($"Not in {clock.Elapsed.TotalSeconds:F0} s: {what ?? "the condition"}");
            await Task.Delay(pause);
        }
    }
}
