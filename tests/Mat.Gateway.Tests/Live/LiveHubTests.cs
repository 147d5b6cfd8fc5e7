using System.Text;
using Mat.Contracts.Trust;
using Mat.Gateway.Live;

namespace Mat.Gateway.Tests.Live;

public sealed class LiveHubTests
{
    private readonly LiveHub _hub = new();
    private static readonly LiveViewer All = new(Guid.Empty, [new Grant("admin", null)], null);
    private static LiveChange Change(string what) =>
        new("ticket", Guid.NewGuid(), Guid.NewGuid(), DateTimeOffset.UnixEpoch, what, Guid.NewGuid());

    [Fact]
    public void Person_has_so_many_streams_and_gets_room_again_by_closing_one()
    {
        var me = Guid.NewGuid();
        var first = _hub.Open(me, All, 4, 2);
        Assert.NotNull(_hub.Open(me, All, 4, 2));
        Assert.Null(_hub.Open(me, All, 4, 2));
        Assert.NotNull(_hub.Open(Guid.NewGuid(), All, 4, 2));
        first!.Dispose();
        first.Dispose(); // twice gives no second place
        Assert.NotNull(_hub.Open(me, All, 4, 2));
        Assert.Null(_hub.Open(me, All, 4, 2));
    }

    [Fact]
    public async Task Slow_reader_gets_a_resync_and_the_newest_changes()
    {
        using var stream = _hub.Open(Guid.NewGuid(), All, 3, 5)!;
        for (var i = 0; i < 10; i++)
            _hub.Send(Change($"c{i}"));
        var text = await ReadAsync(stream, t => t.Contains("c9", StringComparison.Ordinal));
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(text, "event: resync"));
        Assert.DoesNotContain("\"c0\"", text, StringComparison.Ordinal);
        Assert.Contains("\"c7\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quick_reader_gets_all_and_no_resync()
    {
        using var stream = _hub.Open(Guid.NewGuid(), All, 3, 5)!;
        _hub.Send(Change("c1"));
        var text = await ReadAsync(stream, t => t.Contains("c1", StringComparison.Ordinal));
        Assert.DoesNotContain("resync", text, StringComparison.Ordinal);
        Assert.Contains("event: hello", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_filled_with_pings()
    {
        using var stream = _hub.Open(Guid.NewGuid(), All, 3, 5)!;
        Assert.Contains(": ping\n\n: ping\n\n", await ReadAsync(stream, t => t.EndsWith(": ping\n\n: ping\n\n", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_session_ends_the_stream()
    {
        using var stream = _hub.Open(Guid.NewGuid(), All, 3, 5)!;
        var asked = 0;
        var writer = new LiveWriter(TimeProvider.System, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(20));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await writer.WriteAsync(stream, new MemoryStream(), _ => Task.FromResult(++asked < 3), timeout.Token);
        Assert.Equal(3, asked);
    }

    [Fact]
    public void Line_says_what_changed_and_not_who_may_see_it()
    {
        var change = Change("opened");
        Assert.Equal(
            $"event: change\ndata: {{\"topic\":\"ticket\",\"id\":\"{change.Id}\",\"schoolId\":\"{change.SchoolId}\",\"at\":\"1970-01-01T00:00:00+00:00\",\"what\":\"opened\"}}\n\n",
            Encoding.UTF8.GetString(LiveWriter.Line(change)));
    }

    private static async Task<string> ReadAsync(LiveStream stream, Func<string, bool> until)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new StringBuilder();
        using var body = new CallbackStream(bytes =>
        {
            seen.Append(Encoding.UTF8.GetString(bytes.Span));
            if (until(seen.ToString()))
                stop.Cancel();
        });
        var writer = new LiveWriter(TimeProvider.System, TimeSpan.FromMilliseconds(30), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => writer.WriteAsync(stream, body, _ => Task.FromResult(true), stop.Token));
        Assert.True(until(seen.ToString()), seen.ToString());
        return seen.ToString();
    }

    private sealed class CallbackStream(Action<ReadOnlyMemory<byte>> written) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written(buffer);
            return ValueTask.CompletedTask;
        }
    }
}
