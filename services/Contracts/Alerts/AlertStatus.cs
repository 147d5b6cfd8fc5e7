namespace Mat.Contracts.Alerts;

/// <summary>Where an alert stands.</summary>
public enum AlertStatus
{
    New,
    Acknowledged,
    Resolved,
}
