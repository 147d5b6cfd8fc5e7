using System.Text.Json.Nodes;
using Mat.Chart.Tests.Rendering;

namespace Mat.Chart.Tests;

/// <summary>Pod Security Standards, "restricted", and what Mat adds: nothing to write to, no token.</summary>
public sealed class SecurityTests
{
    private static readonly string[] Volumes = ["configMap", "downwardAPI", "emptyDir", "persistentVolumeClaim", "projected", "secret"];

    [Theory, InlineData("single", 1654), InlineData("distributed", 1654), InlineData("full", 1654), InlineData("backends", 999)]
    public void Every_pod_meets_restricted(string values, int user)
    {
        var pods = Helm.Ci(values).Pods().ToList();

        Assert.NotEmpty(pods);
        foreach (var (owner, pod) in pods)
        {
            var spec = pod["spec"]!.AsObject();
            var context = spec["securityContext"]!;
            Assert.True((bool?)context["runAsNonRoot"], owner.Id());
            Assert.Equal(user, (int?)context["runAsUser"]);
            Assert.Equal("RuntimeDefault", (string?)context["seccompProfile"]?["type"]);
            Assert.DoesNotContain(spec, p => p.Key is "hostNetwork" or "hostPID" or "hostIPC" or "hostAliases");
            Assert.All(spec["volumes"].Items(), v => Assert.Contains(v.Single(p => p.Key != "name").Key, Volumes));
            foreach (var container in spec["containers"].Items().Concat(spec["initContainers"].Items()))
            {
                var own = container["securityContext"]!;
                Assert.True((bool?)own["runAsNonRoot"], owner.Id());
                Assert.Equal(user, (int?)own["runAsUser"]);
                Assert.False((bool)own["allowPrivilegeEscalation"]!, owner.Id());
                Assert.True((bool?)own["readOnlyRootFilesystem"], owner.Id());
                Assert.Equal(["ALL"], own["capabilities"]!["drop"].Texts());
                Assert.Null(own["capabilities"]!["add"]);
                Assert.Equal("RuntimeDefault", (string?)own["seccompProfile"]?["type"]);
                Assert.All(container["ports"].Items(), p => Assert.Null(p["hostPort"]));
                Assert.Contains(container["volumeMounts"].Items(), m => (string?)m["mountPath"] == "/tmp");
            }
        }
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full"), InlineData("backends")]
    public void No_pod_gets_a_service_account_token_and_each_has_an_account_of_its_own(string values)
    {
        var manifest = Helm.Ci(values);

        foreach (var (owner, pod) in manifest.Pods())
        {
            Assert.False((bool)pod["spec"]!["automountServiceAccountToken"]!, owner.Id());
            if (owner.Kind() == "Pod")
                continue;
            var account = manifest.Get("ServiceAccount", (string)pod["spec"]!["serviceAccountName"]!);
            Assert.Equal(owner.Component(), account.Component());
            Assert.False((bool)account["automountServiceAccountToken"]!);
        }
    }

    [Fact]
    public void With_Dapr_s_secret_store_the_token_goes_to_the_sidecar_alone_and_reads_the_named_secrets_alone()
    {
        foreach (var (owner, pod) in Helm.Full.Workloads())
        {
            Assert.Contains(pod["spec"]!["volumes"].Items(), v => (string)v["name"]! == "kubernetes-api");
            Assert.DoesNotContain(pod.Container()["volumeMounts"].Items(), m => (string)m["name"]! == "kubernetes-api");
            Assert.StartsWith("kubernetes-api:", pod.Annotation("dapr.io/volume-mounts"), StringComparison.Ordinal);
            Assert.NotNull(owner);
        }

        var rule = Assert.Single(Helm.Full.Get("Role", "mat-secrets")["rules"].Items());
        Assert.Equal(["get"], rule["verbs"].Texts());
        Assert.Equal(["secrets"], rule["resources"].Texts());
        Assert.Equal(["mat-settings"], rule["resourceNames"].Texts());
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed")]
    public void Without_it_nothing_is_granted_at_all(string values) =>
        Assert.Empty(Helm.Ci(values).Kind("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"));

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full"), InlineData("backends")]
    public void Every_container_says_what_it_needs_and_what_it_may_take(string values)
    {
        foreach (var (owner, pod) in Helm.Ci(values).Pods())
        {
            var resources = pod.Container()["resources"];
            Assert.True(resources?["requests"]?["cpu"] is not null && resources["requests"]!["memory"] is not null, owner.Id());
            Assert.True(resources["limits"]?["memory"] is JsonValue, owner.Id());
        }

        foreach (var volume in Helm.Ci(values).Pods().SelectMany(p => p.Pod["spec"]!["volumes"].Items())
            .Where(v => v["emptyDir"] is not null))
            Assert.NotNull(volume["emptyDir"]!["sizeLimit"]);
    }
}
