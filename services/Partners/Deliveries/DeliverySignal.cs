namespace Mat.Partners.Deliveries;

/// <summary>Wakes the delivery worker of this process; many calls before it looks are one.</summary>
internal sealed class DeliverySignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already.
        }
    }

    /// <summary>Waits for the signal, no longer than <paramref name="longest"/>.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => _set.WaitAsync(longest, ct);

    public void Dispose() => _set.Dispose();
}
