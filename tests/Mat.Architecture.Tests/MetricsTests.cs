using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mat.Alerts;
using Mat.Assets;
using Mat.Cases;
using Mat.Gateway;
using Mat.Insights;
using Mat.Partners;
using Mat.Platform.Hosting;
using Mat.Standards;
using Mat.Tickets;
using Mat.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Architecture.Tests;

/// <summary>Rules, dashboards, runbooks and the operations page speak of metrics that the code has.</summary>
public sealed partial class MetricsTests
{
    private static readonly Assembly[] Code =
    [
        typeof(MatHost).Assembly, typeof(TrustModule).Assembly, typeof(AssetsModule).Assembly, typeof(TicketsModule).Assembly,
        typeof(PartnersModule).Assembly,
        typeof(AlertsModule).Assembly, typeof(CasesModule).Assembly, typeof(StandardsModule).Assembly, typeof(InsightsModule).Assembly,
        typeof(GatewayModule).Assembly,
    ];

    /// <summary>What comes from Prometheus and from .NET; Mat.Platform.Tests sees the latter in a scrape.</summary>
    private static readonly string[] Foreign =
    [
        "up", "http_server_request_duration_seconds_bucket", "http_server_request_duration_seconds_count",
        "dotnet_process_memory_working_set_bytes",
        "dotnet_process_cpu_time_seconds_total", "dotnet_gc_pause_time_seconds_total",
    ];

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root(), .. path]));

    /// <summary>Every instrument of Mat's own: each is made by a class whose name ends in Metrics and takes nothing but the
    /// factory.</summary>
    private static List<Instrument> Instruments()
    {
        var own = new List<Instrument>();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
                own.Add(instrument);
        };
        listener.Start();
        foreach (var type in Code.SelectMany(a => a.GetTypes()).Where(t => t.Name.EndsWith("Metrics", StringComparison.Ordinal)))
            Activator.CreateInstance(type, factory);
        return own;
    }

    private static string TypeOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        _ => "gauge",
    };

    /// <summary>The exporter adds a unit only where the name lacks it; Mat.Platform.Tests sees that in a scrape.</summary>
    private static string Family(Instrument instrument) => TypeOf(instrument) == "counter" ? instrument.Name + "_total" : instrument.Name;

    private static HashSet<string> Series() => [.. Foreign, .. Instruments().SelectMany(i => TypeOf(i) == "histogram"
        ? new[] { Family(i) + "_bucket", Family(i) + "_sum", Family(i) + "_count" } : [Family(i)])];

    [GeneratedRegex("""("[^"]*"|\{[^}]*\}|\[[^\]]*\])|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)""")]
    private static partial Regex NotNames();

    [GeneratedRegex("""(?<![\w.])[a-zA-Z_:][\w:]*(?!\w*\s*\()""")]
    private static partial Regex Word();

    /// <summary>The metrics that an expression names: words that are neither functions, nor labels, nor operators.</summary>
    private static IEnumerable<string> Named(string expression) => Word().Matches(NotNames().Replace(expression, " "))
        .Select(m => m.Value).Except(["and", "or", "unless", "offset", "bool", "d"]);

    [GeneratedRegex("""^ +- alert: (\w+)\n(.*?)(?=^ +- alert:|^  - name:|\z)""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Rule();

    [GeneratedRegex("""expr: (?:\|\n((?: {10}.*\n)+)|(.*)\n)""")]
    private static partial Regex Expression();

    [GeneratedRegex("""runbook_url: docs/runbooks/(\S+)\.md\n""")]
    private static partial Regex Runbook();

    private static List<(string Name, string Body)> Rules() =>
        [.. Rule().Matches(Read("charts", "mat", "files", "rules", "rules.yaml") + "\n")
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    [Theory]
    [InlineData("""sum by (job) (rate(a_total{x="b_total"}[5m])) / c > 0.02""", "a_total c")]
    [InlineData("""histogram_quantile(0.95, sum by (le) (rate(a_bucket[5m]))) > 1e3 and absent(b) == 0""", "a_bucket b")]
    [InlineData("""sum(increase(a_total[1d] offset 1d)) or vector(0)""", "a_total")]
    public void Metrics_are_found_in_an_expression(string expression, string names) =>
    Assert.Equal(names, string.Join(' ', Named(expression)));

    [Fact]
    public void Every_metric_in_a_rule_is_one_of_ours()
    {
        var (known, rules) = (Series(), Rules());
        Assert.True(rules.Count >= 10, $"{rules.Count} rules");
        foreach (var (name, body) in rules)
        {
            var match = Expression().Match(body);
            var named = Named(match.Groups[1].Value + match.Groups[2].Value).ToList();
            Assert.NotEmpty(named);
            Assert.Empty(named.Where(n => !known.Contains(n)).Select(n => $"{name}: {n}"));
        }
    }

    [Fact]
    public void Every_metric_on_a_dashboard_is_one_of_ours()
    {
        var known = Series();
        foreach (var file in Directory.GetFiles(Path.Combine(Root(), "charts", "mat", "files", "dashboards"), "*.json"))
        {
            using var board = JsonDocument.Parse(File.ReadAllText(file));
            var named = Expressions(board.RootElement).SelectMany(Named).ToHashSet();
            Assert.NotEmpty(named);
            Assert.Empty(named.Where(n => !known.Contains(n)).Select(n => $"{Path.GetFileName(file)}: {n}"));
        }

        static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
                p.NameEquals("expr") ? [p.Value.GetString()!]
                : p.NameEquals("definition") ? [Regex.Match(p.Value.GetString()!, @"^label_values\((.*),[^,]*\)$").Groups[1].Value]
                : Expressions(p.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
            _ => [],
        };
    }

    [Fact]
    public void Every_rule_has_its_runbook_and_every_runbook_its_rule()
    {
        var rules = Rules();
        var pages = rules.ToDictionary(r => r.Name, r => Runbook().Match(r.Body).Groups[1].Value);
        Assert.All(pages, p => Assert.True(p.Value.Length > 0, $"{p.Key} has no runbook_url"));
        foreach (var (rule, page) in pages)
        {
            var text = Read("docs", "runbooks", page + ".md");
            Assert.StartsWith($"# {rule}\n", text, StringComparison.Ordinal);
            Assert.All(["**Meaning.**", "**Impact.**", "## Diagnosis", "## Mitigation"],
                part => Assert.Contains(part, text, StringComparison.Ordinal));
        }

        var files = Directory.GetFiles(Path.Combine(Root(), "docs", "runbooks"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(f => f != "README");
        Assert.Equal(pages.Values.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        var tests = Read("infra", "prometheus", "rules.test.yaml");
        Assert.All(rules, r => Assert.Matches($@"alertname: {r.Name}\n\s+eval_time: \w+\n\s+exp_alerts:\n", tests));
    }

    [Fact]
    public void Every_metric_of_ours_is_named_by_the_rules_and_explained()
    {
        var page = Read("docs", "operations.md");
        var instruments = Instruments();
        Assert.True(instruments.Count >= 15, $"{instruments.Count} instruments");
        Assert.Equal(instruments.Count, instruments.Select(Family).Distinct().Count());
        foreach (var instrument in instruments)
        {
            Assert.Matches("^mat_[a-z]+(_[a-z]+)+$", instrument.Name);
            Assert.True(instrument.Unit is null or "" or "s" || instrument.Unit[0] == '{',
                $"{instrument.Name} has a unit that the exporter would add to its name");
            Assert.Equal(instrument.Unit == "s", instrument.Name.EndsWith("_seconds", StringComparison.Ordinal));
            Assert.False(string.IsNullOrEmpty(instrument.Description), instrument.Name);
            Assert.Contains($"`{Family(instrument)}`", page, StringComparison.Ordinal);
        }
    }
}
