using System.Text.RegularExpressions;
using Mat.Chart.Tests.Rendering;
using Mat.Platform.Hosting;

namespace Mat.Chart.Tests;

/// <summary>The other lists of what runs where agree with the code's and with the chart's: scripts/lib.sh and infra/compose.yaml.</summary>
public sealed partial class ShapesTests
{
    private static readonly string[] Modules = [.. ServiceCatalog.Targets.Where(t => t != "gateway")];

    [GeneratedRegex(@"^MAT_GROUPS=\((.*)\)$", RegexOptions.Multiline)]
    private static partial Regex Groups();

    [Fact]
    public void The_scripts_group_the_modules_as_the_chart_does()
    {
        var scripts = Groups().Match(File.ReadAllText(Path.Combine(Checkout.Root, "scripts", "lib.sh"))).Groups[1].Value.Split(' ')
            .Select(g => g.Split('=')).ToDictionary(g => g[0], g => g[1].Split(','));
        var chart = Yaml.Document(File.ReadAllText(Path.Combine(Checkout.Chart("mat"), "values.yaml")))["groups"]!.AsObject()
            .Select(g => $"{g.Key}={string.Join(',', g.Value.Texts())}");

        Assert.Equal(chart.Order(), scripts.Select(g => $"{g.Key}={string.Join(',', g.Value)}").Order());
        Assert.Equal(Modules.Order(), scripts.Values.SelectMany(m => m).Order());
    }

    [Fact]
    public void Compose_runs_every_module_once_and_says_where()
    {
        var compose = Yaml.Document(File.ReadAllText(Path.Combine(Checkout.Root, "infra", "compose.yaml")));
        var runs = compose["services"]!.AsObject().Where(s => s.Value!["command"] is System.Text.Json.Nodes.JsonArray { Count: 1 })
            .Select(s => (s.Key, Command: (string)s.Value!["command"]![0]!))
            .Where(s => s.Command.StartsWith("--target=", StringComparison.Ordinal))
            .SelectMany(s => s.Command["--target=".Length..].Split(',').Select(m => (Module: m, Host: s.Key))).ToList();

        Assert.Equal(ServiceCatalog.Targets.Order(), runs.Select(r => r.Module).Order());
        foreach (var (module, host) in runs.Where(r => r.Module != "gateway"))
            Assert.Equal($"http://{host}:8080", (string?)compose["x-mat"]!["environment"]!["MAT__SERVICES__" + module]);
    }
}
