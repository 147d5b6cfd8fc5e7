using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mat.Chart.Tests.Rendering;
using Mat.Platform.Hosting;

namespace Mat.Chart.Tests;

/// <summary>Wrong values are refused: typos by the schema, mixes that cannot work by a sentence that says what to set.</summary>
public sealed class ValuesTests
{
    public static TheoryData<string, string, string> Mixes() => new()
    {
        { "single", "workloads: { server: { replicas: 3 } }",
            "mode is single but workloads.server.replicas is 3: SQLite belongs to one process, so set it to 1, or mode to grouped." },
        { "single", "workloads: { server: { autoscaling: { enabled: true } } }",
            "mode is single but workloads.server scales: SQLite belongs to one process, so disable its autoscaling and keda, or set mode to grouped." },
        { "single", "invoke: dapr",
            "mode is single but invoke is dapr: one process calls itself, so set invoke to direct, or mode to grouped." },
        { "distributed", "postgres: { existingSecret: '' }",
            "mode is distributed but postgres.existingSecret is empty: set it to a Secret that holds the connection string, or mode to single." },
        { "distributed", "rabbitmq: { existingSecret: '' }",
            "mode is distributed but rabbitmq.existingSecret is empty: set it to a Secret that holds the amqp:// address, or mode to single." },
        { "distributed", "redis: { existingSecret: '' }",
            "cache is redis but redis.existingSecret is empty: set it to a Secret that holds host:port, or cache to memory." },
        { "distributed", "keys: { existingSecret: '' }",
            "mode is distributed but keys.existingSecret is empty: create the keys as the chart's README describes and name their Secret here." },
        { "full", "keys: { partnersVerifyKeys: [] }",
            "keys.partnersSigningKey is set but keys.partnersVerifyKeys is empty, so Tickets would reject its tokens: name its public key." },
        { "grouped", "groups: { gateway: [trust] }", "groups.gateway has the name of a workload of its own: choose another name." },
        { "grouped", "groups: { core: [trust, asset] }",
            "groups.core names asset, which is no module: choose among "
                + string.Join(", ", ServiceCatalog.Targets.Where(t => t != "gateway")) + "." },
        { "grouped", "groups: { more: [trust] }", "groups names trust more than once: its database and queues belong to one workload." },
        { "grouped", "groups: { security: null }", "groups names no workload for alerts: add it to one, e.g. to groups.core." },
        { "distributed", "workloads: { ticket: { replicas: 2 } }",
            "workloads.ticket is no workload of any mode: choose among "
                + string.Join(", ", ServiceCatalog.Targets.Concat(["core", "desk", "security", "server"]).Order(StringComparer.Ordinal))
                + "." },
        { "distributed", "networkPolicy: { postgres: { peers: [] } }",
            "networkPolicy.enabled is true but networkPolicy.postgres.peers is empty: name its address, e.g. [{cidr: 10.0.0.5/32}]." },
        { "distributed", "networkPolicy: { rabbitmq: { peers: [] } }",
            "networkPolicy.enabled is true but networkPolicy.rabbitmq.peers is empty: name its address, e.g. [{cidr: 10.0.0.6/32}]." },
        { "distributed", "networkPolicy: { redis: { peers: [] } }",
            "networkPolicy.enabled is true but networkPolicy.redis.peers is empty: name its address, e.g. [{cidr: 10.0.0.7/32}]." },
        { "distributed", "networkPolicy: { ingress: { peers: [] } }",
            "networkPolicy.enabled is true but networkPolicy.ingress.peers is empty, so Mat is unreachable: name the namespace of your ingress controller, e.g. [{namespaceLabels: {kubernetes.io/metadata.name: ingress-nginx}}]." },
        { "distributed", "workloads: { trust: { autoscaling: { enabled: true }, keda: { enabled: true } } }",
            "workloads.trust has both autoscaling and keda: two autoscalers would compete for one Deployment, so disable one." },
        { "distributed",
            "{ workloadDefaults: { resources: { requests: { cpu: null } } }, workloads: { trust: { autoscaling: { enabled: true } } } }",
            "workloads.trust.autoscaling needs a CPU request: set workloads.trust.resources.requests.cpu." },
        { "distributed", "workloads: { trust: { autoscaling: { enabled: true, minReplicas: 9 } } }",
            "workloads.trust.autoscaling.minReplicas is above its maxReplicas: raise the one or lower the other." },
        { "distributed", "workloads: { gateway: { keda: { enabled: true } } }",
            "workloads.gateway.keda is on but gateway reads no queue: use workloads.gateway.autoscaling." },
        { "distributed", "workloads: { tickets: { keda: { enabled: true } } }",
            "workloads.tickets.keda is on but the cluster does not serve keda.sh/v1alpha1: install KEDA, or use workloads.tickets.autoscaling." },
        { "distributed", "workloads: { tickets: { env: { MAT__STORAGE: sqlite } } }",
            "workloads.tickets sets MAT__STORAGE, which this chart sets: use the corresponding value (README)." },
        { "distributed", "workloads: { tickets: { env: { Tickets__Password: x } } }",
            "workloads.tickets.env.Tickets__Password looks like a secret: put it into a Secret and name that in workloads.tickets.secretEnv." },
        { "distributed", "workloads: { alerts: { env: { ALERTS__SMTP__HOST: mail.trust.example } } }",
            "workloads.alerts sends e-mail through port 587, which its network policy blocks: add a rule for the mail server to workloads.alerts.extraEgress." },
        { "distributed",
            "workloads: { partners: { env: { Partners__Smtp__Host: mail.trust.example, Partners__Smtp__Port: '25' }, extraEgress: [{ ports: [{ port: 587 }] }] } }", "workloads.partners sends e-mail through port 25, which its network policy blocks: add a rule for the mail server to workloads.partners.extraEgress." },
        { "distributed", "telemetry: { otlpEndpoint: 'http://collector:4318' }",
            "telemetry.otlpEndpoint is set but networkPolicy.otlp.peers is empty: name the collector's address, or set networkPolicy.enabled to false." },
        { "distributed", "metrics: { serviceMonitor: { enabled: true } }",
            "metrics.serviceMonitor is on but networkPolicy.metrics.peers is empty, so Prometheus could not scrape: name its namespace." },
        { "distributed", "metrics: { enabled: false, serviceMonitor: { enabled: true } }",
            "metrics.serviceMonitor.enabled is true but metrics.enabled is false: set metrics.enabled to true." },
        { "full", "syslog: { tlsSecret: '' }",
            "syslog.tlsPort is set but syslog.tlsSecret is empty: name the Secret of type kubernetes.io/tls with its certificate." },
        { "full", "syslog: { port: 6514 }", "syslog.port and syslog.tlsPort are the same: give each its own, or set one to 0." },
        { "full", "syslog: { port: 8080 }",
            "syslog cannot listen on 8080, where Mat's own server listens: choose another port, e.g. 6514." },
        { "single", "syslog: { port: 1514 }",
            "syslog listens but networkPolicy.syslog.peers is empty, so it is unreachable: name the senders, e.g. [{cidr: 10.0.0.0/8}]." },
        { "single", "ingress: { hosts: [] }", "ingress.enabled is true but ingress.hosts is empty: set it to the host names of Mat." },
        { "single", "httpRoute: { enabled: true }",
            "httpRoute.enabled is true but httpRoute.parentRefs is empty: name the Gateway for the route." },
        { "single", "httpRoute: { enabled: true, parentRefs: [{ name: public }] }",
            "httpRoute.enabled is true but the cluster does not serve gateway.networking.k8s.io/v1: install the Gateway API, or use ingress." },
        { "single", "gateway: { trustedProxies: [] }",
            "An ingress or route is enabled but gateway.trustedProxies is empty, so all users would share the proxy's address and rate limit and cookies would not be Secure: set it to the network of the proxy's pods, e.g. [10.244.0.0/16]." },
        { "distributed", "dapr: { apiTokenSecret: mat-dapr }",
            "dapr.secretStore or dapr.apiTokenSecret is set but invoke is direct, so there are no sidecars: set invoke to dapr, or remove the dapr settings." },
        { "distributed", "invoke: dapr",
            "invoke is dapr but the cluster does not serve dapr.io/v1alpha1: install Dapr, or set invoke to direct." },
        { "full", "dapr: { secretStore: { secretNames: [] } }",
            "dapr.secretStore.enabled is true but dapr.secretStore.secretNames is empty: name the Secrets that may be read." },
        { "full", "dapr: { secretStore: { settings: [mat-keys] } }",
            "dapr.secretStore.settings names mat-keys, which the sidecars may not read: enable dapr.secretStore and add it to secretNames." },
        { "full", "networkPolicy: { kubernetesApi: { peers: [] } }",
            "dapr.secretStore.enabled is true but networkPolicy.kubernetesApi.peers is empty: set it to the addresses that `kubectl get endpoints kubernetes` shows." },
    };

