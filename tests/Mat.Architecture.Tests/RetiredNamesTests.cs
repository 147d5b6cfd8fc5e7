using System.Text.RegularExpressions;

namespace Mat.Architecture.Tests;

/// <summary>Names of types, events and routes and texts of log templates are the field's (docs/glossary.md), read off the
/// sources.</summary>
public sealed partial class RetiredNamesTests
{
    /// <summary>Words that a name may no longer contain.</summary>
    private static readonly HashSet<string> Words =
    [
        "Announcer", "Announcements", "Answering", "Book", "Clues", "Desk", "Door", "Elsewhere", "Episode", "Facts", "Goal", "Goals",
        "Heard", "Hits", "Inverter", "Known", "Layer",
        "Likely", "Linger", "Loose", "Minted", "Momentary", "Mute", "Mutes", "Muting", "Pack", "Packing", "Paper", "Papers", "Parked",
        "Placement", "Pump",
        "Replacer", "Rounds", "Sense", "Sight", "Sights", "Standing", "Standings", "Sweeper", "Tally", "Told", "Vouched", "Weigh",
    ];

    /// <summary>Words that the name of a route may not contain besides.</summary>
    private static readonly HashSet<string> RouteWords = [.. Words, "Continue", "Wait"];

    /// <summary>What still stands, by service. Lines may only be removed.</summary>
    private static readonly Dictionary<string, string[]> Remaining = new()
    {
        ["Alerts"] =
        [
            "route Alerts.Elsewhere", "type GetEvidencePackEndpoint", "type KnownAsset", "type KnownFact",
            "type KnownPerson",
            "type KnownSchool", "type SenseModel", "type SenseRoutes",
        ],
        ["Assets"] = ["type KnownAssets", "type KnownRows"],
        ["Insights"] = ["type Momentary"],
    };

    public static TheoryData<string> Services => Repository.Services;

    [Theory]
    [MemberData(nameof(Services))]
    public void No_retired_name_but_those_listed(string service)
    {
        var found = Sources(service).SelectMany(f => Retired(File.ReadAllText(f))).ToHashSet();
        // Cases was split out of Alerts: what moved there is listed there still.
        var listed = Remaining.GetValueOrDefault(service, [])
            .Concat(service is "Cases" or "Standards" or "Assets" ? Remaining.GetValueOrDefault("Alerts", []) : []);
        Assert.Empty(found.Except(listed));
    }

    [Theory]
    [InlineData("internal sealed class SchoolBook(int x)", "type SchoolBook")]
    [InlineData("public sealed record EpisodeFacts;", "type EpisodeFacts")]
    [InlineData("public sealed record Bookkeeping;", "")]
    [InlineData(".WithName(\"Tickets.WaitForRequester\")", "route Tickets.WaitForRequester")]
    [InlineData("log.LogWarning(e, \"The outbox waits: {Reason}\", x);", "log The outbox waits: {Reason}")]
    [InlineData("log.LogWarning(\"Outbox relay failed; retrying. service={Service}\", x);", "")]
    public void Retired_names_are_found_in_a_source(string source, string expected) =>
    Assert.Equal(expected, string.Join(' ', Retired(source)));

    private static IEnumerable<string> Retired(string source) =>
    [
        .. TypeName().Matches(source).Select(m => m.Groups[1].Value).Where(n => Parts(n).Any(Words.Contains)).Select(n => "type " + n),
        .. RouteName().Matches(source).Select(m => m.Groups[1].Value).Where(n => Parts(n.Split('.')[^1]).Any(RouteWords.Contains))
            .Select(n => "route " + n),
        .. LogTemplate().Matches(source).Select(m => m.Groups[1].Value).Where(t => Idiom().IsMatch(Placeholder().Replace(t, "")))
            .Select(t => "log " + t),
    ];

    private static IEnumerable<string> Parts(string name) => NamePart().Matches(name).Select(m => m.Value);

    private static IEnumerable<string> Sources(string service) =>
        Directory.GetFiles(Repository.FolderOf(service), "*.cs")
        .Concat(Repository.FoldersOf(service).SelectMany(f => Repository.SourcesOf(service, f)));

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|static|sealed|abstract|partial|readonly|file)\s+)+(?:class|record struct|record|struct|enum|interface)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();

    [GeneratedRegex("""WithName\("([^"]+)"\)""")]
    private static partial Regex RouteName();

    [GeneratedRegex("""\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\([^"\n]*?"((?:[^"\\]|\\.)*)" """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LogTemplate();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex NamePart();

    [GeneratedRegex(@"\b(somebody|nobody|anew|weigh\w*|tells?|told|hears?|heard|desk|kept|episodes?|rounds?|again|waits?|looks?|goals?)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Idiom();
}
