using System.Text.RegularExpressions;

namespace Mat.Architecture.Tests;

/// <summary>
/// The folders of a service are modules: what they import of each other forms no cycle. Read off the namespaces that the sources name.
/// A service's root composes its folders and is not one of them. Neither is <c>Data/*Db.cs</c>, which names each folder's entities as a
/// <c>DbSet</c> and nothing else: every folder maps its own entities in an <c>IEntityTypeConfiguration</c>.
/// </summary>
public sealed partial class FolderCyclesTests
{
    /// <summary>Folders that import each other today, by service. Remove a line or a word when its cycle is gone; never add one.</summary>
    private static readonly Dictionary<string, string[]> Cycles = new()
    {
        ["Alerts"] = ["Correlation Data Episodes Indicators Intake Notices Rules Silences Sources Storms Syslog"],
        ["Assets"] = ["Data Register"],
        ["Partners"] = ["Deliveries Endpoints Escalations Inbound Outbound Portal Registry"],
        ["Platform"] = ["Auth Cache Data Hosting Http Invoke Messaging"],
        ["Trust"] = ["People SignIn Skills"],
    };

    /// <summary>How many entities the context of a service still maps itself. Each may only fall; remove it at zero.</summary>
    private static readonly Dictionary<string, int> Mapped = new()
    {
        ["Alerts"] = 15,
        ["Assets"] = 7,
        ["Insights"] = 7,
        ["Partners"] = 19,
        ["Trust"] = 6,
    };

    public static TheoryData<string> Services => Repository.Services;

    [Theory]
    [MemberData(nameof(Services))]
    public void Folders_form_no_cycle_but_those_listed(string service)
    {
        var imports = Imports(service);
        Assert.Equal(Cycles.GetValueOrDefault(service, []), Loops(imports));
    }

    [Fact]
    public void Listed_services_exist() => Assert.Empty(Cycles.Keys.Concat(Mapped.Keys).Except(Services.Select(s => s.Data)));

    [Theory]
    [MemberData(nameof(Services))]
    public void Folders_map_their_own_entities(string service)
    {
        var data = Path.Combine(Repository.FolderOf(service), "Data");
        var entities = service == "Platform" || !Directory.Exists(data) ? 0
            : Directory.GetFiles(data, "*.cs").Sum(f => MappedEntity().Count(File.ReadAllText(f)));
        Assert.InRange(entities, Mapped.ContainsKey(service) ? 1 : 0, Mapped.GetValueOrDefault(service));
    }

    [Theory]
    [InlineData("using Mat.Desk.Sla;", "Sla")]
    [InlineData("using static Mat.Desk.Sla.Clock;", "Sla")]
    [InlineData("Mat.Desk.Sla.Clock.Now", "Sla")]
    [InlineData("return Sla.Clock.Now;", "Sla")]
    [InlineData("namespace Mat.Desk.Tickets;", "")]
    [InlineData("ticket.Sla.Clock", "")]
    [InlineData("using Mat.Other.Sla;", "")]
    [InlineData("// Sla.Clock\nvar text = \"Sla.Clock\";", "")]
    public void Imports_are_found_in_a_source(string source, string expected) =>
        Assert.Equal(expected, string.Join(' ', Named(source, "Mat.Desk", ["Sla", "Tickets"], "Tickets")));

    [Fact]
    public void Loops_are_found_through_several_folders() => Assert.Equal(["A B C", "D E"], Loops(new()
    {
        ["A"] = ["B"],
        ["B"] = ["C", "F"],
        ["C"] = ["A"],
        ["D"] = ["E", "A"],
        ["E"] = ["D"],
        ["F"] = ["G"],
        ["G"] = [],
    }));

    /// <summary>The folders of each folder's imports.</summary>
    private static Dictionary<string, HashSet<string>> Imports(string service)
    {
        var folders = Repository.FoldersOf(service);
        return folders.ToDictionary(f => f, f => Repository.SourcesOf(service, f)
            .Where(p => f != "Data" || service == "Platform" || !p.EndsWith("Db.cs", StringComparison.Ordinal))
            .SelectMany(p => Named(File.ReadAllText(p), "Mat." + service, folders, f)).ToHashSet());
    }

    private static IEnumerable<string> Named(string source, string space, string[] folders, string own)
    {
        source = NoCode().Replace(source, "");
        return folders.Where(f => f != own && Regex.IsMatch(source, $@"(?<![\w.])({Regex.Escape(space)}\.{f}\b|{f}\.[A-Z])"));
    }

    /// <summary>The sets of folders that reach each other, each as one line.</summary>
    private static List<string> Loops(Dictionary<string, HashSet<string>> imports)
    {
        var reach = imports.Keys.ToDictionary(f => f, f =>
        {
            var (seen, next) = (new HashSet<string>(), new Stack<string>([f]));
            while (next.TryPop(out var at))
                foreach (var import in imports[at].Where(seen.Add))
                    next.Push(import);
            return seen;
        });
        return [.. imports.Keys.Where(f => reach[f].Contains(f))
            .Select(f => string.Join(' ', reach[f].Where(o => reach[o].Contains(f)).Order(StringComparer.Ordinal))).Distinct()
            .Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("""//[^\n]*|"(?:[^"\\\n]|\\.)*""")]
    private static partial Regex NoCode();

    [GeneratedRegex(@"\.Entity<")]
    private static partial Regex MappedEntity();
}
