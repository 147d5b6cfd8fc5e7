using Mat.Chart.Tests.Rendering;

namespace Mat.Chart.Tests;

/// <summary>Names and labels, by which everything else finds everything.</summary>
public sealed class LabelsTests
{
    private static readonly string[] Required =
    [
        "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component", "app.kubernetes.io/part-of",
        "app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart",
    ];

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full"), InlineData("backends")]
    public void Every_object_and_every_pod_says_what_it_is(string values)
    {
        var manifest = Helm.Ci(values);

        foreach (var o in manifest.Objects.Concat(manifest.Pods().Select(p => p.Pod)))
            foreach (var label in Required)
                Assert.False(string.IsNullOrEmpty(o.Label(label)), $"{o["metadata"]} lacks {label}");
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full"), InlineData("backends")]
    public void Names_are_unique_valid_and_in_the_release_s_namespace(string values)
    {
        var manifest = Helm.Ci(values);

        Assert.Equal(manifest.Objects.Count, manifest.Objects.Select(o => o.Id()).Distinct().Count());
        Assert.All(manifest.Objects, o => Assert.Matches("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", o.Name()));
        Assert.All(manifest.Objects, o => Assert.Equal("ict", (string?)o["metadata"]!["namespace"]));
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full"), InlineData("backends")]
    public void Every_selector_finds_the_pods_of_its_component_and_no_other(string values)
    {
        var manifest = Helm.Ci(values);

        foreach (var o in manifest.Kind("Deployment", "StatefulSet", "Service", "PodDisruptionBudget"))
        {
            var selector = o.Kind() == "Service" ? o["spec"]!["selector"] : o["spec"]!["selector"]!["matchLabels"];
            var found = manifest.Pods().Where(p => selector.Selects(p.Pod)).Select(p => p.Pod.Component()).Distinct();
            Assert.Equal([o.Component()], found);
        }
    }

    [Fact]
    public void A_long_release_name_still_makes_valid_names()
    {
        var answer = Helm.Run("template", new string('a', 53), Checkout.Chart("mat"), "--values", Checkout.Values("mat", "distributed"));

        Assert.All(Manifest.Of(answer).Objects, o => Assert.Matches("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", o.Name()));
    }
}
