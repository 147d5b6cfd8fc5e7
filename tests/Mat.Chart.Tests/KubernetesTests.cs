using System.Text.Json;
using System.Text.Json.Nodes;
using Mat.Chart.Tests.Rendering;

namespace Mat.Chart.Tests;

/// <summary>
/// Every object against the schemas of Kubernetes, the Gateway API, KEDA and the Prometheus operator, offline: types, required and
/// unknown fields (schemas/validate.mjs).
/// </summary>
public sealed class KubernetesTests
{
    /// <summary>Dapr's schemas are nowhere to be had; EntranceTests asserts what is in these.</summary>
    private static readonly string[] Foreign = ["Component", "Configuration", "Resiliency"];

    private static readonly string Schemas = Path.Combine(Checkout.Root, "tests", "Mat.Chart.Tests", "schemas");

    private static readonly Lazy<bool> Installed = new(() =>
    {
        var answer = Checkout.Run("bash", ["-c", $". '{Checkout.Root}/scripts/lib.sh' && npm_install '{Schemas}'"]);
        return answer.Code == 0 ? true : throw new InvalidOperationException("The schemas could not be installed: " + answer);
    });

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full"), InlineData("backends")]
    public void Every_object_is_what_Kubernetes_takes(string values)
    {
        var manifest = Helm.Ci(values);

        Assert.Empty(Check(manifest.Objects.Where(o => !Foreign.Contains(o.Kind()))));
        if (values != "full")
            Assert.DoesNotContain(manifest.Objects, o => Foreign.Contains(o.Kind()));
    }

    /// <summary>The check itself, on an object with one fault of each kind.</summary>
    [Theory]
    [InlineData("spec.replicas", "\"two\"", "replicas")]
    [InlineData("spec.selector", null, "selector")]
    [InlineData("spec.strategi", "{}", "strategi")]
    [InlineData("spec.template.spec.containers.0.imagePullPolcy", "\"Always\"", "imagePullPolcy")]
    [InlineData("spec.template.spec.containers.0.securityContext.readOnlyRootFS", "true", "readOnlyRootFS")]
    [InlineData("spec.template.spec.containers.0.livenessProbe.httpGet.url", "\"/\"", "url")]
    [InlineData("kind", "\"Deploiment\"", "Deploiment")]
    public void A_fault_is_found(string path, string? value, string culprit)
    {
        var broken = (JsonObject)Helm.Distributed.Get("Deployment", "mat-trust").DeepClone();
        var steps = path.Split('.');
        JsonNode at = broken;
        foreach (var step in steps[..^1])
            at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        if (value is null)
            at.AsObject().Remove(steps[^1]);
        else
            at[steps[^1]] = JsonNode.Parse(value);

        Assert.Contains(Check([broken]), p => p.Contains(culprit, StringComparison.Ordinal));
    }

    [Fact]
    public void A_fault_in_an_operator_s_object_is_found()
    {
        var broken = (JsonObject)Helm.Full.Get("ScaledObject", "mat-alerts").DeepClone();
        broken["spec"]!["maxReplicas"] = 3;

        Assert.Contains(Check([broken]), p => p.Contains("/spec/maxReplicas", StringComparison.Ordinal));
    }

    private static string[] Check(IEnumerable<JsonObject> objects)
    {
        Assert.True(Installed.Value);
        var answer = Checkout.Run("node", [Path.Combine(Schemas, "validate.mjs")], JsonSerializer.Serialize(objects));
        Assert.True(answer.Code == 0, answer.ToString());
        return JsonSerializer.Deserialize<string[]>(answer.Output)!;
    }
}
