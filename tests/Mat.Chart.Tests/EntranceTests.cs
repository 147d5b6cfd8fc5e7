using Mat.Chart.Tests.Rendering;
using Mat.Platform.Hosting;

namespace Mat.Chart.Tests;

/// <summary>How people, Prometheus and Dapr come in.</summary>
public sealed class EntranceTests
{
    [Theory, InlineData("single", "mat-server"), InlineData("full", "mat-gateway")]
    public void The_ingress_leads_to_the_edge_and_nowhere_else(string values, string edge)
    {
        var ingress = Assert.Single(Helm.Ci(values).Kind("Ingress"));

        foreach (var path in ingress["spec"]!["rules"].Items().SelectMany(r => r["http"]!["paths"].Items()))
        {
            Assert.Equal("/", (string?)path["path"]);
            Assert.Equal(edge, (string?)path["backend"]!["service"]!["name"]);
            Assert.Contains(Helm.Ci(values).Get("Service", edge)["spec"]!["ports"].Items(),
                p => (string)p["name"]! == (string)path["backend"]!["service"]!["port"]!["name"]!);
        }

        Assert.Equal(ingress["spec"]!["rules"].Items().Select(r => (string)r["host"]!),
            Assert.Single(ingress["spec"]!["tls"].Items())["hosts"].Texts());
    }

    [Fact]
    public void The_route_leads_there_too_and_leaves_the_stream_open()
    {
        var route = Assert.Single(Helm.Full.Kind("HTTPRoute"));
        var rules = route["spec"]!["rules"].Items().ToList();

        Assert.Equal(["/api/live", "/"], rules.Select(r => (string)r["matches"]![0]!["path"]!["value"]!));
        Assert.Equal("0s", (string?)rules[0]["timeouts"]!["request"]);
        Assert.All(rules,
            r => Assert.Equal(("mat-gateway", 80), ((string)r["backendRefs"]![0]!["name"]!, (int)r["backendRefs"]![0]!["port"]!)));
        Assert.Equal("public", (string?)route["spec"]!["parentRefs"]![0]!["name"]);
    }

    [Fact]
    public void Only_the_edge_may_have_another_type_of_service()
    {
        var manifest = Helm.Render("distributed", "service: { type: LoadBalancer, port: 8443, annotations: { a: b } }");

        Assert.Equal(["mat-gateway"],
            manifest.Kind("Service").Where(s => (string?)s["spec"]!["type"] == "LoadBalancer").Select(s => s.Name()));
        Assert.Equal("b", manifest.Get("Service", "mat-gateway").Annotation("a"));
    }

    [Fact]
    public void Syslog_has_a_service_that_keeps_addresses_and_a_certificate_of_its_own()
    {
        Assert.False(Helm.Distributed.Has("Service", "mat-syslog"));
        var service = Helm.Full.Get("Service", "mat-syslog")["spec"]!;
        Assert.Equal(("LoadBalancer", "Local", "alerts"),
            ((string)service["type"]!, (string)service["externalTrafficPolicy"]!,
                (string)service["selector"]!["app.kubernetes.io/component"]!));
        var pod = Helm.Full.Get("Deployment", "mat-alerts")["spec"]!["template"]!.AsObject();
        Assert.Equal(service["ports"].Items().Select(p => (string)p["targetPort"]!),
            pod.Container()["ports"].Items().Select(p => (string)p["name"]!).Where(n => n.StartsWith("syslog", StringComparison.Ordinal)));
        Assert.Equal(("1514", "6514", "/syslog-tls/tls.crt"),
            (pod.Container().Env("ALERTS__SYSLOG__PORT"), pod.Container().Env("ALERTS__SYSLOG__TLSPORT"),
                pod.Container().Env("ALERTS__SYSLOG__CERTIFICATEFILE")));
        Assert.Contains(pod["spec"]!["volumes"].Items(), v => (string?)v["secret"]?["secretName"] == "syslog-tls");
        Assert.Null(Helm.Full.Get("Deployment", "mat-tickets")["spec"]!["template"]!.AsObject().Container().Env("ALERTS__SYSLOG__PORT"));
    }

    [Fact]
    public void The_gateway_believes_the_proxies_that_are_named() =>
        Assert.Equal("10.244.0.0/16",
            Helm.Full.Get("Deployment", "mat-gateway")["spec"]!["template"]!.AsObject().Container().Env("MAT__GATEWAY__TRUSTEDPROXIES__0"));

