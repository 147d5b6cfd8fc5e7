namespace Mat.Platform.Messaging;

/// <summary>Wakes one waiter; several sets before it looks are one.</summary>
public sealed class AsyncAutoResetEvent
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Set()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already, and not yet seen.
        }
    }

    /// <returns>True when it was raised, false when the time was over first.</returns>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken ct) => _raised.WaitAsync(timeout, ct);
}
