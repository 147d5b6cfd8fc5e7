namespace Mat.Partners.Escalations;

/// <summary>What is known here of a school; Trust owns it.</summary>
internal sealed class SchoolReplica
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }
    public required string Name { get; set; }
    public required string Urn { get; set; }
    public required string TimeZone { get; set; }
}
