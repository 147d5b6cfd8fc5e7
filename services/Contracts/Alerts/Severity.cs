namespace Mat.Contracts.Alerts;

/// <summary>How bad an alert or a case is; the numbers are OCSF's <c>severity_id</c>.</summary>
public enum Severity
{
    Unknown = 0,
    Informational = 1,
    Low = 2,
    Medium = 3,
    High = 4,
    Critical = 5,
    Fatal = 6,
}
