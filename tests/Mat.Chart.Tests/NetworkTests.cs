using System.Text.Json.Nodes;
using Mat.Chart.Tests.Rendering;
using Mat.Platform.Hosting;

namespace Mat.Chart.Tests;

/// <summary>Nothing reaches anything but along the edges written here.</summary>
public sealed class NetworkTests
{
    private static readonly string[] Services = [.. ServiceCatalog.Targets.Where(t => t != "gateway")];
    private const string Dns = "kubernetes.io/metadata.name=kube-system:53,53";
    private const string Internet = "0.0.0.0/0-5:80,443,8443";

    [Fact]
    public void Edges_of_distributed()
    {
        foreach (var service in Services)
        {
            // Partners fetches the files of a pack from the desk.
            Assert.Equal(service == "tickets" ? ["mat/gateway:8080", "mat/partners:8080"] : ["mat/gateway:8080"],
                In(Helm.Distributed, service));
            string[] backends = [Backend("postgres", 5432), Backend("rabbitmq", 5672), Dns];
            Assert.Equal((service == "partners" ? [.. backends, Internet, "mat/tickets:8080"] : backends).Order(),
                Out(Helm.Distributed, service));
        }

        Assert.Equal(["0.0.0.0/0:8080", "mat/test:8080"], In(Helm.Distributed, "gateway"));
        Assert.Equal(Services.Select(s => $"mat/{s}:8080").Concat([Backend("rabbitmq", 5672), Backend("redis", 6379), Dns]).Order(),
            Out(Helm.Distributed, "gateway"));
        Assert.Equal([Backend("postgres", 5432), Backend("rabbitmq", 5672), Dns], Out(Helm.Distributed, "migrate"));
        Assert.Equal([Dns, "mat/gateway:8080"], Out(Helm.Distributed, "test"));
    }

    private static string Backend(string name, int port) =>
        $"app.kubernetes.io/component={name},app.kubernetes.io/part-of=mat-backends:{port}";

    /// <summary>Partners' call to Tickets stays inside its workload, so the only edges between workloads begin at the gateway.</summary>
    [Fact]
    public void Edges_of_grouped()
    {
        string[] backends = [Backend("postgres", 5432), Backend("rabbitmq", 5672), Dns];
        foreach (var workload in new[] { "core", "desk", "security" })
        {
            Assert.Equal(["mat/gateway:8080"], In(Helm.Grouped, workload));
            Assert.Equal((workload == "desk" ? [.. backends, Internet] : backends).Order(), Out(Helm.Grouped, workload));
        }

        Assert.Equal(new[] { "mat/core:8080", "mat/desk:8080", "mat/security:8080", Backend("rabbitmq", 5672), Backend("redis", 6379),
            Dns }.Order(), Out(Helm.Grouped, "gateway"));
    }

    [Fact]
    public void A_call_between_two_groups_is_an_edge()
    {
        var manifest = Helm.Render("grouped", "groups: { desk: [tickets], outside: [partners] }");

        Assert.Equal(["mat/gateway:8080", "mat/outside:8080"], In(manifest, "desk"));
        Assert.Contains("mat/desk:8080", Out(manifest, "outside"));
        Assert.Contains(Internet, Out(manifest, "outside"));
        Assert.DoesNotContain(Internet, Out(manifest, "desk"));
    }

    [Fact]
    public void Edges_of_single()
    {
        Assert.Equal(["kubernetes.io/metadata.name=ingress-nginx:8080", "mat/test:8080"], In(Helm.Single, "server"));
        Assert.Equal([Internet, Dns], Out(Helm.Single, "server"));
    }

