using System.Text;
using System.Text.Json;

namespace Mat.Gateway.Live;

/// <summary>
/// Writes one stream until the reader disconnects, the session ends or the process stops. The framework's result for server-sent
/// events cannot send comments, and a comment is the heartbeat that triggers no event handler in the browser.
/// </summary>
internal sealed class LiveWriter(TimeProvider clock, TimeSpan heartbeat, TimeSpan recheck)
{
    private static readonly byte[] Ping = ": ping\n\n"u8.ToArray();
    private static readonly byte[] Resync = "event: resync\ndata: {}\n\n"u8.ToArray();
    private static readonly byte[] Hello = "retry: 3000\nevent: hello\ndata: {}\n\n"u8.ToArray();

    public async Task WriteAsync(LiveStream stream, Stream body, Func<CancellationToken, Task<bool>> stillAllowed, CancellationToken ct)
    {
        await SendAsync(body, Hello, ct);
        var checkedAt = clock.GetTimestamp();
        while (true)
        {
            var more = await WaitAsync(stream, ct);
            if (clock.GetElapsedTime(checkedAt) >= recheck)
            {
                if (!await stillAllowed(ct))
                    return;
                checkedAt = clock.GetTimestamp();
            }
            if (!more)
            {
                await SendAsync(body, Ping, ct);
                continue;
            }
            if (stream.TakeDropped())
                await body.WriteAsync(Resync, ct);
            while (stream.Changes.TryRead(out var change))
                await body.WriteAsync(Line(change), ct);
            await body.FlushAsync(ct);
        }
    }

    internal static byte[] Line(LiveChange change) =>
        Encoding.UTF8.GetBytes($"event: change\ndata: {JsonSerializer.Serialize(change, JsonSerializerOptions.Web)}\n\n");

    /// <returns>False when nothing arrived within a heartbeat, or before the next check of the session if that is sooner.</returns>
    private async Task<bool> WaitAsync(LiveStream stream, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(heartbeat < recheck ? heartbeat : recheck, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            return await stream.Changes.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task SendAsync(Stream body, byte[] bytes, CancellationToken ct)
    {
        await body.WriteAsync(bytes, ct);
        await body.FlushAsync(ct);
    }
}
