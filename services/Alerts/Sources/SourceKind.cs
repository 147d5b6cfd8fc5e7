namespace Mat.Alerts.Sources;

/// <summary>Which format a source speaks.</summary>
public enum SourceKind
{
    Wazuh,
    Graph,
    Alertmanager,
    Generic,
    Ocsf,
    CloudEvents,
    TheHive,
    GoogleWorkspace,
    Syslog,
    EarlyWarning,
}

internal static class SourceKinds
{
    /// <summary>It sends text and never JSON.</summary>
    public static bool IsText(this SourceKind kind) => kind is SourceKind.Syslog or SourceKind.EarlyWarning;

    /// <summary>The source says by JSON pointers where things are.</summary>
    public static bool IsMapped(this SourceKind kind) => kind is SourceKind.Generic or SourceKind.CloudEvents;
}

/// <summary>Whether a source may post.</summary>
public enum SourceStatus
{
    Active,
    Disabled,
}
