using System.Globalization;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Cases.Records;

/// <summary>Where a case stands.</summary>
public enum CaseStatus
{
    Open,
    Contained,
    Resolved,
    Closed,
}

/// <summary>
/// One thing that happened, however many alerts told of it and however many schools it touches. Seen by those who see one of
/// its schools; without a school by those alone who see the whole trust.
/// </summary>
internal sealed class Case : Entity, IAudited
{
    public const int MaxSchools = 200;

    public long Number { get; init; }
    public string Reference => ReferenceOf(Number);
    public string Title { get; set; } = "";
    public string? Summary { get; set; }
    public CaseType Type { get; set; }
    public Severity Severity
    {
        get;
        set
        {
            field = value;
            SeverityRank = (int)value;
        }
    }

    /// <summary>The severity as a number, by which lists sort.</summary>
    [NotAudited]
    public int SeverityRank { get; private set; }
    public CaseStatus Status { get; private set; }
    public Guid? OwnerId { get; private set; }
    public string? OwnerName { get; private set; }

    /// <summary>The case that holds its alerts now.</summary>
    public Guid? MergedIntoId { get; set; }
    public List<CaseSchool> Schools { get; init; } = [];

    /// <summary>When it began, as far as anybody knows.</summary>
    public DateTimeOffset? OccurredAt { get; set; }

    /// <summary>When the trust first heard of it.</summary>
    public DateTimeOffset DetectedAt { get; set; }

    /// <summary>When somebody took it in hand.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }
    public DateTimeOffset? ContainedAt { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    [NotAudited]
    public string SearchText { get; private set; } = "";

    public bool IsOpen => Status is CaseStatus.Open or CaseStatus.Contained;

    public static string ReferenceOf(long number) => string.Create(CultureInfo.InvariantCulture, $"C-{number}");

    public void Take(Guid? ownerId, string? ownerName, DateTimeOffset now)
    {
        (OwnerId, OwnerName) = (ownerId, ownerName);
        if (ownerId is not null)
            AcknowledgedAt ??= now;
    }

    /// <summary>Somebody worked on it.</summary>
    public void Acknowledge(DateTimeOffset now) => AcknowledgedAt ??= now;

    /// <summary>Moves it on or, back to open, takes up again what was thought to be over.</summary>
    public void Become(CaseStatus status, DateTimeOffset now)
    {
        Status = status;
        AcknowledgedAt ??= now;
        // What was passed over happened with what follows it; what is taken back has not happened.
        ContainedAt = status >= CaseStatus.Contained ? ContainedAt ?? now : null;
        ResolvedAt = status >= CaseStatus.Resolved ? ResolvedAt ?? now : null;
        ClosedAt = status == CaseStatus.Closed ? ClosedAt ?? now : null;
    }

    /// <summary>True if the school is new to the case.</summary>
    public bool Touches(Guid schoolId)
    {
        if (Schools.Any(s => s.SchoolId == schoolId))
            return false;
        Schools.Add(new CaseSchool { CaseId = Id, SchoolId = schoolId });
        return true;
    }

    public void Settle()
    {
        var text = $"{Reference} {Title} {OwnerName}".ToLowerInvariant();
        SearchText = text.Length <= 500 ? text : text[..500];
    }

    /// <summary>What the other services are told: the facts as the coming save leaves them.</summary>
    public CaseSnapshot ToFacts() => ToFacts(Version + 1);

    public CaseSnapshot ToFacts(int version) => new(
        Id, version, Reference, Title, Type.ToWire(), Severity.ToWire(), Status.ToWire(), [.. Schools.Select(s => s.SchoolId).Order()],
        OwnerId, OwnerName, OccurredAt, DetectedAt, ContainedAt, ResolvedAt);
}

/// <summary>A school that a case touches.</summary>
internal sealed class CaseSchool
{
    public Guid CaseId { get; init; }
    public Guid SchoolId { get; init; }
}

/// <summary>An alert's place in a case; an alert is in one case at most.</summary>
internal sealed class CaseAlert
{
    public Guid AlertId { get; init; }
    public Guid CaseId { get; set; }

    /// <summary>The case from which a merge brought it.</summary>
    public Guid? CameFromId { get; set; }
    public DateTimeOffset LinkedAt { get; init; }

    /// <summary>The person, or the rule, that put it here.</summary>
    public string LinkedBy { get; init; } = "";
}
