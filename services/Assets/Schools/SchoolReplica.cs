using Mat.Contracts.Trust;

namespace Mat.Assets.Schools;

/// <summary>A school as Trust announced it last.</summary>
public sealed class SchoolReplica
{
    public required Guid Id { get; init; }

    /// <summary>The version of the announcement, so that an older one that comes late changes nothing.</summary>
    public int Announced { get; set; }
    public string Urn { get; set; } = "";
    public string Name { get; set; } = "";
    public bool IsOpen { get; set; }

    /// <summary>Lower-case mail and DNS domains, separated by a space.</summary>
    public string Domains { get; set; } = "";

    /// <summary>Closed days by the school's calendar, both ends included.</summary>
    public List<ClosedDays> Closed { get; set; } = [];
}
