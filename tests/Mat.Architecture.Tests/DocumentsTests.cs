using System.Text.RegularExpressions;

namespace Mat.Architecture.Tests;

/// <summary>The documents name types, constants and files that exist.</summary>
public sealed partial class DocumentsTests
{
    [GeneratedRegex(@"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex("`([A-Z][A-Za-z]*)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \| ((?:`\w+`(?:, )?)+) in \[[^\]]+\]\(\.\./([^)]+)\) \|$", RegexOptions.Multiline)]
    private static partial Regex Limit();

    [Fact]
    public void Types_of_the_glossary_exist()
    {
        var declared = Sources().SelectMany(f => Declaration().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToHashSet();
        var rows = File.ReadLines(Path.Combine(Root(), "docs", "glossary.md")).Select(l => l.Split('|')).Where(c => c.Length == 7).ToList();

        Assert.True(rows.Count > 60, $"{rows.Count} rows");
        Assert.DoesNotContain(rows.SelectMany(c => Name().Matches(c[3]).Select(m => m.Groups[1].Value)), n => !declared.Contains(n));
    }

    [Fact]
    public void Limits_are_set_where_the_table_says()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "architecture.md"));
        var rows = Limit().Matches(page).Select(m => (Names: m.Groups[1].Value, File: m.Groups[2].Value)).ToList();

        Assert.True(rows.Count >= 25, $"{rows.Count} rows");
        foreach (var (names, file) in rows)
        {
            var code = File.ReadAllText(Path.Combine(Root(), file));
            foreach (var name in names.Split(", ").Select(n => n.Trim('`')))
                Assert.True(Regex.IsMatch(code, $@"\b{name}\b"), $"{file} has no {name}");
        }
    }

    [Fact]
    public void Links_between_files_lead_somewhere()
    {
        foreach (var page in Files("*.md"))
            foreach (var target in Link().Matches(File.ReadAllText(page)).Select(m => m.Groups[1].Value)
                .Where(t => !t.Contains(':', StringComparison.Ordinal)))
            {
                var path = Path.Combine(Path.GetDirectoryName(page)!, target);
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{Path.GetRelativePath(Root(), page)} links to {target}");
            }
    }

    private static IEnumerable<string> Sources() => new[] { "services", "gateway" }
        .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root(), f), "*.cs", SearchOption.AllDirectories)).Where(Ours);

    private static IEnumerable<string> Files(string pattern) =>
        new[] { "services", "gateway", "docs", "charts",
            "infra" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root(), f), pattern, SearchOption.AllDirectories))
            .Append(Path.Combine(Root(), "README.md")).Where(Ours);

    private static bool Ours(string file) => !file.Contains("node_modules", StringComparison.Ordinal);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mat.sln")))
                return folder.FullName;
        throw new InvalidOperationException("Mat.sln is not above " + AppContext.BaseDirectory);
    }
}
