using Mat.Platform.Data;

namespace Mat.Cases.Evidence;

/// <summary>A file that proves something. Its bytes are in chunks, never changed and never taken away.</summary>
internal sealed class CaseEvidence : Entity, IAudited
{
    public const long MaxBytes = 25 * 1024 * 1024;
    public const int Max = 100;

    public Guid CaseId { get; init; }
    public string FileName { get; init; } = "";
    public long Size { get; init; }
    public string Sha256 { get; init; } = "";
    public string? Note { get; init; }
    public Guid? SchoolId { get; init; }
    public string AddedBy { get; init; } = "";

    public int Chunks => (int)((Size + EvidenceChunk.Bytes - 1) / EvidenceChunk.Bytes);
}

/// <summary>A part of a file: small enough that no download holds the whole file.</summary>
internal sealed class EvidenceChunk
{
    public const int Bytes = 512 * 1024;

    public Guid EvidenceId { get; init; }
    public int Position { get; init; }
    public byte[] Content { get; init; } = [];
}

public enum CustodyStep
{
    Added,
    Fetched,

    /// <summary>Somebody wanted it, and its bytes were not those that were added.</summary>
    FoundChanged,
}

/// <summary>One link of the chain of custody: written once.</summary>
internal sealed class CustodyEntry : Entity
{
    public Guid CaseId { get; init; }
    public Guid EvidenceId { get; init; }
    public CustodyStep Step { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid ActorId { get; init; }
    public string ActorName { get; init; } = "";
    public string? Ip { get; init; }
    public string Sha256 { get; init; } = "";
}
