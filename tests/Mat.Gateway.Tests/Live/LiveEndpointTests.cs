using System.Net;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Testing;

namespace Mat.Gateway.Tests.Live;

public sealed class LiveEndpointTests
{
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid();

    private static TicketChanged Ticket(Guid school, Guid? requester = null) => new(
        new TicketSnapshot(
            Guid.NewGuid(), 1, "T-1", "x", "incident", "new", "low", school, null, requester, null, null, null, null,
            DateTimeOffset.UnixEpoch, null, null, null, null, false, false), "opened");

    [Fact]
    public async Task School_lead_hears_own_school_and_nothing_else()
    {
        await using var f = await GatewayFixture.StartAsync();
        using var stream = await OpenAsync(f.Holding("mats_a", asCookie: true, grants: new Grant("school_lead", [A])));
        var (foreign, own) = (Ticket(B), Ticket(A));
        await f.App.DeliverAsync(foreign);
        await f.App.DeliverAsync(own);
        var line = await stream.UntilAsync(l => l.StartsWith("data: {\"topic", StringComparison.Ordinal));
        Assert.Contains(own.Ticket.Id.ToString(), line, StringComparison.Ordinal);
        Assert.DoesNotContain("personId", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_hears_of_own_tickets()
    {
        await using var f = await GatewayFixture.StartAsync();
        var me = Guid.NewGuid();
        using var stream = await OpenAsync(f.Holding("mats_a", personId: me, grants: new Grant("staff", [A])));
        var (other, own) = (Ticket(A, Guid.NewGuid()), Ticket(A, me));
        await f.App.DeliverAsync(other);
        await f.App.DeliverAsync(own);
        Assert.Contains(own.Ticket.Id.ToString(), await stream.UntilAsync(l => l.StartsWith("data: {\"topic", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_has_a_heartbeat_and_a_dead_session_ends()
    {
        await using var f = await GatewayFixture.StartAsync(new()
        {
            ["Mat:Gateway:LiveHeartbeatSeconds"] = "0.1",
            ["Mat:Gateway:LiveRecheckSeconds"] = "0.2",
            ["Mat:Gateway:ResolveSeconds"] = "0",
        });
        using var stream = await OpenAsync(f.Holding("mats_a", grants: new Grant("manager", null)));
        await stream.UntilAsync(l => l == ": ping");
        f.Revoke("mats_a");
        Assert.Null(await stream.UntilAsync(_ => false));
    }

    [Fact]
    public async Task Anonymous_reader_and_one_stream_too_many_are_refused()
    {
        await using var f = await GatewayFixture.StartAsync(new() { ["Mat:Gateway:LiveStreamsPerPerson"] = "2" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await f.Client().GetAsync("/api/live")).StatusCode);
        var client = f.Holding("mats_a", grants: new Grant("manager", null));
        using var one = await OpenAsync(client);
        using (await OpenAsync(client))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests,
                (await client.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead)).StatusCode);
        }
        await Eventually.TrueAsync(
            async () => (await client.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead)).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Stop_of_the_process_does_not_wait_for_streams()
    {
        var f = await GatewayFixture.StartAsync();
        using var stream = await OpenAsync(f.Holding("mats_a", grants: new Grant("manager", null)));
        var stopping = f.DisposeAsync().AsTask();
        Assert.Null(await stream.UntilAsync(_ => false));
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task<Reader> OpenAsync(HttpClient client)
    {
        var answer = await client.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var reader = new Reader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
        await reader.UntilAsync(l => l == "event: hello");
        return reader;
    }

    private sealed class Reader(HttpResponseMessage answer, StreamReader lines) : IDisposable
    {
        /// <summary>The first line that fits; null when the stream ended.</summary>
        public async Task<string?> UntilAsync(Func<string, bool> fits)
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                while (await lines.ReadLineAsync(timeout.Token) is { } line)
                {
                    if (fits(line))
                        return line;
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                // The other side hung up.
            }
            return null;
        }

        public void Dispose() => answer.Dispose();
    }
}
