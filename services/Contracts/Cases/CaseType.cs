namespace Mat.Contracts.Cases;

/// <summary>What happened; it chooses the playbook.</summary>
public enum CaseType
{
    Ransomware,
    AccountTakeover,
    DataBreach,
    LostDevice,
    Phishing,

    /// <summary>Nothing came of it, but it is recorded (DfE cyber standard).</summary>
    NearMiss,
    Other,
}
