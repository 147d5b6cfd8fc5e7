using System.Text.Json.Nodes;

namespace Mat.Chart.Tests.Rendering;

/// <summary>The objects that a chart has rendered.</summary>
internal sealed class Manifest(string text, IReadOnlyList<JsonObject> objects)
{
    public string Text { get; } = text;
    public IReadOnlyList<JsonObject> Objects { get; } = objects;

    public static Manifest Of(Checkout.Answer answer)
    {
        Assert.True(answer.Code == 0, answer.ToString());
        return new(answer.Output, [.. Yaml.Documents(answer.Output).Select(d => d.AsObject())]);
    }

    public IEnumerable<JsonObject> Kind(params string[] kinds) => Objects.Where(o => kinds.Contains(o.Kind()));

    public JsonObject Get(string kind, string name) =>
        Objects.SingleOrDefault(o => o.Kind() == kind && o.Name() == name)
        ?? throw new KeyNotFoundException($"{kind} {name} is not among {string.Join(", ", Objects.Select(o => o.Id()))}");

    public bool Has(string kind, string name) => Objects.Any(o => o.Kind() == kind && o.Name() == name);

    /// <summary>Everything that becomes a pod: who it belongs to and its template.</summary>
    public IEnumerable<(JsonObject Owner, JsonObject Pod)> Pods()
    {
        foreach (var o in Objects)
        {
            if (o.Kind() == "Pod")
                yield return (o, o);
            else if (o["spec"]?["template"] is JsonObject template && template["spec"]?["containers"] is not null)
                yield return (o, template);
        }
    }

    /// <summary>Pods of the processes that stay, without the migration and the test.</summary>
    public IEnumerable<(JsonObject Owner, JsonObject Pod)> Workloads() =>
        Pods().Where(p => p.Owner.Kind() is "Deployment" or "StatefulSet");
}

internal static class Objects
{
    public static string Kind(this JsonObject o) => (string)o["kind"]!;
    public static string Name(this JsonObject o) => (string)o["metadata"]!["name"]!;
    public static string Id(this JsonObject o) => $"{o.Kind()} {o.Name()}";
    public static string? Label(this JsonObject o, string name) => (string?)o["metadata"]?["labels"]?[name];
    public static string? Annotation(this JsonObject o, string name) => (string?)o["metadata"]?["annotations"]?[name];
    public static string? Component(this JsonObject o) => o.Label("app.kubernetes.io/component");
    public static JsonObject Container(this JsonObject pod) => Assert.Single(pod["spec"]!["containers"]!.AsArray())!.AsObject();
    public static IEnumerable<JsonObject> Items(this JsonNode? list) => list?.AsArray().Select(i => i!.AsObject()) ?? [];
    public static IEnumerable<string> Texts(this JsonNode? list) => list?.AsArray().Select(i => (string)i!) ?? [];

    public static string? Env(this JsonObject container, string name) =>
        (string?)container["env"].Items().SingleOrDefault(e => (string)e["name"]! == name)?["value"];

    public static IReadOnlyDictionary<string, string> Map(this JsonNode? map) =>
        map?.AsObject().ToDictionary(p => p.Key, p => p.Value!.ToString()) ?? [];

    /// <summary>Whether every wanted label is among the pod's.</summary>
    public static bool Selects(this JsonNode? wanted, JsonObject pod) =>
        wanted.Map().All(w => pod.Label(w.Key) == w.Value);
}
