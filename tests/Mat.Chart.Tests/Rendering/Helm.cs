namespace Mat.Chart.Tests.Rendering;

/// <summary>Helm as scripts/helm.sh finds it.</summary>
internal static class Helm
{
    /// <summary>APIs that a cluster with everything installed serves beside Kubernetes' own.</summary>
    public static readonly string[] EveryApi =
    [
        "monitoring.coreos.com/v1/ServiceMonitor", "monitoring.coreos.com/v1/PrometheusRule", "keda.sh/v1alpha1/ScaledObject",
        "gateway.networking.k8s.io/v1/HTTPRoute", "dapr.io/v1alpha1/Component",
    ];

    private static readonly Lazy<string> Binary = new(() =>
    {
        var answer = Checkout.Run("bash", [Path.Combine(Checkout.Root, "scripts", "helm.sh"), "--path"]);
        return answer.Code == 0 ? answer.Output.Trim() : throw new InvalidOperationException("There is no helm: " + answer);
    });

    private static readonly Lazy<Manifest> SingleOnce = new(() => RenderCi("single"));
    private static readonly Lazy<Manifest> GroupedOnce = new(() => RenderCi("grouped"));
    private static readonly Lazy<Manifest> DistributedOnce = new(() => RenderCi("distributed"));
    private static readonly Lazy<Manifest> FullOnce = new(() => RenderCi("full"));
    private static readonly Lazy<Manifest> BackendsOnce =
        new(() => Manifest.Of(Template("mat-backends", "backends", [Checkout.Values("mat-backends", "default")], null, [])));

    public static Manifest Single => SingleOnce.Value;
    public static Manifest Grouped => GroupedOnce.Value;
    public static Manifest Distributed => DistributedOnce.Value;
    public static Manifest Full => FullOnce.Value;
    public static Manifest Backends => BackendsOnce.Value;

    public static Manifest Ci(string name) => name switch
    {
        "single" => Single,
        "grouped" => Grouped,
        "distributed" => Distributed,
        "full" => Full,
        "backends" => Backends,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public static Checkout.Answer Run(params string[] arguments) => Checkout.Run(Binary.Value, arguments);

    /// <summary>Renders the chart mat with one file of its ci folder and, on top, the given YAML.</summary>
    public static Checkout.Answer Try(string ci, string over, params string[] apis) =>
        Template("mat", "mat", [Checkout.Values("mat", ci)], over, apis);

    public static Manifest Render(string ci, string over, params string[] apis) => Manifest.Of(Try(ci, over, apis));

    private static Manifest RenderCi(string name) => Manifest.Of(Try(name, "", EveryApi));

    private static Checkout.Answer Template(string chart, string release, IEnumerable<string> files, string? over, IEnumerable<string> apis)
    {
        var arguments = new List<string> { "template", release, Checkout.Chart(chart), "--namespace", "ict", "--kube-version", "1.34.0" };
        arguments.AddRange(files.SelectMany(f => new[] { "--values", f }));
        arguments.AddRange(apis.SelectMany(a => new[] { "--api-versions", a }));
        if (over is not null)
            arguments.AddRange(["--values", "-"]);
        return Checkout.Run(Binary.Value, arguments, over);
    }
}
