namespace Mat.Platform.Hosting;

/// <summary>The processes that make up Mat.</summary>
public static class ServiceCatalog
{
    /// <summary>The target that runs everything.</summary>
    public const string All = "all";

    /// <summary>Every target by name.</summary>
    public static IReadOnlyList<string> Targets { get; } =
        ["gateway", "trust", "assets", "tickets", "partners", "alerts", "cases", "standards", "insights"];
}
