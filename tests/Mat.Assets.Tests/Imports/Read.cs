using System.Text;
using Mat.Assets.Imports;
using Mat.Assets.Imports.Formats;
using Mat.Assets.Register;
using Mat.Assets.Schools;

namespace Mat.Assets.Tests.Imports;

/// <summary>Reads and merges files without a host.</summary>
internal static class Read
{
    public static readonly SchoolReplica Oak = new()
    {
        Id = Guid.CreateVersion7(),
        Urn = "137666",
        Name = "Oak Primary School",
        IsOpen = true,
        Domains = "oak.sch.uk"
    };
    public static readonly SchoolReplica Elm = new()
    {
        Id = Guid.CreateVersion7(),
        Urn = "140001",
        Name = "Elm Academy",
        IsOpen = true,
        Domains = "elm.sch.uk"
    };
    public static readonly SchoolReplica Shut = new() { Id = Guid.CreateVersion7(), Urn = "100000", Name = "Old Hall", IsOpen = false };

    public static (ImportSource Source, List<ImportRecord> Rows) File(byte[] bytes, AssetImportFormat format = AssetImportFormat.Auto,
        string? mapping = null)
    {
        var (columns, error) = ColumnMapping.Parse(mapping);
        Assert.Null(error);
        var source = ImportSource.Open(bytes, format, columns!);
        Assert.NotNull(source);
        return (source, [.. source.Read()]);
    }

    public static (ImportSource Source, List<ImportRecord> Rows) File(string text, AssetImportFormat format = AssetImportFormat.Auto,
        string? mapping = null) =>
        File(Encoding.UTF8.GetBytes(text), format, mapping);

    public static AssetImportProblem Unusable(string text, AssetImportFormat format = AssetImportFormat.Auto, string? mapping = null) =>
        Assert.Throws<UnusableFileException>(() => File(text, format, mapping)).Problem;
}

/// <summary>A register in memory that files are imported into.</summary>
internal sealed class MemoryRegister(Guid? fallback = null, IReadOnlySet<Guid>? writable = null)
{
    private int _tags = 100;

    public KnownAssets Known { get; } = new();
    public List<Asset> Assets { get; } = [];

    public List<RowOutcome> Import(IEnumerable<ImportRecord> rows, string source = "csv")
    {
        var merge = new Merge(new SchoolFinder([Read.Oak, Read.Elm, Read.Shut], writable, fallback), source, () => $"A-{++_tags}");
        var outcomes = rows.Select(r => merge.Admit(r) ?? merge.Apply(r, Known)).ToList();
        Assets.AddRange(outcomes.Where(o => o.Result == AssetImportResult.Created).Select(o => o.Asset!));
        return outcomes;
    }

    public List<RowOutcome> Import(string text, AssetImportFormat format = AssetImportFormat.Auto, string? mapping = null) =>
        Import(Read.File(text, format, mapping).Rows);
}
