using System.Net;
using Mat.Contracts;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Gateway.Live;

namespace Mat.Gateway.Tests.Live;

/// <summary>Every live event of the contracts, published as a service publishes it and read as a browser reads it.</summary>
public sealed class LiveCoverageTests
{
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid(), Requester = Guid.NewGuid();
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private static TicketSnapshot Ticket(Guid school) => new(
        Guid.NewGuid(), 1, "T-1", "x", "incident", "new", "low", school, null, Requester, null, null, null, null, Now, null, null, null,
        null, false, false);

    private static AlertSnapshot Alert(Guid school) =>
        new(Guid.NewGuid(), 1, Guid.NewGuid(), "s", "generic", "x", "low", "new", school, null, null, 1, Now, Now);

    private static CaseSnapshot Case(params Guid[] schools) =>
        new(Guid.NewGuid(), 1, "C-1", "x", "other", "low", "open", schools, null, null, null, Now, null, null);

    private static AssetSnapshot Asset(Guid school) => new(
        Guid.NewGuid(), 1, "A1", "laptop", "x", "in_use", school, null, null, null, [], [], null, null, null, null, null, null);

    /// <summary>Each event concerns school A; tickets and public comments their requester as well.</summary>
    private static readonly ILiveEvent[] Examples =
    [
        new SchoolChanged(new SchoolSnapshot(A, 1, "123456", "x", "primary", true, [], [], CalendarSnapshot.Default)),
        new AssetsChanged([Asset(A)]),
        new TicketChanged(Ticket(A), "opened"),
        new TicketCommented(Guid.NewGuid(), Guid.NewGuid(), A, Requester, "public", "x", null, Now),
        new EscalationProgressed(
            new EscalationSnapshot(Guid.NewGuid(), 1, "E-1", Guid.NewGuid(), "T-1", A, null, null, "network", "sent", Now, null, null,
                null, null),
            new EscalationEvent(Guid.NewGuid(), "sent", "x", null, null, null, null, Now)),
        new AlertRaised(Alert(A), null),
        new AlertChanged(Alert(A), "severity"),
        new CaseOpened(Case(A)),
        new CaseChanged(Case(A), "status"),
        new ObligationDue(Case(A), "ico", "x", "half", Now, Now),
    ];

    public static TheoryData<string> Names => [.. typeof(ILiveEvent).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(ILiveEvent).IsAssignableFrom(t)).Select(t => t.Name)];

    [Fact]
    public void List_of_the_stream_is_the_live_events_of_the_contracts() =>
        Assert.Equal(Names.Select(n => n.Data).Order(), LiveEvents.All.Select(e => e.Type.Name).Order());

    [Fact]
    public void Topic_of_the_list_is_the_topic_of_the_event() =>
        Assert.All(Examples, e => Assert.Equal(e.Topic, LiveEvents.All.Single(l => l.Type == e.GetType()).Topic));

    [Theory, MemberData(nameof(Names))]
    public async Task Event_reaches_those_who_may_see_it_and_no_one_else(string name)
    {
        var example = Assert.Single(Examples, e => e.GetType().Name == name);
        await using var f = await GatewayFixture.StartAsync();
        var readers = new (string Who, Grant Grant, Guid Person, bool Sees)[]
        {
            ("manager of the trust", new Grant("manager", null), Guid.NewGuid(), true),
            ("executive of the trust", new Grant("executive", null), Guid.NewGuid(), true),
            ("technician of school A", new Grant("technician", [A]), Guid.NewGuid(), true),
            ("lead of school A", new Grant("school_lead", [A]), Guid.NewGuid(), true),
            ("lead of school B", new Grant("school_lead", [B]), Guid.NewGuid(), false),
            ("staff of school A", new Grant("staff", [A]), Guid.NewGuid(), false),
            ("requester", new Grant("staff", [A]), Requester, example.PersonId == Requester),
        };
        // What each stream ends with, so that nothing has to be waited for that must not come.
        var last = readers.Select((r, i) => (Reader: r, Last: new TicketChanged(Ticket(A) with { RequesterId = r.Person }, $"last{i}")))
            .ToList();
        var streams = new List<StreamReader>();
        foreach (var (reader, i) in readers.Select((r, i) => (r, i)))
            streams.Add(await OpenAsync(f.Holding($"mats_{i}", personId: reader.Person, grants: reader.Grant)));

        await f.App.DeliverAsync((dynamic)example);
        foreach (var (_, message) in last)
            await f.App.DeliverAsync(message with { Ticket = message.Ticket with { SchoolId = A } });
        foreach (var (_, message) in last)
            await f.App.DeliverAsync(message with { Ticket = message.Ticket with { SchoolId = B } });

        for (var i = 0; i < readers.Length; i++)
        {
            var lines = await ReadToAsync(streams[i], $"last{i}");
            Assert.True(
                lines.Any(l => l.Contains($"\"topic\":\"{example.Topic}\"", StringComparison.Ordinal)
                    && !l.Contains("\"last", StringComparison.Ordinal)) == readers[i].Sees,
                $"{name} and {readers[i].Who}: {string.Join(' ', lines)}");
        }
    }

    [Fact]
    public void Case_of_several_schools_reaches_each_of_them_and_one_of_no_school_the_trust_alone()
    {
        var many = LiveEvents.Describe(new CaseOpened(Case(A, B)), Now).ToList();
        Assert.Equal([A, B], many.Select(c => c.SchoolId));
        Assert.All(many, c => Assert.NotNull(c.Id));
        var none = Assert.Single(LiveEvents.Describe(new CaseChanged(Case(), "status"), Now));
        Assert.Null(none.SchoolId);
        Assert.False(new LiveViewer(Guid.NewGuid(), [new Grant("technician", [A])], null).Sees(none));
        Assert.True(new LiveViewer(Guid.NewGuid(), [new Grant("technician", null)], null).Sees(none));
    }

    [Theory]
    [InlineData("alerts.read", "alert", true)]
    [InlineData("tickets.read", "case", false)]
    [InlineData("gateway.read", "ticket", false)]
    [InlineData("trust.read", "school", true)]
    [InlineData("partners.read", "escalation", true)]
    public void Scope_of_a_service_shows_the_topics_that_it_publishes(string scope, string topic, bool shows) =>
        Assert.Equal(shows, LiveEvents.TopicsOf([scope]).Contains(topic));

    [Fact]
    public void Scope_of_the_service_that_publishes_cases_shows_them()
    {
        var owner = LiveEvents.All.Single(e => e.Type == typeof(CaseOpened)).Service;
        Assert.Contains("case", LiveEvents.TopicsOf([$"{owner}.write"]));
    }

    private static async Task<StreamReader> OpenAsync(HttpClient client)
    {
        var answer = await client.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await ReadToAsync(reader, "hello");
        return reader;
    }

    private static async Task<List<string>> ReadToAsync(StreamReader stream, string text)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var lines = new List<string>();
        while (await stream.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.StartsWith("data: {\"topic", StringComparison.Ordinal))
                lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
                return lines;
        }
        throw new EndOfStreamException($"The stream ended before {text}.");
    }
}
