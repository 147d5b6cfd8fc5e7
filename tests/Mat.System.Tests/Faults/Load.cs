using System.Collections.Concurrent;
using System.Diagnostics;
using Mat.SystemTests.Running;

namespace Mat.SystemTests.Faults;

/// <summary>How a request ended for the one who sent it.</summary>
public enum Outcome
{
    /// <summary>Mat said that it has it. It must be there for ever, once.</summary>
    Acknowledged,

    /// <summary>Mat said no: it must not be there.</summary>
    Refused,

    /// <summary>Nobody knows: the connection broke or Mat was not available. It may be there, at most once.</summary>
    Unknown,
}

/// <summary>One thing that a caller wanted, told apart from all others by its word.</summary>
public sealed record Attempt(string Word, bool IsAlert, string Key, DateTimeOffset At)
{
    public Outcome Outcome { get; set; }
    public int Status { get; set; }
    public string? Fault { get; set; }
    public string? Id { get; set; }
}

/// <summary>
/// Teachers who report and a tool that posts alerts, at a steady rate whatever Mat does (an open model, up to 40 that wait), with a history
/// of every attempt; and the check of that history against what Mat has in the end (as Jepsen checks a total queue).
/// </summary>
public sealed class Load : IAsyncDisposable
{
    private const int MaxOpen = 40;

    private readonly World _world;
    private readonly TestSource _source;
    private readonly FakePartner _receiver;
    private readonly ConcurrentQueue<Attempt> _history = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly MatClient _teacher;
    private readonly string _run = World.Unique("load")[..12];
    private Task _running = Task.CompletedTask;
    private int _number;

    private Load(World world, TestSource source, FakePartner receiver, MatClient teacher)
    {
        _world = world;
        _source = source;
        _receiver = receiver;
        _teacher = teacher;
    }

    /// <summary>Nobody sends anything while this is set.</summary>
    public bool Paused { get; set; }

    public IReadOnlyCollection<Attempt> History => _history;
    public int Acknowledged => _history.Count(a => a.Outcome == Outcome.Acknowledged);
    public string Summary =>
        $"{_history.Count} attempts: {Acknowledged} acknowledged, {_history.Count(a => a.Outcome == Outcome.Refused)} refused, {_history.Count(a => a.Outcome == Outcome.Unknown)} unknown";

    /// <param name="at">The address that is called; the system's own when null.</param>
    public static async Task<Load> CreateAsync(World world, FakePartner receiver, Uri? at = null)
    {
        await world.AddPartnerAsync(receiver, "network");
        var source = await world.AddSourceAsync("wazuh", at);
        await world.AddRuleAsync(source, "network");
        return new Load(world, source, receiver,
            await MatClient.SignInAsync(at ?? world.Mat.Address, world.OakTeacher.Email, world.OakTeacher.Password));
    }

    public void Start(int perSecond) => _running = RunAsync(TimeSpan.FromSeconds(1.0 / perSecond));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Sends again, with the same key, everything whose outcome nobody knows, as an honest client does.</summary>
    public async Task RepeatUnknownAsync()
    {
        await Parallel.ForEachAsync(_history.Where(a => a.Outcome == Outcome.Unknown), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (attempt, _) =>
            await Eventually.TrueAsync($"The repeat of {attempt.Word} being acknowledged", async () =>
            {
                await SendAsync(attempt);
                return attempt.Outcome == Outcome.Acknowledged;
            }));
    }

