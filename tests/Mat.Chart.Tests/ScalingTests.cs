using Mat.Chart.Tests.Rendering;

namespace Mat.Chart.Tests;

/// <summary>How many there are, and how they stay up.</summary>
public sealed class ScalingTests
{
    [Fact]
    public void Several_replicas_are_spread_and_guarded()
    {
        foreach (var (owner, pod) in Helm.Distributed.Workloads())
        {
            Assert.Equal(2, (int?)owner["spec"]!["replicas"]);
            Assert.Equal(["topology.kubernetes.io/zone", "kubernetes.io/hostname"],
                pod["spec"]!["topologySpreadConstraints"].Items().Select(c => (string)c["topologyKey"]!));
            Assert.All(pod["spec"]!["topologySpreadConstraints"].Items(),
                c => Assert.True(c["labelSelector"]!["matchLabels"].Selects(pod)));
            Assert.Equal(1, (int?)Helm.Distributed.Get("PodDisruptionBudget", owner.Name())["spec"]!["maxUnavailable"]);
        }
    }

    [Fact]
    public void One_replica_is_neither_so_that_its_node_can_be_drained()
    {
        Assert.Empty(Helm.Single.Kind("PodDisruptionBudget"));
        var one = Helm.Render("distributed", "workloads: { trust: { replicas: 1 } }");

        Assert.False(one.Has("PodDisruptionBudget", "mat-trust"));
        Assert.Null(one.Get("Deployment", "mat-trust")["spec"]!["template"]!["spec"]!["topologySpreadConstraints"]);
        Assert.True(one.Has("PodDisruptionBudget", "mat-assets"));
    }

    [Fact]
    public void A_false_wins_over_the_defaults_true() => Assert.False(Helm.Full.Has("PodDisruptionBudget", "mat-insights"));

    [Fact]
    public void A_scaled_workload_leaves_its_replicas_to_its_scaler()
    {
        foreach (var (owner, _) in Helm.Full.Workloads())
        {
            Assert.Null(owner["spec"]!["replicas"]);
            var keda = owner.Component() is "tickets" or "alerts";
            Assert.Equal(keda, Helm.Full.Has("ScaledObject", owner.Name()));
            Assert.Equal(!keda, Helm.Full.Has("HorizontalPodAutoscaler", owner.Name()));
        }
    }

    [Fact]
    public void The_autoscaler_watches_the_processor_of_its_own_deployment()
    {
        Assert.Empty(Helm.Distributed.Kind("HorizontalPodAutoscaler", "ScaledObject"));
        var scaler = Helm.Full.Get("HorizontalPodAutoscaler", "mat-trust");

        Assert.Equal("mat-trust", (string?)scaler["spec"]!["scaleTargetRef"]!["name"]);
        Assert.Equal((2, 6), ((int)scaler["spec"]!["minReplicas"]!, (int)scaler["spec"]!["maxReplicas"]!));
        Assert.Equal(70, (int?)Assert.Single(scaler["spec"]!["metrics"].Items())["resource"]!["target"]!["averageUtilization"]);
    }

    [Fact]
    public void Keda_watches_each_queue_of_the_service_with_the_broker_s_own_secret()
    {
        var scaled = Helm.Full.Get("ScaledObject", "mat-alerts");
        var triggers = scaled["spec"]!["triggers"].Items().ToList();

        Assert.Equal("mat-alerts", (string?)scaled["spec"]!["scaleTargetRef"]!["name"]);
        Assert.Equal(["alerts-assets-changed", "alerts-person-changed", "alerts-replay-requested", "alerts-school-changed",
            "alerts-ticket-changed"], triggers.Select(t => (string)t["metadata"]!["queueName"]!).Order());
        Assert.All(triggers,
            t => Assert.Equal(("rabbitmq", "QueueLength", "2000"),
                ((string)t["type"]!, (string)t["metadata"]!["mode"]!, (string)t["metadata"]!["value"]!)));
        var login = Helm.Full.Get("TriggerAuthentication", (string)triggers[0]["authenticationRef"]!["name"]!);
        var reference = Assert.Single(login["spec"]!["secretTargetRef"].Items());
        Assert.Equal(("host", "mat-rabbitmq", "url"),
            ((string)reference["parameter"]!, (string)reference["name"]!, (string)reference["key"]!));
        Assert.Equal(10, (int?)Helm.Full.Get("ScaledObject", "mat-tickets")["spec"]!["maxReplicaCount"]);
    }

    [Fact]
    public void A_group_scales_on_the_queues_of_all_its_modules()
    {
        var scaled = Helm.Render("grouped", "workloads: { desk: { keda: { enabled: true } } }", Helm.EveryApi)
            .Get("ScaledObject", "mat-desk");

        var queues = scaled["spec"]!["triggers"].Items().Select(t => (string)t["metadata"]!["queueName"]!).ToList();
        Assert.Contains("tickets-alert-raised", queues);
        Assert.Contains("partners-escalation-requested", queues);
        Assert.All(queues, q => Assert.Matches("^(tickets|partners)-", q));
    }
}
