using System.Buffers;
using Mat.Alerts.Intake;

namespace Mat.Alerts.Syslog;

/// <summary>What was found at the head of a stream.</summary>
internal enum Frame
{
    /// <summary>Not all of a message is there yet.</summary>
    None,
    Message,

    /// <summary>A message of more than 64 KiB; it is passed over as it comes.</summary>
    TooLarge,
}

/// <summary>
/// Cuts a stream of syslog into its messages: octet counting ("57 &lt;34&gt;1 …", RFC 6587 3.4.1 and RFC 5425 4.3) and
/// non-transparent framing by LF (RFC 6587 3.4.2), detected per message by its first characters. A count
/// counts only before the "&lt;" that every message begins with, so that a line that begins with a number is a line. There
/// is no package for it here; SyslogNet and Syslog.Server only send, or read datagrams.
/// </summary>
internal sealed class SyslogFrames
{
    public const int MaxBytes = NormalizedAlertReader.MaxItemBytes;

    /// <summary>More digits are no length of anything: up to a gigabyte is passed over, byte by byte, until the message's time is
    /// up.</summary>
    private const int MaxDigits = 9;

    private long _skip;
    private bool _skipLine;

    /// <summary>A message that is too large has not ended yet.</summary>
    public bool PassingOver => _skip > 0 || _skipLine;

    /// <summary>Takes the next message off the buffer, or what belongs to one that is passed over.</summary>
    /// <param name="ended">Nothing comes after the buffer: what has no LF is a message all the same.</param>
    public Frame Take(ref ReadOnlySequence<byte> buffer, bool ended, out ReadOnlyMemory<byte> message)
    {
        message = default;
        Skip(ref buffer);
        if (buffer.IsEmpty)
            return Frame.None;
        var counted = Count(buffer, ended, out var start, out var length);
        if (counted is null)
            return Frame.None;
        if (counted is true)
        {
            if (length > MaxBytes)
            {
                buffer = buffer.Slice(start);
                _skip = length;
                Skip(ref buffer);
                return Frame.TooLarge;
            }
            if (buffer.Length < start + length)
                return Frame.None;
            message = Trim(buffer.Slice(start, length));
            buffer = buffer.Slice(start + length);
            return Frame.Message;
        }

        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            if (buffer.Length <= MaxBytes && !ended)
                return Frame.None;
            end = buffer.End;
        }
        var line = buffer.Slice(0, end);
        if (line.Length > MaxBytes)
        {
            _skipLine = true;
            Skip(ref buffer);
            return Frame.TooLarge;
        }
        message = Trim(line);
        buffer = buffer.Slice(end);
        return Frame.Message;
    }

    /// <summary>Passes over what is too large, and over what stands between messages: line ends, and the NUL that some devices end
    /// with.</summary>
    private void Skip(ref ReadOnlySequence<byte> buffer)
    {
        if (_skip > 0)
        {
            var now = Math.Min(_skip, buffer.Length);
            buffer = buffer.Slice(now);
            _skip -= now;
        }
        if (_skipLine)
        {
            var end = buffer.PositionOf((byte)'\n');
            buffer = buffer.Slice(end ?? buffer.End);
            _skipLine = end is null;
        }
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny("\r\n\0 "u8);
        buffer = buffer.Slice(reader.Position);
    }

    /// <returns>Null while that cannot be told yet.</returns>
    private static bool? Count(ReadOnlySequence<byte> buffer, bool ended, out int start, out int length)
    {
        (start, length) = (0, 0);
        var reader = new SequenceReader<byte>(buffer);
        for (var digits = 0; reader.TryRead(out var next); digits++)
        {
            if (next is >= (byte)'0' and <= (byte)'9' && digits < MaxDigits && (digits > 0 || next != '0'))
            {
                length = length * 10 + (next - '0');
                continue;
            }
            if (next != ' ' || digits == 0)
                return false;
            start = digits + 1;
            return reader.TryPeek(out var first) ? first == '<' : ended ? false : null;
        }
        return ended ? false : null;
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlySequence<byte> message) => message.ToArray().AsMemory().Trim("\r\n\0 \t"u8);
}