    /// <summary>Waits until every acknowledged attempt has all its consequences, then fails on anything lost or doubled.</summary>
    public async Task CheckAsync(TimeSpan within)
    {
        Assert.Empty(_faults);
        var wanted = _history.Where(a => a.Outcome == Outcome.Acknowledged).ToList();
        List<string> problems = [];
        var clock = Stopwatch.StartNew();
        do
        {
            problems = await LookAsync(wanted);
            if (problems.Count == 0)
                break;
            await Task.Delay(1000);
        }
        while (clock.Elapsed < within);
        // A duplicate may arrive late: look once more when all is quiet.
        if (problems.Count == 0)
        {
            await Task.Delay(3000);
            problems = await LookAsync(wanted);
        }
        Assert.True(problems.Count == 0,
            $"{Summary}; {problems.Count} problems after {clock.Elapsed}:\n{string.Join('\n', problems.Take(25))}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _teacher.Dispose();
    }

    private async Task<List<string>> LookAsync(IReadOnlyList<Attempt> wanted)
    {
        var problems = new List<string>();
        var tickets = (await _world.Admin.AllAsync("/api/tickets")).ToList();
        var alerts = (await _world.Admin.AllAsync($"/api/alerts?sourceId={_source.Id}")).ToList();
        var escalations = (await _world.Admin.AllAsync("/api/partners/escalations")).ToList();
        var webhooks = _receiver.Received.Where(r => r.Type == "escalation.requested").ToLookup(r => r.EscalationId);
        var ticketsByWord = tickets.ToLookup(t => WordIn(t["title"]!.GetValue<string>()));
        var alertsByWord = alerts.ToLookup(a => WordIn(a["title"]!.GetValue<string>()));
        var escalationsByTicket = escalations.ToLookup(e => e["ticketId"]!.GetValue<string>());
        foreach (var attempt in wanted)
        {
            if (attempt.IsAlert)
            {
                if (One(problems, "alert", attempt, [.. alertsByWord[attempt.Word]]) is not { } alert)
                    continue;
                if (alert["id"]!.GetValue<string>() != attempt.Id)
                    problems.Add($"alert {attempt.Word} is {alert["id"]}, acknowledged was {attempt.Id}");
                if (One(problems, "ticket of alert", attempt, [.. ticketsByWord[attempt.Word]]) is not { } ticket)
                    continue;
                if (alert["ticketId"]?.GetValue<string>() != ticket["id"]!.GetValue<string>())
                    problems.Add($"alert {attempt.Word} does not know its ticket");
                if (One(problems, "escalation", attempt, [.. escalationsByTicket[ticket["id"]!.GetValue<string>()]]) is not { } escalation)
                    continue;
                var messages = webhooks[escalation["id"]!.GetValue<string>()].Select(w => w.MessageId).Distinct().Count();
                if (messages != 1)
                    problems.Add($"{messages} webhooks for {attempt.Word} (escalation {escalation["status"]})");
            }
            else if (One(problems, "ticket", attempt, [.. ticketsByWord[attempt.Word]]) is { } ticket
                && ticket["id"]!.GetValue<string>() != attempt.Id)
            {
                problems.Add($"ticket {attempt.Word} is {ticket["id"]}, acknowledged was {attempt.Id}");
            }
        }
        var attempted = _history.Select(a => a.Word).ToHashSet();
        problems.AddRange(ticketsByWord.Where(t => t.Key is not null && !attempted.Contains(t.Key))
            .Select(t => $"unrequested ticket {t.Key}"));
        problems.AddRange(_history.Where(a => a.Outcome == Outcome.Refused && !a.IsAlert && ticketsByWord[a.Word].Any())
            .Select(a => $"{a.Word} was refused with {a.Status} and is there"));
        problems.AddRange(ticketsByWord.Where(t => t.Key is not null && t.Count() > 1).Select(t => $"{t.Count()} tickets for {t.Key}"));
        return problems;
    }

    private static JsonNode? One(List<string> problems, string what, Attempt attempt, IReadOnlyList<JsonNode> found)
    {
        if (found.Count == 1)
            return found[0];
        problems.Add($"{found.Count} × {what} {attempt.Word} (sent {attempt.At:HH:mm:ss.fff}, {attempt.Status})");
        return null;
    }

    private string? WordIn(string title) => title.Split(' ', ':').FirstOrDefault(w => w.StartsWith(_run, StringComparison.Ordinal));

    private async Task RunAsync(TimeSpan pause)
    {
        var open = new List<Task>();
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                // While the whole system starts again there is nothing to learn from a refused connection.
                if (Paused)
                    continue;
                // A machine that is too busy for the rate has a lower one: a queue of the test's own would prove nothing.
                open.RemoveAll(t => t.IsCompleted);
                if (open.Count >= MaxOpen)
                    continue;
                var number = Interlocked.Increment(ref _number);
                var attempt = new Attempt($"{_run}-{number:D5}", number % 3 == 0, Guid.NewGuid().ToString(), DateTimeOffset.UtcNow);
                _history.Enqueue(attempt);
                open.Add(SendAsync(attempt));
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
        await Task.WhenAll(open);
    }

    private async Task SendAsync(Attempt attempt)
    {
        try
        {
            // Each alert is another rule of the tool, so each is an episode of its own.
            var answer = attempt.IsAlert
                ? await _source.Client.PostAsync(_source.IngestPath,
                    World.WazuhAlert(_world.OakHost, attempt.Word, ruleId: "9" + attempt.Word[^5..]))
                : await _teacher.PostAsync("/api/tickets", new { title = $"Broken {attempt.Word}" }, attempt.Key);
            attempt.Status = answer.Code;
            attempt.Fault = answer.Code >= 300 ? answer.Text : null;
            switch (answer.Code)
            {
                case 201:
                    attempt.Id = answer["id"];
                    attempt.Outcome = Outcome.Acknowledged;
                    break;
                case 202:
                    attempt.Id = answer.Body["results"]![0]!["alertId"]!.GetValue<string>();
                    attempt.Outcome = Outcome.Acknowledged;
                    break;
                case 409 or 502 or 503 or 504:
                    attempt.Outcome = Outcome.Unknown;
                    break;
                case 429:
                    attempt.Outcome = Outcome.Refused;
                    break;
                default:
                    attempt.Outcome = answer.Code >= 500 ? Outcome.Unknown : Outcome.Refused;
                    _faults.Enqueue($"{DateTimeOffset.UtcNow:HH:mm:ss} {attempt.Word}: {answer.Code} {answer.Text}");
                    break;
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            attempt.Outcome = Outcome.Unknown;
            attempt.Fault = e.GetBaseException().Message;
        }
    }
}