    [Fact]
    public void The_monitor_finds_every_metrics_service_and_no_other()
    {
        var monitor = Assert.Single(Helm.Full.Kind("ServiceMonitor"));
        var selector = monitor["spec"]!["selector"]!;
        var exists = (string)Assert.Single(selector["matchExpressions"].Items(), e => (string?)e["operator"] == "Exists")["key"]!;
        var endpoint = Assert.Single(monitor["spec"]!["endpoints"].Items());

        var found = Helm.Full.Kind("Service").Where(s => selector["matchLabels"].Selects(s) && s.Label(exists) is not null).ToList();
        Assert.Equal(Helm.Full.Workloads().Select(w => w.Owner.Name() + "-metrics").Order(), found.Select(s => s.Name()).Order());
        Assert.Equal(("metrics", "/metrics"), ((string)endpoint["port"]!, (string)endpoint["path"]!));
        Assert.Equal("prometheus", monitor.Label("release"));

        // Rules and dashboards find the processes by these names.
        Assert.All(found, s => Assert.Equal("mat-" + s.Component(), s.Label((string)monitor["spec"]!["jobLabel"]!)));
        Assert.Equal("mat", Helm.Single.Get("Service", "mat-server-metrics").Label("mat/job"));
    }

    [Fact]
    public void Without_the_operator_s_API_nothing_of_it_is_made()
    {
        var manifest = Helm.Render("full", "", [.. Helm.EveryApi.Where(a => !a.StartsWith("monitoring.", StringComparison.Ordinal))]);

        Assert.Empty(manifest.Kind("ServiceMonitor", "PrometheusRule"));
    }

