using Mat.Chart.Tests.Rendering;

namespace Mat.Chart.Tests;

/// <summary>The three backends for trying Mat out.</summary>
public sealed class BackendsTests
{
    [Theory, InlineData("postgres", 5432), InlineData("rabbitmq", 5672), InlineData("redis", 6379)]
    public void Each_is_one_pod_with_a_volume_behind_a_name(string name, int port)
    {
        var set = Helm.Backends.Get("StatefulSet", "backends-" + name);
        var pod = set["spec"]!["template"]!.AsObject();
        var service = Helm.Backends.Get("Service", (string)set["spec"]!["serviceName"]!);

        Assert.Equal(1, (int?)set["spec"]!["replicas"]);
        Assert.Equal("data", (string?)Assert.Single(set["spec"]!["volumeClaimTemplates"].Items())["metadata"]!["name"]);
        Assert.Equal(port, (int?)Assert.Single(service["spec"]!["ports"].Items())["port"]);
        Assert.Equal(port, (int?)Assert.Single(pod.Container()["ports"].Items())["containerPort"]);
        Assert.Contains(pod.Container()["env"].Items(), e => (string?)e["valueFrom"]?["secretKeyRef"]?["key"] == name + "-password");
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
            Assert.NotEmpty(pod.Container()[probe]!["exec"]!["command"].Texts());
    }
}
