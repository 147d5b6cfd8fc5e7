using System.ComponentModel.DataAnnotations;

namespace Mat.Assets;

/// <summary>Settings under <c>Assets</c>.</summary>
public sealed class AssetsOptions
{
    /// <summary>Largest import file in bytes.</summary>
    [Range(1024, 200 * 1024 * 1024)]
    public int MaxImportBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>Most rows in an import file.</summary>
    [Range(1, 1_000_000)]
    public int MaxImportRows { get; set; } = 200_000;

    /// <summary>Imports that one process works on at the same time; 0 leaves them to other processes.</summary>
    [Range(0, 8)]
    public int ImportsAtOnce { get; set; } = 2;

    /// <summary>Rows that are written in one transaction.</summary>
    [Range(1, 5000)]
    public int ChunkRows { get; set; } = 1000;

    /// <summary>Days that the files of imports are kept.</summary>
    [Range(1, 3650)]
    public int KeepFilesDays { get; set; } = 30;
}
