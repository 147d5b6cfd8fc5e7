using Mat.Assets.Software;

namespace Mat.Assets.Imports;

/// <summary>The shapes of file that can be imported.</summary>
public enum AssetImportFormat
{
    Auto,
    SnipeIt,
    Intune,
    Chromebook,
    Glpi,
    Csv,
}

/// <summary>Something that a person should know about the file or about one of its rows.</summary>
/// <param name="Code">Stable, e.g. <c>import.duplicate_heading</c>.</param>
/// <param name="Column">The heading it is about, where it is about one.</param>
public sealed record AssetImportProblem(string Code, string Message, string? Column = null);

/// <summary>
/// One row of any format in the register's own words. Only what the row says is here: a field that is missing leaves the
/// asset as it is.
/// </summary>
internal sealed class ImportRecord(int row)
{
    /// <summary>Number of the row as a person counts in a spreadsheet (headings are row 1), or of the item in JSON from 1.</summary>
    public int Row { get; } = row;
    public string? Tag { get; set; }
    public string? Serial { get; set; }

    /// <summary>Names or URNs that may say which school, best first.</summary>
    public List<string> Schools { get; } = [];

    /// <summary>What the row says the thing is.</summary>
    public string? Kind { get; set; }

    /// <summary>What the format makes likely; used for a new asset only.</summary>
    public string? LikelyKind { get; set; }

    /// <summary>What the format makes likely; used for a new asset only.</summary>
    public string? LikelyStatus { get; set; }

    /// <summary>Fields by their names on the wire, in the register's spelling.</summary>
    public Dictionary<string, string> Fields { get; } = [];

    /// <summary>Attributes by name. One that a person's mapping named begins with <c>=</c> and is kept even where the kind does not know
    /// it.</summary>
    public Dictionary<string, string> Attributes { get; } = [];
    public List<string> Macs { get; } = [];
    public List<string> Ips { get; } = [];
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>Everything that is installed; null where the row does not speak of it.</summary>
    public SoftwareInventory? Software { get; set; }

    /// <summary>Things in the row that were not used, and why.</summary>
    public List<AssetImportProblem> Notes { get; } = [];

    /// <summary>Why the row cannot be used at all.</summary>
    public AssetImportProblem? Fault { get; set; }

    public void Note(string code, string message, string? column = null) => Notes.Add(new AssetImportProblem(code, message, column));
}

/// <summary>A file that cannot be imported, with the reason as a problem of the import.</summary>
internal sealed class UnusableFileException(AssetImportProblem problem) : Exception(problem.Message)
{
    public AssetImportProblem Problem { get; } = problem;
}
