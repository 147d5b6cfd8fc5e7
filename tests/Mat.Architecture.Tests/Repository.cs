using System.Runtime.CompilerServices;

namespace Mat.Architecture.Tests;

/// <summary>The sources that the tests of this project read.</summary>
internal static class Repository
{
    private static readonly string[] NotSources = ["bin", "obj", "console", "node_modules"];

    public static string Root { get; } = RootOf();

    /// <summary>Every project under services/, and the gateway.</summary>
    public static TheoryData<string> Services =>
        [.. Directory.GetDirectories(Path.Combine(Root, "services")).Where(d => Directory.GetFiles(d, "*.csproj").Length > 0)
            .Select(d => Path.GetFileName(d)).Append("Gateway").Order(StringComparer.Ordinal)];

    public static string FolderOf(string service) =>
        service == "Gateway" ? Path.Combine(Root, "gateway") : Path.Combine(Root, "services", service);

    /// <summary>Names of the top-level folders of a service that hold sources.</summary>
    public static string[] FoldersOf(string service) =>
        [.. Directory.GetDirectories(FolderOf(service)).Select(d => Path.GetFileName(d)).Except(NotSources)];

    /// <summary>The sources under a folder of a service; migrations are generated and left out.</summary>
    public static IEnumerable<string> SourcesOf(string service, string folder) =>
        Directory.GetFiles(Path.Combine(FolderOf(service), folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string RootOf([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
