using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Platform.Messaging;
using Mat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Tests;

public sealed partial class MetricsTests
{
    /// <summary>An app whose metrics are on a free port.</summary>
    private sealed class Scraped(MatApp app, int port) : IAsyncDisposable
    {
        public MatApp App => app;

        public HttpClient Metrics { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        public static async Task<Scraped> StartAsync(params (string Key, string Value)[] settings)
        {
            for (var attempt = 1; ; attempt++)
            {
                using var probe = new TcpListener(IPAddress.Loopback, 0);
                probe.Start();
                var port = ((IPEndPoint)probe.LocalEndpoint).Port;
                probe.Stop();
                var all = settings.ToDictionary(s => s.Key, s => (string?)s.Value);
                all["Mat:MetricsPort"] = port.ToString(CultureInfo.InvariantCulture);
                try
                {
                    return new(await MatApp.StartAsync([new SampleModule()], all, null), port);
                }
                catch (IOException) when (attempt < 5)
                {
                    // Somebody else took the port meanwhile.
                }
            }
        }

        public async Task<IReadOnlyList<Sample>> ReadAsync() => Parse(await Metrics.GetStringAsync("/metrics"));

        public async ValueTask DisposeAsync()
        {
            Metrics.Dispose();
            await app.DisposeAsync();
        }
    }

    private sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
    {
        public string? this[string label] => Labels.GetValueOrDefault(label);
    }

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*",?)*)\})? (\S+)$""")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Label();

    /// <summary>As strict as Prometheus: a family is one block with one type, and no series is there twice.</summary>
    private static List<Sample> Parse(string text)
    {
        var samples = new List<Sample>();
        var (families, series) = (new Dictionary<string, string>(), new HashSet<string>());
        var (family, type) = ("", "");
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (var line in text.Split('\n')[..^1])
        {
            var words = line.Split(' ', 4);
            if (words[0] == "#")
            {
                Assert.True(words[1] is "HELP" or "TYPE", line);
                if (words[1] == "TYPE")
                {
                    (family, type) = (words[2], words[3]);
                    Assert.True(families.TryAdd(family, type), $"{family} begins twice");
                    Assert.Contains(type, new[] { "counter", "gauge", "histogram" });
                }

                continue;
            }

            var match = Line().Match(line);
            Assert.True(match.Success, line);
            var name = match.Groups[1].Value;
            Assert.True(name == family
                || (type == "histogram" && (name == family + "_bucket" || name == family + "_sum" || name == family + "_count")),
                $"{name} lies in {family}");
            Assert.True(type != "counter" || name.EndsWith("_total", StringComparison.Ordinal), name);
            Assert.True(series.Add($"{name}{{{match.Groups[2].Value}}}"), $"twice: {line}");
            var value = match.Groups[3].Value == "+Inf" ? double.PositiveInfinity
                : double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
            samples.Add(new(name, Label().Matches(match.Groups[2].Value).ToDictionary(l => l.Groups[1].Value, l => l.Groups[2].Value),
                value));
        }

        foreach (var histogram in families.Where(f => f.Value == "histogram").Select(f => f.Key))
        {
            foreach (var buckets in samples.Where(s => s.Name == histogram + "_bucket").GroupBy(s => Rest(s)))
            {
                Assert.Equal(buckets.Select(b => b.Value).Order(), buckets.Select(b => b.Value));
                Assert.Equal("+Inf", buckets.Last()["le"]);
                Assert.Equal(samples.Single(s => s.Name == histogram + "_count" && Rest(s) == buckets.Key).Value, buckets.Last().Value);
                Assert.Single(samples, s => s.Name == histogram + "_sum" && Rest(s) == buckets.Key);
            }
        }

        return samples;

        static string Rest(Sample s) => string.Join(',', s.Labels.Where(l => l.Key != "le").Select(l => $"{l.Key}={l.Value}"));
    }

