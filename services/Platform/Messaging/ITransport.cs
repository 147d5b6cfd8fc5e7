namespace Mat.Platform.Messaging;

/// <summary>What the relay hands its messages to: the process itself, or a broker.</summary>
internal interface ITransport
{
    /// <summary>Ready to take messages; awaited before a relay starts.</summary>
    Task ReadyAsync(CancellationToken ct);

    /// <summary>Returns when the message is safe elsewhere: worked off by every subscriber here, or confirmed by the broker.</summary>
    Task SendAsync(OutboxMessage row, CancellationToken ct);

    Task StopAsync(CancellationToken ct);
}
