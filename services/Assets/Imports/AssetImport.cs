using System.Text.Json;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Assets.Imports;

/// <summary>How far an import is.</summary>
public enum AssetImportStatus
{
    Queued,
    Running,
    Finished,
    Failed,
    Cancelled,
}

/// <summary>One run over one file: what was asked, by whom, how far it is and what came of it.</summary>
public sealed class AssetImport : Entity
{
    public Guid FileId { get; init; }
    public string? FileName { get; init; }
    public AssetImportFormat Format { get; init; }
    public bool DryRun { get; init; }

    /// <summary>The school of rows that name none.</summary>
    public Guid? SchoolId { get; init; }

    /// <summary>The column mapping as it was sent.</summary>
    public string? Mapping { get; init; }
    public Guid RequestedById { get; init; }
    public string RequestedBy { get; init; } = "";

    /// <summary>The schools that the person may write to, separated by a space; null for the whole trust.</summary>
    public string? Writable { get; init; }
    public AssetImportStatus Status { get; set; }
    public int Rows { get; init; }
    public int Processed { get; set; }
    public int Created { get; set; }
    public int Updated { get; set; }
    public int Unchanged { get; set; }
    public int Skipped { get; set; }
    public int Failed { get; set; }

    /// <summary>JSON: <see cref="ProblemCount"/>.</summary>
    public string Problems { get; set; } = "[]";
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The run that applied this dry run.</summary>
    public Guid? AppliedId { get; set; }

    /// <summary>The worker that has it. Every chunk checks it, so that a worker that was thought dead writes nothing more.</summary>
    public Guid? LeaseOwner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>The bytes that were sent, kept apart so that lists never load them.</summary>
public sealed class ImportFile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] Bytes { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What became of one row. Kept for rows that a person should look at, and for the first thousand.</summary>
public sealed class ImportRow : Entity
{
    public required Guid ImportId { get; init; }
    public required int Row { get; init; }
    public required AssetImportResult Result { get; init; }
    public string? Tag { get; init; }
    public string? Serial { get; init; }
    public string? Code { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A problem and how many rows have it; of the file itself when <paramref name="Rows"/> is 0.</summary>
internal sealed record ProblemCount(string Code, string Message, string? Column, int Rows, int First)
{
    private const int Max = 100;

    public AssetImportProblem View => new(Code, Rows switch
    {
        0 => Message,
        1 => $"Row {First}: {Message}",
        _ => $"{Rows} rows, first row {First}: {Message}",
    }, Column);

    public static List<ProblemCount> Read(string json) => JsonSerializer.Deserialize<List<ProblemCount>>(json, StrictJson.Options) ?? [];

    public static string Write(List<ProblemCount> tallies) => JsonSerializer.Serialize(tallies, StrictJson.Options);

    public static void Add(List<ProblemCount> tallies, AssetImportProblem problem, int row)
    {
        var at = tallies.FindIndex(t => t.Code == problem.Code && t.Column == problem.Column && t.Rows > 0);
        if (at >= 0)
            tallies[at] = tallies[at] with { Rows = tallies[at].Rows + 1 };
        else if (tallies.Count < Max)
            tallies.Add(new ProblemCount(problem.Code, problem.Message, problem.Column, 1, row));
    }
}

/// <summary>An import as it is shown.</summary>
public sealed record AssetImportView(
    Guid Id, int Version, string? FileName, AssetImportFormat Format, bool DryRun, AssetImportStatus Status, int Rows, int Processed,
    int Created, int Updated, int Unchanged, int Skipped, int Failed, IReadOnlyList<AssetImportProblem> Problems,
    Guid? SchoolId, string RequestedBy, Guid? AppliedId, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset CreatedAt)
        : IVersioned
{
    public static AssetImportView Of(AssetImport i) => new(
        i.Id, i.Version, i.FileName, i.Format, i.DryRun, i.Status, i.Rows, i.Processed, i.Created, i.Updated, i.Unchanged, i.Skipped,
        i.Failed,
        [.. ProblemCount.Read(i.Problems).Select(p => p.View)], i.SchoolId, i.RequestedBy, i.AppliedId, i.StartedAt, i.FinishedAt,
        i.CreatedAt);
}

/// <summary>A row of an import as it is shown.</summary>
public sealed record AssetImportRowView(int Row, AssetImportResult Result, string? Tag, string? Serial, string? Code, string? Reason);
