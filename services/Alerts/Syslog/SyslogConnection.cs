using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using Mat.Alerts.Intake;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Syslog;

/// <summary>
/// One syslog connection from its first byte to its end. What has been read is kept before more is read, so a slow database
/// slows the sender down and costs no message. Nothing that comes in does more than end its own connection.
/// </summary>
internal sealed class SyslogConnection(
    SyslogIntake intake, SyslogMetrics meter, IOptions<SyslogOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<SyslogConnection> log) : ConnectionHandler
{
    /// <summary>Bytes of messages that are kept together.</summary>
    private const int BatchBytes = NormalizedAlertReader.MaxBytes;

    /// <summary>What the network still holds when the process stops has come too: a sender of syslog is never told that it was not
    /// taken.</summary>
    private static readonly TimeSpan QuietAfterStop = TimeSpan.FromMilliseconds(250);

    /// <summary>Who goes on sending does not hold the stop up for longer than this.</summary>
    private static readonly TimeSpan MaxAfterStop = TimeSpan.FromSeconds(2);

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        meter.Opened();
        try
        {
            var address = ((IPEndPoint)connection.RemoteEndPoint!).Address;
            var certificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
            var sender = new SyslogSender(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address,
                certificate is null ? null : SyslogSender.FingerprintOf(certificate));
            if (await ReadAsync(connection, sender) is not { } reason)
                return;
            meter.Closed(reason);
            log.LogWarning("Syslog connection closed. sender={Sender} reason={Reason} certificate={Fingerprint}", sender.Address, reason,
                sender.Fingerprint ?? "none");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The sender went away, or the process stops and its time is up.
        }
        finally
        {
            meter.Ended();
        }
    }

    /// <returns>Why Mat ends it; null when the sender has ended it, or the process stops.</returns>
    private async Task<string?> ReadAsync(ConnectionContext connection, SyslogSender sender)
    {
        var stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        // What was read is kept although the sender has gone since, which is when ConnectionClosed fires.
        var end = lifetime.ApplicationStopped;
        // Who is nobody's sender is closed at once, and what it sends is never read.
        if (!await intake.KeepAsync(sender, [], end))
            return "unknown_sender";
        var input = connection.Transport.Input;
        var frames = new SyslogFrames();
        long? unfinishedSince = null;
        long? stoppedAt = null;
        while (true)
        {
            if (stop.IsCancellationRequested)
                stoppedAt ??= Stopwatch.GetTimestamp();
            var left = unfinishedSince is { } since ? TimeSpan.FromSeconds(options.Value.MessageSeconds) - clock.GetElapsedTime(since)
                : TimeSpan.FromSeconds(options.Value.IdleSeconds);
            if (await NextAsync(input, left, stop) is not { } read)
                return stop.IsCancellationRequested ? null : unfinishedSince is null ? "idle" : "unfinished";
            var buffer = read.Buffer;
            var messages = Take(frames, ref buffer, read.IsCompleted, out var full);
            if (messages.Count > 0 && !await intake.KeepAsync(sender, messages, end))
                return "unknown_sender";
            if (read.IsCompleted && !full)
            {
                if (!buffer.IsEmpty)
                    meter.Lost("cut");
                return null;
            }
            if (stoppedAt is { } at && !full && Stopwatch.GetElapsedTime(at) > MaxAfterStop)
                return null;
            var waiting = !full && (!buffer.IsEmpty || frames.PassingOver);
            unfinishedSince = !waiting ? null : messages.Count == 0 && unfinishedSince is not null ? unfinishedSince : clock.GetTimestamp();
            // A full batch leaves messages in the buffer, which the next round takes without waiting for more.
            input.AdvanceTo(buffer.Start, full ? buffer.Start : buffer.End);
        }
    }

    /// <returns>Null when nothing came in that time, or when the process stops and all that has come was taken.</returns>
    private async Task<ReadResult?> NextAsync(PipeReader input, TimeSpan within, CancellationToken stop)
    {
        if (input.TryRead(out var there))
            return there;
        if (within <= TimeSpan.Zero)
            return null;
        using var time = new CancellationTokenSource(within, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stop);
        try
        {
            return await input.ReadAsync(any.Token);
        }
        catch (OperationCanceledException) when (any.IsCancellationRequested)
        {
            if (input.TryRead(out var late))
                return late;
            if (!stop.IsCancellationRequested)
                return null;
        }
        using var quiet = new CancellationTokenSource(QuietAfterStop);
        try
        {
            return await input.ReadAsync(quiet.Token);
        }
        catch (OperationCanceledException) when (quiet.IsCancellationRequested)
        {
            return null;
        }
    }

    private List<ReadOnlyMemory<byte>> Take(SyslogFrames frames, ref ReadOnlySequence<byte> buffer, bool ended, out bool full)
    {
        var messages = new List<ReadOnlyMemory<byte>>();
        for (var bytes = 0; ;)
        {
            full = messages.Count == NormalizedAlertReader.MaxItems || bytes >= BatchBytes;
            if (full)
                return messages;
            switch (frames.Take(ref buffer, ended, out var message))
            {
                case Frame.None:
                    return messages;
                case Frame.TooLarge:
                    meter.Lost("too_large");
                    break;
                default:
                    if (!message.IsEmpty)
                        messages.Add(message);
                    bytes += message.Length;
                    break;
            }
        }
    }
}