    [Fact]
    public async Task Metrics_port_serves_metrics_alone_and_the_main_port_does_not()
    {
        await using var app = await Scraped.StartAsync();
        var answer = await app.Metrics.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("# TYPE target_info gauge\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await app.Metrics.PostAsync("/metrics", null)).StatusCode);
        foreach (var path in new[] { "/", "/health/live", "/health/ready", "/openapi/v1.json", "/api/sample/things", "/metrics/x",
            "/METRICS/" })
            Assert.Equal(HttpStatusCode.NotFound, (await app.Metrics.GetAsync(path)).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.App.Anonymous().GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.App.As(Roles.Admin).GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_nonsense_makes_no_series()
    {
        await using var app = await Scraped.StartAsync();
        await using var other = await MatApp.StartAsync(new SampleModule());
        var desk = app.App.As(Roles.Technician);
        var elsewhere = other.As(Roles.Technician);
        for (var i = 0; i < 30; i++)
        {
            await desk.GetAsync($"/nonsense/{Guid.NewGuid()}");
            await desk.GetAsync($"/api/sample/things/{Guid.NewGuid()}");
            await desk.SendAsync(new HttpRequestMessage(new HttpMethod($"ODD{i}"), "/api/sample/things"));
            await elsewhere.GetAsync("/api/sample/things");
        }

        await desk.GetAsync("/api/sample/things");
        // A request is counted when it is quite over, a moment after its answer has come.
        var counts = await Eventually.GetAsync(async () =>
        {
            var read = (await app.ReadAsync()).Where(s => s.Name == "http_server_request_duration_seconds_count").ToList();
            return read.Sum(s => s.Value) >= 91 ? read : null;
        }, "91 requests counted");
        Assert.Equal(91, counts.Sum(s => s.Value));
        var thing = Assert.Single(counts, s => s["http_route"] == "/api/sample/things/{id:guid}");
        Assert.Equal((30d, "GET", "404"), (thing.Value, thing["http_request_method"], thing["http_response_status_code"]));
        Assert.Equal(1,
            Assert.Single(counts, s => s["http_route"] == "/api/sample/things" && s["http_response_status_code"] == "200").Value);
        Assert.InRange(counts.Count, 3, 6);
        Assert.All(counts,
            s => Assert.Empty(s.Labels.Keys.Except(["http_request_method", "http_route", "http_response_status_code", "otel_scope_name"])));
    }

    [Fact]
    public async Task Figures_of_the_process_have_the_names_that_dashboards_use()
    {
        await using var app = await Scraped.StartAsync();
        await app.App.As(Roles.Technician).GetAsync("/api/sample/things");
        var names = await Eventually.GetAsync(async () =>
        {
            var read = (await app.ReadAsync()).Select(s => s.Name).ToHashSet();
            return read.Contains("http_server_request_duration_seconds_count") ? read : null;
        });
        string[] expected =
        [
            "http_server_request_duration_seconds_bucket", "dotnet_process_memory_working_set_bytes",
            "dotnet_process_cpu_time_seconds_total", "dotnet_gc_pause_time_seconds_total",
        ];
        Assert.Empty(expected.Except(names));
        var target = (await app.ReadAsync()).Single(s => s.Name == "target_info");
        Assert.Equal(("mat-sample", 1d), (target["service_name"], target.Value));
    }

    [Fact]
    public async Task Messages_that_wait_are_late_or_were_given_up_show()
    {
        await using var app = await Scraped.StartAsync();
        var now = app.App.Clock.GetUtcNow();
        await using (var scope = app.App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SampleDb>();
            db.Publish(new ReplayRequested(Guid.CreateVersion7(), "now"));
            db.PublishLater(new ReplayRequested(Guid.CreateVersion7(), "tomorrow"), now.AddDays(1));
            // Failed a while ago and waits for its next attempt.
            db.Add(new OutboxMessage
            {
                Type = EventTypes.NameOf(typeof(ReplayRequested)),
                Body = "{}",
                CreatedAt = now.AddMinutes(-10),
                DueAt = now.AddMinutes(20),
                Attempts = 3
            });
            foreach (var replayed in new DateTimeOffset?[] { null, null, now })
                db.Add(new DeadLetter
                {
                    MessageId = Guid.CreateVersion7(),
                    Endpoint = "sample-x",
                    Type = "x",
                    Body = "{}",
                    Error = "x",
                    ReplayedAt = replayed
                });
            await db.SaveChangesAsync();
        }

        await app.App.PublishedAsync<ReplayRequested>(r => r.Service == "now");
        await app.App.DeliverAsync(
            new SchoolChanged(new(Guid.CreateVersion7(), 1, "100001", "A school", "primary", true, [], [], CalendarSnapshot.Default)));
        var watch = app.App.Services.GetRequiredService<BacklogMonitor>();
        var samples = await Eventually.GetAsync(async () =>
        {
            await watch.PassAsync(CancellationToken.None);
            var read = await app.ReadAsync();
            return read.Any(s => s is { Name: "mat_outbox_depth", Value: 1 }) && read.Any(s => s.Name == "mat_outbox_sent_total") ? read
                : null;
        }, "one message that waits");
        double Of(string name, string label, string value) => samples.Single(s => s.Name == name && s[label] == value).Value;
        Assert.Equal(1, Of("mat_outbox_sent_total", "service", "sample"));
        Assert.InRange(Of("mat_outbox_oldest_seconds", "service", "sample"), 600, 700);
        Assert.Equal(2, Of("mat_dead_letters", "service", "sample"));
        Assert.Equal(1, Of("mat_database_up", "service", "sample"));
        Assert.Equal(1, Of("mat_messages_lag_seconds_count", "endpoint", "sample-school-changed"));
        Assert.Equal(1, Of("mat_outbox_age_seconds_count", "service", "sample"));
    }

    [Fact]
    public async Task Database_that_does_not_answer_shows_and_what_waited_stays()
    {
        await using var app = await Scraped.StartAsync();
        var meter = app.App.Services.GetRequiredService<MessagingMetrics>();
        var watch = app.App.Services.GetRequiredService<BacklogMonitor>();
        await watch.PassAsync(CancellationToken.None);
        Assert.Equal(1, (await app.ReadAsync()).Single(s => s.Name == "mat_database_up").Value);

        await using (var scope = app.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<SampleDb>().Database.ExecuteSqlRawAsync("DROP TABLE dead_letters");
        meter.Record("sample", new Backlog(true, 7, 70, 0));
        await watch.PassAsync(CancellationToken.None);
        var samples = await app.ReadAsync();
        Assert.Equal(0, samples.Single(s => s.Name == "mat_database_up").Value);
        Assert.Equal(7, samples.Single(s => s.Name == "mat_outbox_depth").Value);
    }

    [Fact]
    public async Task Otlp_and_prometheus_go_together()
    {
        var pushed = new ConcurrentQueue<string>();
        var traces = new ConcurrentQueue<string>();
        var receiverBuilder = WebApplication.CreateSlimBuilder();
        receiverBuilder.Logging.ClearProviders();
        receiverBuilder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var receiver = receiverBuilder.Build();
        receiver.Run(async http =>
        {
            using var body = new StreamReader(http.Request.Body, System.Text.Encoding.Latin1);
            if (http.Request.Path == "/v1/traces")
                traces.Enqueue(await body.ReadToEndAsync());
            pushed.Enqueue(http.Request.Path);
        });
        await receiver.StartAsync();
        var app = await Scraped.StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Urls.First()));
        await app.App.As(Roles.Technician).GetAsync("/api/sample/things");
        app.App.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Mat").LogWarning("Pushed too");
        Assert.NotEmpty(await app.ReadAsync());
        await app.DisposeAsync();
        Assert.Contains("/v1/metrics", pushed);
        Assert.Contains("/v1/traces", pushed);
        Assert.Contains("/v1/logs", pushed);
        var spans = string.Concat(traces);
        Assert.All(["mat-sample", "GET /api/sample/things", "http.route", "http.response.status_code"],
            word => Assert.Contains(word, spans, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http.server.request.duration", "s", "histogram", "http_server_request_duration_seconds")]
    [InlineData("mat_outbox_age_seconds", "s", "histogram", "mat_outbox_age_seconds")]
    [InlineData("mat_outbox_sent", "{message}", "counter", "mat_outbox_sent_total")]
    [InlineData("mat_x_total", "", "counter", "mat_x_total")]
    [InlineData("dotnet.gc.pause.time", "s", "counter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("memory.used", "By", "gauge", "memory_used_bytes")]
    [InlineData("load", "1", "gauge", "load")]
    [InlineData("second-thing", null, "gauge", "second_thing")]
    public async Task Name_has_its_unit_and_kind(string instrument, string? unit, string type, string expected)
    {
        await using var app = await Scraped.StartAsync();
        var meter = app.App.Services.GetRequiredService<IMeterFactory>().Create("Mat.Names");
        switch (type)
        {
            case "histogram":
                meter.CreateHistogram<double>(instrument, unit).Record(1);
                break;
            case "counter":
                meter.CreateCounter<long>(instrument, unit).Add(1);
                break;
            default:
                meter.CreateGauge<double>(instrument, unit).Record(1);
                break;
        }

        var sample = Assert.Single(await app.ReadAsync(),
            s => s["otel_scope_name"] == "Mat.Names" && !s.Name.EndsWith("_bucket", StringComparison.Ordinal)
                && !s.Name.EndsWith("_sum", StringComparison.Ordinal));
        Assert.Equal((type == "histogram" ? expected + "_count" : expected, 1d), (sample.Name, sample.Value));
    }

    [Fact]
    public async Task Labels_are_escaped()
    {
        await using var app = await Scraped.StartAsync();
        app.App.Services.GetRequiredService<IMeterFactory>().Create("Mat.Labels").CreateCounter<long>("mat_labels")
            .Add(1, new("e", "back\\slash \"quoted\" line\nend"), new("a.b", 1), new("c", true), new("d", null));
        var sample = (await app.ReadAsync()).Single(s => s.Name == "mat_labels_total");
        Assert.Equal(("back\\\\slash \\\"quoted\\\" line\\nend", "1", "true"), (sample["e"], sample["a_b"], sample["c"]));
    }

    /// <summary>What a current Prometheus asks for first; its rules and dashboards must find the same series.</summary>
    [Fact]
    public async Task OpenMetrics_has_the_same_series()
    {
        await using var app = await Scraped.StartAsync();
        await app.App.As(Roles.Technician).GetAsync("/api/sample/things");
        app.App.Services.GetRequiredService<MessagingMetrics>().Sent("sample", TimeSpan.FromSeconds(1));
        var text = (await app.ReadAsync()).Select(s => s.Name).ToHashSet();
        app.Metrics.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3");
        var answer = await app.Metrics.GetAsync("/metrics");
        Assert.Equal("application/openmetrics-text", answer.Content.Headers.ContentType!.MediaType);
        var open = (await answer.Content.ReadAsStringAsync()).Split('\n').Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split('{', ' ')[0]).ToHashSet();
        Assert.Contains("mat_outbox_sent_total", text);
        // Npgsql reports some of its own only when something happened since the scrape before.
        Assert.Empty(text.Where(n => !n.StartsWith("db_", StringComparison.Ordinal)).Except(open));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Port_that_is_none_is_refused(int port) =>
        Assert.Contains(new MatOptions { MetricsPort = port }.Validate(ServiceCatalog.Targets.ToList()),
            p => p.StartsWith("Mat:MetricsPort", StringComparison.Ordinal));
}