    [Fact]
    public void Every_rule_file_and_every_dashboard_is_rendered()
    {
        var files = Path.Combine(Checkout.Chart("mat"), "files");
        var rules = Path.Combine(files, "rules", "rules.yaml");
        var dashboards = Directory.GetFiles(Path.Combine(files, "dashboards"), "*.json")
            .ToDictionary(f => Path.GetFileName(f)!, File.ReadAllText);

        var rule = Assert.Single(Helm.Full.Kind("PrometheusRule"));
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(Yaml.Document(File.ReadAllText(rules)), rule["spec"]),
            "rules.yaml came out different");
        Assert.NotEmpty(dashboards);
        Assert.Equal(dashboards.Keys.Select(n => "mat-dashboard-" + Path.GetFileNameWithoutExtension(n)).Order(),
            Helm.Full.Kind("ConfigMap").Select(o => o.Name()).Order());
        foreach (var map in Helm.Full.Kind("ConfigMap"))
        {
            Assert.Equal("1", map.Label("grafana_dashboard"));
            var (name, text) = Assert.Single(map["data"]!.AsObject());
            Assert.Equal(dashboards[name].TrimEnd(), ((string)text!).TrimEnd());
        }
    }

    [Fact]
    public void The_test_asks_the_edge()
    {
        foreach (var (values, edge) in new[] { ("single", "mat-server"), ("grouped", "mat-gateway"), ("distributed", "mat-gateway") })
        {
            var test = Helm.Ci(values).Get("Pod", "mat-test");
            Assert.Equal(["--health", $"http://{edge}:80"], test.Container()["args"].Texts());
            Assert.Equal("test", test.Annotation("helm.sh/hook"));
        }
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed")]
    public void Without_Dapr_there_is_no_trace_of_it(string values) =>
    Assert.DoesNotContain("dapr.io", Helm.Ci(values).Text, StringComparison.Ordinal);

    [Fact]
    public void With_Dapr_every_process_has_a_sidecar_under_the_name_that_the_gateway_calls()
    {
        var code = File.ReadAllText(Path.Combine(Checkout.Root, "services/Platform/Hosting/MatOptions.cs"));
        Assert.Contains("$\"mat-{service}\"", code, StringComparison.Ordinal);

        foreach (var (owner, pod) in Helm.Full.Workloads())
        {
            Assert.Equal("true", pod.Annotation("dapr.io/enabled"));
            Assert.Equal("mat-" + owner.Component(), pod.Annotation("dapr.io/app-id"));
            Assert.Equal("8080", pod.Annotation("dapr.io/app-port"));
            Assert.Equal("mat-dapr", pod.Annotation("dapr.io/api-token-secret"));
            Assert.Equal("110Mi", pod.Annotation("dapr.io/max-body-size"));
            Assert.Equal("30s", pod.Annotation("dapr.io/block-shutdown-duration"));
            Assert.True(Helm.Full.Has("Configuration", pod.Annotation("dapr.io/config")!), owner.Id());
            Assert.Equal("dapr", pod.Container().Env("MAT__INVOKE"));
            Assert.Contains(pod.Container()["env"].Items(),
                e => (string)e["name"]! == "DAPR_API_TOKEN" && (string?)e["valueFrom"]!["secretKeyRef"]!["key"] == "token");
            Assert.DoesNotContain(pod.Container()["env"].Items(),
                e => ((string)e["name"]!).StartsWith("MAT__SERVICES__", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(Helm.Full.Kind("Job").Select(j => j["spec"]!["template"]!.AsObject()),
            p => p.Annotation("dapr.io/enabled") is not null);
    }

    [Fact]
    public void The_gateway_may_call_and_partners_for_files_and_nobody_calls_the_gateway()
    {
        var callee = Helm.Full.Get("Configuration", "mat-callee")["spec"]!["accessControl"]!;
        var caller = Helm.Full.Get("Configuration", "mat-caller")["spec"]!["accessControl"]!;

        Assert.Equal("deny", (string?)callee["defaultAction"]);
        Assert.Equal(
            [("mat-gateway", "allow", "public", "ict"), ("mat-partners", "deny", "public", "ict")],
            callee["policies"].Items()
                .Select(p => ((string)p["appId"]!, (string)p["defaultAction"]!, (string)p["trustDomain"]!, (string)p["namespace"]!)));
        var operation = Assert.Single(callee["policies"].Items().Last()["operations"].Items());
        Assert.Equal(("/api/tickets/internal/**", "allow"), ((string)operation["name"]!, (string)operation["action"]!));
        Assert.Equal(["GET"], operation["httpVerb"].Texts());
        Assert.Equal("deny", (string?)caller["defaultAction"]);
        Assert.Null(caller["policies"]);
        foreach (var (owner, pod) in Helm.Full.Workloads())
            Assert.Equal(owner.Component() == "gateway" ? "mat-caller" : "mat-callee", pod.Annotation("dapr.io/config"));
    }

    /// <summary>Modules of one workload share its sidecar, so callers are told under which id each of them is reached.</summary>
    [Fact]
    public void With_Dapr_a_group_has_one_sidecar_and_the_gateway_knows_its_id()
    {
        var manifest = Helm.Render("grouped", "{ invoke: dapr, groups: { desk: [tickets], outside: [partners] } }", Helm.EveryApi);
        var ids = manifest.Workloads().ToDictionary(w => w.Owner.Component()!, w => w.Pod.Annotation("dapr.io/app-id")!);
        var gateway = manifest.Get("Deployment", "mat-gateway")["spec"]!["template"]!.AsObject().Container();

        Assert.All(ids, i => Assert.Equal("mat-" + i.Key, i.Value));
        Assert.Equal(("mat-core", "mat-desk", "mat-outside"),
            (gateway.Env("MAT__APPIDS__trust"), gateway.Env("MAT__APPIDS__tickets"), gateway.Env("MAT__APPIDS__partners")));
        Assert.Equal("mat-desk",
            manifest.Get("Deployment", "mat-outside")["spec"]!["template"]!.AsObject().Container().Env("MAT__APPIDS__tickets"));
        Assert.Equal(["mat-gateway", "mat-outside"],
            manifest.Get("Configuration", "mat-callee")["spec"]!["accessControl"]!["policies"].Items().Select(p => (string)p["appId"]!));
        Assert.Equal(["mat-gateway", "mat-outside"], Assert.Single(manifest.Kind("Resiliency"))["scopes"].Texts());
        Assert.DoesNotContain(Helm.Full.Get("Deployment", "mat-gateway")["spec"]!["template"]!.AsObject().Container()["env"].Items(),
            e => ((string)e["name"]!).StartsWith("MAT__APPIDS__", StringComparison.Ordinal));
    }

    [Fact]
    public void The_sidecar_never_tries_again()
    {
        var spec = Assert.Single(Helm.Full.Kind("Resiliency"))["spec"]!;

        Assert.Equal(0, (int?)spec["policies"]!["retries"]!["never"]!["maxRetries"]);
        Assert.Null(spec["policies"]!["circuitBreakers"]);
        Assert.Equal(ServiceCatalog.Targets.Where(t => t != "gateway").Select(t => "mat-" + t).Order(),
            spec["targets"]!["apps"]!.AsObject().Select(a => a.Key).Order());
        Assert.All(spec["targets"]!["apps"]!.AsObject(), a => Assert.Equal("never", (string?)a.Value!["retry"]));
    }

    [Fact]
    public void The_secret_store_gives_out_the_named_secrets_alone()
    {
        var store = Assert.Single(Helm.Full.Kind("Component"));

        Assert.Equal(("mat-secrets", "secretstores.kubernetes"), (store.Name(), (string)store["spec"]!["type"]!));
        Assert.Equal(ServiceCatalog.Targets.Select(t => "mat-" + t).Order(), store["scopes"].Texts().Order());
        foreach (var configuration in Helm.Full.Kind("Configuration"))
        {
            var scope = Assert.Single(configuration["spec"]!["secrets"]!["scopes"].Items());
            Assert.Equal(("mat-secrets", "deny"), ((string)scope["storeName"]!, (string)scope["defaultAccess"]!));
            Assert.Equal(["mat-settings"], scope["allowedSecrets"].Texts());
        }
    }
}