    [Theory, MemberData(nameof(Mixes))]
    public void A_mix_that_cannot_work_says_what_to_set(string ci, string over, string sentence)
    {
        var answer = Helm.Try(ci, over, ci == "full" ? Helm.EveryApi : []);

        Assert.NotEqual(0, answer.Code);
        Assert.Contains("\n  - " + sentence + "\n", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ ports: [{ port: 587 }] }")]
    [InlineData("{ ports: [{ protocol: TCP }] }")]
    [InlineData("{ ports: [{ port: 500, endPort: 600 }] }")]
    [InlineData("{ to: [{ ipBlock: { cidr: 10.0.0.9/32 } }] }")]
    public void A_rule_that_lets_e_mail_through_is_no_problem(string rule)
    {
        var answer = Helm.Try("distributed",
            $"workloads: {{ alerts: {{ env: {{ ALERTS__SMTP__HOST: mail.trust.example }}, extraEgress: [{rule}] }} }}");

        Assert.True(answer.Code == 0, answer.Error);
    }

    /// <summary>A sentence that nobody has seen may never come, or come wrong.</summary>
    [Fact]
    public void Every_sentence_of_the_chart_is_provoked_above()
    {
        var template = File.ReadAllText(Path.Combine(Checkout.Chart("mat"), "templates/validate.yaml"));
        var sentences = Regex.Matches(template, @"append \$problems (?:\(printf )?""((?:[^""\\]|\\.)*)""").Select(m => m.Groups[1].Value)
            .ToList();

        Assert.Equal(Regex.Count(template, @"append \$problems"), sentences.Count);
        foreach (var sentence in sentences)
        {
            var pattern = "^" + Regex.Replace(Regex.Escape(sentence), "%[sd]", ".+") + "$";
            Assert.True(Mixes().Any(m => Regex.IsMatch(m.Data.Item3, pattern)), sentence);
        }
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var answer = Helm.Try("distributed", "{ postgres: { existingSecret: '' }, keys: { existingSecret: '' } }");

        Assert.Equal(2, Regex.Count(answer.Error, "^  - ", RegexOptions.Multiline));
    }

    [Fact]
    public void The_backends_ask_for_their_secret()
    {
        var answer = Helm.Run("template", "backends", Checkout.Chart("mat-backends"));

        Assert.NotEqual(0, answer.Code);
        Assert.Contains("existingSecret is empty: make a Secret with the three passwords as the README says and name it here.",
            answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mod: single", "mod")]
    [InlineData("mode: cluster", "mode")]
    [InlineData("image: { tga: v1 }", "tga")]
    [InlineData("image: { digest: v1 }", "digest")]
    [InlineData("postgres: { password: hunter2 }", "password")]
    [InlineData("groups: { core: [] }", "core")]
    [InlineData("workloads: { tickets: { replica: 2 } }", "replica")]
    [InlineData("workloads: { tickets: { replicas: '2' } }", "replicas")]
    [InlineData("workloads: { tickets: { replicas: 0 } }", "replicas")]
    [InlineData("workloads: { tickets: { autoscaling: { enable: true } } }", "enable")]
    [InlineData("workloads: { tickets: { env: { 'A-B': x } } }", "A-B")]
    [InlineData("workloads: { tickets: { env: { A: 1 } } }", "env")]
    [InlineData("workloads: { tickets: { secretEnv: { A: { secret: s } } } }", "key")]
    [InlineData("workloads: { tickets: { resources: { request: {} } } }", "request")]
    [InlineData("workloads: { tickets: { resources: { requests: { memory: lots } } } }", "memory")]
    [InlineData("workloads: { tickets: { tolerations: [{ keys: a }] } }", "keys")]
    [InlineData("workloads: { tickets: { affinity: { podAntiAfinity: {} } } }", "podAntiAfinity")]
    [InlineData("ingress: { host: a.example }", "host")]
    [InlineData("networkPolicy: { redis: { peers: [{ cidr: 10.0.0.1 }] } }", "peers")]
    [InlineData("networkPolicy: { redis: { peers: [{ cidr: 10.0.0.1/32, podLabels: {} }] } }", "peers")]
    [InlineData("networkPolicy: { redis: { peers: [{}] } }", "peers")]
    [InlineData("gateway: { trustedProxies: [everywhere] }", "trustedProxies")]
    [InlineData("dapr: { secretStore: { names: [] } }", "names")]
    [InlineData("shutdownTimeoutSeconds: '25'", "shutdownTimeoutSeconds")]
    public void A_typo_is_refused_by_name(string over, string culprit)
    {
        var answer = Helm.Try("distributed", over);

        Assert.NotEqual(0, answer.Code);
        Assert.Contains("values don't meet the specifications of the schema", answer.Error, StringComparison.Ordinal);
        Assert.Contains(culprit, answer.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("mat"), InlineData("mat-backends")]
    public void The_schema_closes_every_object(string chart)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Chart(chart), "values.schema.json")))!.AsObject();
        var open = new List<string>();
        Walk(schema, "");

        // Two are not ours to describe: what Kubernetes defines itself, and Helm's global.
        Assert.Equal(chart == "mat" ? ["/properties/global", "/definitions/kubernetes"] : ["/properties/global"], open);

        void Walk(JsonNode? node, string path)
        {
            if (node is JsonObject map)
            {
                if (map["type"] is JsonValue type && type.GetValueKind() == System.Text.Json.JsonValueKind.String
                    && (string)type! == "object"
                    && map["additionalProperties"] is not JsonObject && (bool?)map["additionalProperties"] != false)
                    open.Add(path);
                foreach (var (key, value) in map)
                    Walk(value, $"{path}/{key}");
            }
            else if (node is JsonArray list)
            {
                for (var i = 0; i < list.Count; i++)
                    Walk(list[i], $"{path}/{i}");
            }
        }
    }

