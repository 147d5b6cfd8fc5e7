using System.Reflection;
using System.Text.RegularExpressions;
using Mat.Chart.Tests.Rendering;
using Mat.Gateway;
using Mat.Platform.Hosting;

namespace Mat.Chart.Tests;

/// <summary>What runs in each mode, and that the processes understand what they are told.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void Single_is_one_process_on_a_volume()
    {
        var (owner, pod) = Assert.Single(Helm.Single.Workloads());

        Assert.Equal("StatefulSet", owner.Kind());
        Assert.Equal(1, (int?)owner["spec"]!["replicas"]);
        Assert.Equal(["--target=all"], pod.Container()["args"].Texts());
        Assert.Equal("sqlite", pod.Container().Env("MAT__STORAGE"));
        Assert.Equal("memory", pod.Container().Env("MAT__BUS"));
        Assert.Equal("memory", pod.Container().Env("MAT__CACHE"));
        Assert.Equal("loopback", pod.Container().Env("MAT__INVOKE"));
        Assert.Equal("/data", pod.Container().Env("MAT__DATA"));
        Assert.Contains(pod.Container()["volumeMounts"].Items(), m => (string?)m["mountPath"] == "/data");
        var claim = Assert.Single(owner["spec"]!["volumeClaimTemplates"].Items());
        Assert.Equal("20Gi", (string?)claim["spec"]!["resources"]!["requests"]!["storage"]);
        Assert.Equal("Retain", (string?)owner["spec"]!["persistentVolumeClaimRetentionPolicy"]!["whenDeleted"]);
        Assert.True(Helm.Single.Has("Service", (string)owner["spec"]!["serviceName"]!));
    }

    [Fact]
    public void Single_takes_a_volume_that_is_there()
    {
        var manifest = Helm.Render("single", "persistence: { existingClaim: old-data }");

        var (owner, pod) = Assert.Single(manifest.Workloads());
        Assert.Null(owner["spec"]!["volumeClaimTemplates"]);
        Assert.Contains(pod["spec"]!["volumes"].Items(), v => (string?)v["persistentVolumeClaim"]?["claimName"] == "old-data");
    }

    [Fact]
    public void Distributed_is_a_deployment_for_each_target()
    {
        var workloads = Helm.Distributed.Workloads().ToList();

        Assert.All(workloads, w => Assert.Equal("Deployment", w.Owner.Kind()));
        Assert.Equal(ServiceCatalog.Targets.Order(), workloads.Select(w => w.Owner.Component()!).Order());
        foreach (var (owner, pod) in workloads)
        {
            Assert.Equal([$"--target={owner.Component()}"], pod.Container()["args"].Texts());
            Assert.Equal("postgres", pod.Container().Env("MAT__STORAGE"));
            Assert.Equal("rabbitmq", pod.Container().Env("MAT__BUS"));
            Assert.Equal("direct", pod.Container().Env("MAT__INVOKE"));
            Assert.Equal(0, (int?)owner["spec"]!["strategy"]!["rollingUpdate"]!["maxUnavailable"]);
        }

        Assert.Equal("redis",
            Helm.Distributed.Get("Deployment", "mat-gateway")["spec"]!["template"]!.AsObject().Container().Env("MAT__CACHE"));
    }

    [Fact]
    public void Grouped_is_four_deployments_that_run_every_target_once()
    {
        var workloads = Helm.Grouped.Workloads()
            .ToDictionary(w => w.Owner.Component()!, w => w.Pod.Container()["args"].Texts().Single().Split('=')[1].Split(','));

        Assert.Equal(["core", "desk", "gateway", "security"], workloads.Keys.Order());
        Assert.Equal(["gateway"], workloads["gateway"]);
        Assert.Equal(ServiceCatalog.Targets.Order(), workloads.Values.SelectMany(t => t).Order());
        Assert.All(Helm.Grouped.Workloads(), w => Assert.Equal("Deployment", w.Owner.Kind()));
        Assert.All(Helm.Grouped.Workloads(), w => Assert.Equal(("postgres", "rabbitmq", "direct"),
            (w.Pod.Container().Env("MAT__STORAGE"), w.Pod.Container().Env("MAT__BUS"), w.Pod.Container().Env("MAT__INVOKE"))));
    }

    [Fact]
    public void A_release_can_regroup_its_modules()
    {
        var all = string.Join(", ", ServiceCatalog.Targets.Where(t => t != "gateway"));
        var manifest = Helm.Render("grouped", $"groups: {{ core: null, desk: null, security: null, services: [{all}] }}");

        Assert.Equal(["gateway", "services"], manifest.Workloads().Select(w => w.Owner.Component()!).Order());
        Assert.Equal([$"--target={all.Replace(" ", "", StringComparison.Ordinal)}"],
            manifest.Get("Deployment", "mat-services")["spec"]!["template"]!.AsObject().Container()["args"].Texts());
    }

    [Theory, InlineData("grouped"), InlineData("distributed")]
    public void The_gateway_is_told_where_each_service_is(string values)
    {
        var gateway = Helm.Ci(values).Get("Deployment", "mat-gateway")["spec"]!["template"]!.AsObject().Container();

        foreach (var target in ServiceCatalog.Targets.Where(t => t != "gateway"))
        {
            var address = new Uri(gateway.Env("MAT__SERVICES__" + target)!);
            var service = Helm.Ci(values).Get("Service", address.Host);
            var runs = Helm.Ci(values).Get("Deployment", address.Host)["spec"]!["template"]!.AsObject().Container()["args"].Texts()
                .Single();
            Assert.Contains(target, runs.Split('=')[1].Split(','));
            Assert.Contains(service["spec"]!["ports"].Items(), p => (int)p["port"]! == address.Port && (string)p["targetPort"]! == "http");
        }
    }

    [Fact]
    public void Partners_is_told_where_the_desk_is_and_nothing_else()
    {
        var told = Helm.Distributed.Get("Deployment", "mat-partners")["spec"]!["template"]!.AsObject().Container()["env"].Items()
            .Where(e => ((string)e["name"]!).StartsWith("MAT__SERVICES__", StringComparison.Ordinal));
        Assert.Equal(("MAT__SERVICES__tickets", "http://mat-tickets:8080"),
            ((string)Assert.Single(told)["name"]!, (string)told.Single()["value"]!));
    }

    [Fact]
    public void In_one_group_Partners_needs_no_address_of_the_desk() =>
        Assert.All(Helm.Grouped.Workloads().Where(w => w.Owner.Component() != "gateway"), w =>
            Assert.DoesNotContain(w.Pod.Container()["env"].Items(),
                e => ((string)e["name"]!).StartsWith("MAT__SERVICES__", StringComparison.Ordinal)));

    /// <summary>Each way round: MAT__ names are bound to options, all others are read by name.</summary>
    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full")]
    public void Every_variable_is_one_that_the_code_reads(string values)
    {
        var code = new Lazy<string>(() => string.Concat(new[] { "services", "gateway" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Checkout.Root, f), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText)));
        string[] theirs = ["ASPNETCORE_URLS", "OTEL_EXPORTER_OTLP_PROTOCOL"];

        foreach (var (owner, pod) in Helm.Ci(values).Pods())
            foreach (var name in pod.Container()["env"].Items().Select(e => (string)e["name"]!))
            {
                if (name.StartsWith("MAT__", StringComparison.Ordinal))
                    Assert.True(Binds(name), $"{owner.Id()}: nothing reads {name}");
                else if (name.Contains("__", StringComparison.Ordinal))
                    Assert.Contains(name.Split("__")[0], ServiceCatalog.Targets, StringComparer.OrdinalIgnoreCase);
                else if (!theirs.Contains(name))
                    Assert.Contains($"\"{name}\"", code.Value, StringComparison.Ordinal);
            }
    }

    private static bool Binds(string name)
    {
        var parts = name.Split("__")[1..];
        var type = parts[0] == "GATEWAY" ? typeof(GatewayOptions) : typeof(MatOptions);
        foreach (var part in parts[0] == "GATEWAY" ? parts[1..] : parts)
        {
            if (type == typeof(Dictionary<string, string>))
                return ServiceCatalog.Targets.Contains(part);
            if (type.IsArray || (type.IsGenericType && type != typeof(string)))
                return int.TryParse(part, out _);
            var property = type.GetProperty(part, BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance);
            if (property is null)
                return false;
            type = property.PropertyType;
        }

        return true;
    }

    /// <summary>The switches that the chart sets cannot be a mix that the program itself refuses.</summary>
    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full")]
    public void Every_process_would_start_with_what_it_is_told(string values)
    {
        foreach (var (owner, pod) in Helm.Ci(values).Workloads())
        {
            var target = pod.Container()["args"].Texts().Single().Split('=')[1];
            var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
            foreach (var variable in pod.Container()["env"].Items()
                .Where(e => ((string)e["name"]!).StartsWith("MAT__", StringComparison.Ordinal)))
                configuration[((string)variable["name"]!).Replace("__", ":", StringComparison.Ordinal)] = (string?)variable["value"]
                    ?? "from a secret";
            var options = new MatOptions();
            // The file is mounted in the pod alone; that it is mounted there is SecretsTests' matter.
            if (configuration["MAT:OIDC:CLIENTSECRETFILE"] is not null)
                configuration["MAT:OIDC:CLIENTSECRETFILE"] = typeof(ProcessTests).Assembly.Location;
            Microsoft.Extensions.Configuration.ConfigurationBinder.Bind(
                Microsoft.Extensions.Configuration.ConfigurationExtensions.GetRequiredSection(configuration, "Mat"), options);

            Assert.Empty(options.Validate(target == "all" ? ServiceCatalog.Targets.ToList() : [.. target.Split(',')]));
            Assert.NotNull(owner);
        }
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full")]
    public void Probes_ask_the_routes_that_are_there(string values)
    {
        var routes = File.ReadAllText(Path.Combine(Checkout.Root, "services/Platform/Hosting/HealthEndpoints.cs"));
        foreach (var (_, pod) in Helm.Ci(values).Workloads())
        {
            var container = pod.Container();
            foreach (var (probe, path) in new[] { ("startupProbe", "/health/ready"), ("readinessProbe", "/health/ready"),
                ("livenessProbe", "/health/live") })
            {
                var ask = container[probe]!["httpGet"]!;
                Assert.Equal(path, (string?)ask["path"]);
                Assert.Contains($"\"{path}\"", routes, StringComparison.Ordinal);
                Assert.Contains(container["ports"].Items(),
                    p => (string)p["name"]! == (string)ask["port"]! && (int)p["containerPort"]! == 8080);
            }

            // A start waits up to 90 seconds for its database (Migrator).
            Assert.True((int)container["startupProbe"]!["periodSeconds"]! * (int)container["startupProbe"]!["failureThreshold"]! > 90);
        }
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full")]
    public void A_stopping_pod_is_left_alone_until_it_has_drained(string values)
    {
        foreach (var (_, pod) in Helm.Ci(values).Workloads())
        {
            var container = pod.Container();
            var pause = (int)container["lifecycle"]!["preStop"]!["sleep"]!["seconds"]!;
            var drain = int.Parse(container.Env("MAT__SHUTDOWNTIMEOUTSECONDS")!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(pause > 0 && (int)pod["spec"]!["terminationGracePeriodSeconds"]! >= pause + drain);
        }
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full")]
    public void The_metrics_port_is_named_told_and_served_apart(string values)
    {
        foreach (var (owner, pod) in Helm.Ci(values).Workloads())
        {
            Assert.Contains(pod.Container()["ports"].Items(), p => (string)p["name"]! == "metrics" && (int)p["containerPort"]! == 9464);
            Assert.Equal("9464", pod.Container().Env("MAT__METRICSPORT"));
            var service = Helm.Ci(values).Get("Service", owner.Name() + "-metrics");
            Assert.Equal("None", (string?)service["spec"]!["clusterIP"]);
            Assert.Equal(["metrics"], service["spec"]!["ports"].Items().Select(p => (string)p["name"]!));
            Assert.DoesNotContain(Helm.Ci(values).Get("Service", owner.Name())["spec"]!["ports"].Items(),
                p => (string)p["name"]! == "metrics");
        }
    }

    [Fact]
    public void The_image_is_what_the_values_say()
    {
        Assert.All(Helm.Distributed.Pods(), p => Assert.Matches("^mat:[0-9.]+$", (string)p.Pod.Container()["image"]!));
        Assert.All(Helm.Full.Pods(), p => Assert.Matches("^platform/mat@sha256:0{64}$", (string)p.Pod.Container()["image"]!));
        var other = Helm.Render("single", "image: { registry: registry.example, tag: v2 }");
        Assert.All(other.Pods(), p => Assert.Equal("registry.example/mat:v2", (string)p.Pod.Container()["image"]!));
    }

    [Fact]
    public void What_the_defaults_say_a_workload_may_take_back()
    {
        var manifest = Helm.Render("distributed", """
            workloadDefaults: { env: { A__B: one, A__C: two } }
            workloads: { trust: { replicas: 3, env: { A__B: three }, spread: { enabled: false } } }
            """);

        var trust = manifest.Get("Deployment", "mat-trust");
        var pod = trust["spec"]!["template"]!.AsObject();
        Assert.Equal(3, (int?)trust["spec"]!["replicas"]);
        Assert.Equal(["three", "two"], new[] { "A__B", "A__C" }.Select(pod.Container().Env));
        Assert.Null(pod["spec"]!["topologySpreadConstraints"]);
        Assert.NotNull(manifest.Get("Deployment", "mat-assets")["spec"]!["template"]!["spec"]!["topologySpreadConstraints"]);
    }

    [Fact]
    public void Placement_reaches_the_pods()
    {
        foreach (var (_, pod) in Helm.Full.Workloads())
        {
            Assert.Equal("linux", (string?)pod["spec"]!["nodeSelector"]!["kubernetes.io/os"]);
            Assert.Equal("dedicated", (string?)Assert.Single(pod["spec"]!["tolerations"].Items())["key"]);
            Assert.Equal("business", (string?)pod["spec"]!["priorityClassName"]);
            Assert.Equal("ict", pod.Label("cost-centre"));
            Assert.Equal("ict", pod.Annotation("example.org/team"));
        }

        Assert.NotNull(Helm.Full.Get("Deployment", "mat-partners")["spec"]!["template"]!["spec"]!["affinity"]!["nodeAffinity"]);
    }

    /// <summary>A queue name that nobody reads would scale on nothing, silently.</summary>
    [Fact]
    public void Queues_in_the_chart_are_those_that_the_services_read()
    {
        var facts = File.ReadAllText(Path.Combine(Checkout.Chart("mat"), "templates/_workloads.tpl"));
        foreach (var target in ServiceCatalog.Targets.Where(t => t != "gateway"))
        {
            var module = Directory.GetFiles(Path.Combine(Checkout.Root, "services"), "*Module.cs", SearchOption.AllDirectories)
                .Single(f => Path.GetFileName(f).Equals(target + "Module.cs", StringComparison.OrdinalIgnoreCase));
            var read = Regex.Matches(File.ReadAllText(module), @"AddConsumer<\w+, (\w+), \w+>")
                .Select(m => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(m.Groups[1].Value)).Order();
            var line = Regex.Match(facts, $@"^- {{ name: {target},.*queues: \[(.*)\]", RegexOptions.Multiline);
            Assert.True(line.Success, target);
            Assert.Equal(read, line.Groups[1].Value.Split(", ").Order());
        }
    }
}
