using System.Buffers;
using System.Text;
using Mat.Alerts.Syslog;

namespace Mat.Alerts.Tests.Syslog;

public sealed class SyslogFramesTests
{
    private const string One = "<34>1 2026-11-20T10:00:00Z fw app - ID1 - one";
    private const string Two = "<34>1 2026-11-20T10:00:01Z fw app - ID1 - two\nwith a second line";
    private static readonly string Huge = new('x', SyslogFrames.MaxBytes + 1);

    [Fact]
    public void Each_message_says_anew_how_it_is_framed() =>
        Assert.Equal([One, "<13>Nov 20 10:00:00 sw a: line", Two, "CEF:0|a|b|c|d|e|5|", One],
            Read($"{Counted(One)}<13>Nov 20 10:00:00 sw a: line\r\n{Counted(Two)}\nCEF:0|a|b|c|d|e|5|\0\n{Counted(One)}"));

    [Fact]
    public void However_the_stream_is_split_the_messages_are_the_same()
    {
        var stream = Encoding.UTF8.GetBytes($"{Counted(One)}{Counted(Two)}{One}\n\n{Counted("<13>é 😀")}{One}\n");
        string[] all = [One, Two, One, "<13>é 😀", One];
        Assert.Equal(all, Read(stream, [.. Enumerable.Range(1, stream.Length)]));
        var random = new Random(5424);
        for (var round = 0; round < 500; round++)
            Assert.Equal(all,
                Read(stream,
                    [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(stream.Length)).Append(stream.Length).Order()]));
    }

    [Fact]
    public void A_line_that_begins_with_a_number_is_a_line() =>
        Assert.Equal(["404 not found", "2026-11-20T10:00:00Z fw app: text", "0 <34>", "99999999999999999999 <34>", "7", One],
            Read($"404 not found\n2026-11-20T10:00:00Z fw app: text\n0 <34>\n99999999999999999999 <34>\n7\n{One}"));

    [Fact]
    public void What_is_too_large_is_passed_over_and_what_follows_is_read()
    {
        Assert.Equal(["too large", One], Read($"{Huge.Length + 1} <{Huge}{One}\n"));
        Assert.Equal(["too large", One], Read($"{Huge}{Huge}\n{Counted(One)}"));
        Assert.Equal(["too large", "too large", One], Read($"{Huge}\n{Huge}\n{Counted(One)}"));
        Assert.Equal([new string('y', SyslogFrames.MaxBytes), One], Read($"{new string('y', SyslogFrames.MaxBytes)}\n{One}\n"));
        // A length that nobody sends to the end holds nothing back but its own connection.
        Assert.Equal(["too large"], Read($"999999999 <34>1 never"));
    }

    [Fact]
    public void What_has_no_end_is_no_message_before_the_stream_ends()
    {
        var frames = new SyslogFrames();
        var buffer = Bytes(One);
        Assert.Equal(Frame.None, frames.Take(ref buffer, ended: false, out _));
        Assert.Equal(One.Length, buffer.Length);
        Assert.Equal(Frame.Message, frames.Take(ref buffer, ended: true, out _));
        buffer = Bytes($"{One.Length + 1} {One}");
        Assert.Equal(Frame.None, frames.Take(ref buffer, ended: true, out _));
    }

    [Fact]
    public void Case_56_whatever_the_bytes_every_one_of_them_is_taken_or_waits()
    {
        var random = new Random(6587);
        string[] parts = [Counted(One), "9 <34>1 ", "999999999 <", "\n", "\0", " ", One + "\n", "<", "65537 <", "1", "0"];
        for (var round = 0; round < 2_000; round++)
        {
            var stream = string.Concat(Enumerable.Range(0, random.Next(1, 12))
                .Select(_ => random.Next(4) == 0 ? ((char)random.Next(0x2FF)).ToString() : parts[random.Next(parts.Length)]));
            Read(Encoding.UTF8.GetBytes(stream),
                [.. Enumerable.Range(0, 4).Select(_ => random.Next(stream.Length + 1)).Order(), Encoding.UTF8.GetByteCount(stream)]);
        }
    }

    internal static string Counted(string message) => $"{Encoding.UTF8.GetByteCount(message)} {message}";

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static List<string> Read(string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        return Read(bytes, [bytes.Length]);
    }

    /// <summary>What is read when the stream has come up to each of these places in turn.</summary>
    private static List<string> Read(byte[] stream, int[] places)
    {
        var frames = new SyslogFrames();
        var messages = new List<string>();
        var taken = 0;
        foreach (var place in places)
        {
            var rest = new ReadOnlySequence<byte>(stream, taken, Math.Max(0, place - taken));
            for (Frame frame; (frame = frames.Take(ref rest, ended: place == stream.Length, out var message)) != Frame.None;)
                messages.Add(frame == Frame.Message ? Encoding.UTF8.GetString(message.Span) : "too large");
            taken = Math.Max(taken, place - (int)rest.Length);
        }
        return messages;
    }
}
