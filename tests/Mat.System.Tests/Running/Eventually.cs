using System.Diagnostics;

namespace Mat.SystemTests.Running;

/// <summary>Waits for what follows from a request by messages; polls, has a deadline, says what it saw last.</summary>
internal static class Eventually
{
    /// <summary>Long, since a busy machine is no fault of Mat's; what is slow is for the benchmarks to say.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> look, TimeSpan? within = null) where T : class
    {
        var clock = Stopwatch.StartNew();
        Exception? last = null;
        while (clock.Elapsed < (within ?? Patience))
        {
            try
            {
                if (await look() is { } found)
                    return found;
                last = null;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or Xunit.Sdk.XunitException)
            {
                last = e;
            }
            await Task.Delay(100);
        }
        throw new TimeoutException($"{what} did not happen within {within ?? Patience}", last);
    }

    public static Task TrueAsync(string what, Func<Task<bool>> look, TimeSpan? within = null) =>
        GetAsync(what, async () => await look() ? "yes" : null, within);

    public static Task TrueAsync(string what, Func<bool> look, TimeSpan? within = null) =>
        TrueAsync(what, () => Task.FromResult(look()), within);
}