    [Fact]
    public void Edges_of_everything_on()
    {
        const string monitoring = "kubernetes.io/metadata.name=monitoring";
        const string dapr = "kubernetes.io/metadata.name=dapr-system:";
        string[] common = ["10.0.0.1/32:6443", "10.1.0.0/24-1:5671", Dns, dapr, monitoring + ":4318"];
        foreach (var service in Services)
        {
            string[] callers = service == "tickets" ? ["mat/gateway:50002", "mat/partners:50002"] : ["mat/gateway:50002"];
            if (service == "alerts")
                callers = ["10.0.0.0/8:1514,6514", .. callers];
            Assert.Equal(callers.Append(monitoring + ":9464").Order(), In(Helm.Full, service).Order());
            string[] own = service == "partners"
                ? ["mat/tickets:50002", "10.1.0.5/32:5432", "0.0.0.0/0-5:80,443,8443", "10.20.0.0/16:80,443,8443", "203.0.113.7/32:9443"]
                : ["10.1.0.5/32:5432"];
            Assert.Equal(common.Concat(own).Order(), Out(Helm.Full, service));
        }

        Assert.Equal(["app.kubernetes.io/component=controller,kubernetes.io/metadata.name=ingress-nginx:8080", monitoring + ":9464",
            "mat/test:8080"], In(Helm.Full, "gateway"));
        Assert.Equal(common.Concat(Services.Select(s => $"mat/{s}:50002")).Append("10.1.0.7/32:6380").Order(), Out(Helm.Full, "gateway"));
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full")]
    public void Every_pod_is_denied_by_default_and_has_its_edges(string values)
    {
        var manifest = Helm.Ci(values);
        var deny = manifest.Get("NetworkPolicy", "mat-deny")["spec"]!;

        Assert.Equal(["Ingress", "Egress"], deny["policyTypes"].Texts());
        Assert.True(deny["ingress"] is null && deny["egress"] is null);
        foreach (var (_, pod) in manifest.Pods())
        {
            Assert.True(deny["podSelector"]!["matchLabels"].Selects(pod));
            Assert.NotNull(Policy(manifest, pod.Component()!));
        }
    }

    /// <summary>An empty list of peers means everybody, and so does a rule without ports: neither may slip in.</summary>
    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full"), InlineData("backends")]
    public void No_rule_is_open_by_omission(string values)
    {
        foreach (var policy in Helm.Ci(values).Kind("NetworkPolicy"))
            foreach (var (rules, side) in new[] { (policy["spec"]!["ingress"], "from"), (policy["spec"]!["egress"], "to") })
                foreach (var rule in rules.Items())
                {
                    Assert.NotEmpty(rule[side].Items());
                    Assert.All(rule[side].Items(), peer => Assert.NotEmpty(peer));
                    var control = rule[side]!.ToJsonString().Contains("dapr-system", StringComparison.Ordinal);
                    Assert.True(control || rule["ports"].Items().Any(), policy.Name());
                }
    }

    [Fact]
    public void Syslog_comes_in_where_it_listens_and_only_from_its_peers()
    {
        const string over = "{ syslog: { port: 1514 }, networkPolicy: { syslog: { peers: [{ cidr: 10.9.0.0/16 }] } } }";
        Assert.Contains("10.9.0.0/16:1514", In(Helm.Render("single", over), "server"));
        var manifest = Helm.Render("distributed", over);
        Assert.Contains("10.9.0.0/16:1514", In(manifest, "alerts"));
        Assert.DoesNotContain(In(manifest, "tickets"), e => e.EndsWith("1514", StringComparison.Ordinal));
        Assert.DoesNotContain(In(Helm.Distributed, "alerts"), e => e.Contains("1514", StringComparison.Ordinal));
    }

    [Fact]
    public void They_can_be_switched_off() =>
    Assert.Empty(Helm.Render("distributed", "networkPolicy: { enabled: false }").Kind("NetworkPolicy"));

    [Fact]
    public void Without_Redis_nobody_goes_there() =>
        Assert.DoesNotContain(Out(Helm.Render("distributed", "cache: memory"), "gateway"),
            e => e.Contains("redis", StringComparison.Ordinal));

    [Fact]
    public void Backends_let_Mat_in_and_nothing_out()
    {
        foreach (var (name, port) in new[] { ("postgres", 5432), ("rabbitmq", 5672), ("redis", 6379) })
        {
            var policy = Helm.Backends.Get("NetworkPolicy", "backends-" + name);
            Assert.Equal([$"app.kubernetes.io/part-of=mat:{port}"], Edges(policy["spec"]!["ingress"], "from"));
            Assert.Empty(Edges(policy["spec"]!["egress"], "to"));
            Assert.Equal(["Ingress", "Egress"], policy["spec"]!["policyTypes"].Texts());
        }
    }

    /// <summary>The chart's own values for trying it out must name the pods of the chart beside it.</summary>
    [Fact]
    public void The_two_charts_find_each_other()
    {
        foreach (var name in new[] { "postgres", "rabbitmq", "redis" })
        {
            var from = name == "redis" || name == "rabbitmq" ? "gateway" : "trust";
            var peers = Policy(Helm.Distributed, from)!["spec"]!["egress"].Items().SelectMany(r => r["to"].Items())
                .Select(p => p["podSelector"]?["matchLabels"]).OfType<JsonObject>();
            var pod = Helm.Backends.Pods().Single(p => p.Pod.Component() == name).Pod;
            Assert.Contains(peers, p => p.Selects(pod));
        }

        var clients = Helm.Backends.Get("NetworkPolicy",
            "backends-postgres")["spec"]!["ingress"]![0]!["from"]![0]!["podSelector"]!["matchLabels"];
        Assert.All(Helm.Distributed.Pods(), p => Assert.True(clients.Selects(p.Pod)));
    }

    private static JsonObject? Policy(Manifest manifest, string component) =>
        manifest.Kind("NetworkPolicy")
        .SingleOrDefault(p => (string?)p["spec"]!["podSelector"]!["matchLabels"]!["app.kubernetes.io/component"] == component);

    private static List<string> In(Manifest manifest, string component) => Edges(Policy(manifest, component)!["spec"]!["ingress"], "from");

    private static List<string> Out(Manifest manifest, string component) => Edges(Policy(manifest, component)!["spec"]!["egress"], "to");

    /// <summary>Each rule as `who:ports`, sorted; `mat/x` is the component x of this release, `-n` the number of exceptions.</summary>
    private static List<string> Edges(JsonNode? rules, string side) =>
        [.. rules.Items()
            .SelectMany(r => r[side].Items().Select(p => $"{Who(p)}:{string.Join(',', r["ports"].Items().Select(x => x["port"]))}"))
            .Order()];

    private static string Who(JsonObject peer)
    {
        if (peer["ipBlock"] is { } block)
            return (string)block["cidr"]! + (block["except"] is JsonArray except ? $"-{except.Count}" : "");
        var labels = peer["namespaceSelector"]?["matchLabels"].Map()
            .Concat(peer["podSelector"]?["matchLabels"].Map() ?? new Dictionary<string, string>()).ToDictionary()
            ?? peer["podSelector"]!["matchLabels"].Map().ToDictionary();
        return labels.TryGetValue("app.kubernetes.io/instance", out var release) && release == "mat"
            && labels["app.kubernetes.io/name"] == "mat"
            ? "mat/" + labels["app.kubernetes.io/component"]
            : string.Join(',', labels.Select(l => $"{l.Key}={l.Value}").Order());
    }
}
