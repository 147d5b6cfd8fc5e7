using Mat.Platform.Data;

namespace Mat.Partners.Registry;

public enum PartnerStatus { Active, Suspended }

/// <summary>An outside specialist: what it knows, which schools it covers, and what was agreed with it.</summary>
internal sealed class Partner : Entity, IAudited
{
    public required string Name { get; set; }
    public PartnerStatus Status { get; set; }
    public List<string> Areas { get; set; } = [];

    /// <summary>The schools it covers; null means every school of the trust.</summary>
    public List<Guid>? SchoolIds { get; set; }

    public string? ContactName { get; set; }
    public string? ContactEmail { get; set; }
    public string? ContactPhone { get; set; }

    /// <summary>When it works; null means always.</summary>
    public PartnerHours? Hours { get; set; }

    /// <summary>The most open escalations it takes; null means any number.</summary>
    public int? MaxOpenEscalations { get; set; }

    public PartnerRates? Rates { get; set; }

    public string? AgreementReference { get; set; }
    public DateOnly? AgreementStartsOn { get; set; }
    public DateOnly? AgreementEndsOn { get; set; }
    public int? AcknowledgeMinutes { get; set; }
    public int? ResolveMinutes { get; set; }
    public string? AgreementNotes { get; set; }

    /// <summary>The areas as the list filters by them: <c>|network|wireless|</c>.</summary>
    [NotAudited]
    public string AreaKeys { get; set; } = "";

    /// <summary>Lower-case text that the list searches.</summary>
    [NotAudited]
    public string SearchText { get; set; } = "";

    public bool Covers(Guid schoolId) => SchoolIds is null || SchoolIds.Contains(schoolId);
}
