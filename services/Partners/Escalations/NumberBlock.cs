namespace Mat.Partners.Escalations;

/// <summary>The next number of a sequence that people read.</summary>
internal sealed class NumberBlock
{
    public required string Name { get; init; }
    public long Next { get; set; }
}