    [Theory, InlineData("mat"), InlineData("mat-backends")]
    public void The_README_s_table_names_every_value(string chart)
    {
        var readme = File.ReadAllText(Path.Combine(Checkout.Chart(chart), "README.md"));
        var values = Yaml.Document(File.ReadAllText(Path.Combine(Checkout.Chart(chart), "values.yaml")));
        foreach (var path in Paths(values, ""))
            Assert.True(readme.Contains($"| `{path}` |", StringComparison.Ordinal), $"README.md has no row for {path}");

        static IEnumerable<string> Paths(JsonObject map, string prefix) => map.SelectMany(p =>
            p.Value is JsonObject { Count: > 0 } inner
            && p.Key is not ("resources" or "sidecarResources" or "workloads" or "groups" or "labels" or "clients")
            ? Paths(inner, prefix + p.Key + ".") : [prefix + p.Key]);
    }

    [Theory]
    [InlineData("mat", "single"), InlineData("mat", "grouped"), InlineData("mat", "distributed"), InlineData("mat", "full"),
        InlineData("mat-backends", "default")]
    public void Lint_finds_nothing(string chart, string values)
    {
        var answer = Helm.Run("lint", "--strict", Checkout.Chart(chart), "--values", Checkout.Values(chart, values));

        Assert.True(answer.Code == 0, answer.ToString());
        Assert.Contains("1 chart(s) linted, 0 chart(s) failed", answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("[WARNING]", answer.Output + answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_notes_say_how_to_come_in()
    {
        var notes = Helm.Run("install", "mat", Checkout.Chart("mat"), "--dry-run=client", "--namespace", "ict", "--values",
            Checkout.Values("mat", "single"));

        Assert.True(notes.Code == 0, notes.ToString());
        Assert.Contains("https://mat.example", notes.Output, StringComparison.Ordinal);
        Assert.Contains("pod-security.kubernetes.io/enforce=restricted", notes.Output, StringComparison.Ordinal);
    }
}
