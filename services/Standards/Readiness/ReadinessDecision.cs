namespace Mat.Standards.Readiness;

/// <summary>Something that a school must have in place.</summary>
public enum ReadinessKind
{
    RpaMembership,
    OfflineBackups,
    NcscTraining,
    PoliceCyberAlarm,
    ResponsePlan,
    RestoreTest,
    AccountReview,
    FirewallReview,
    AwarenessTraining,
    RiskAssessment,
}

public enum ReadinessStatus
{
    /// <summary>No record, or recorded as not in place.</summary>
    Missing,
    Met,

    /// <summary>Due within four weeks.</summary>
    DueSoon,
    Overdue,
}

/// <summary>How often it has to be shown again.</summary>
public enum ReadinessCadence
{
    Termly,
    Yearly,
}

/// <param name="Confirmed">False: it could not be confirmed that the source still asks for it.</param>
internal sealed record ReadinessRequirement(ReadinessKind Kind, string Name, string Source, ReadinessCadence Cadence, string Evidence,
    bool Confirmed = true);

/// <summary>The conditions of the RPA's cyber cover and the clocks of DfE's cyber security core standard.</summary>
internal static class ReadinessCatalog
{
    private const string Rpa = "RPA condition";
    private const string Dfe = "DfE cyber standard";

    public static readonly IReadOnlyList<ReadinessRequirement> All =
    [
        new(ReadinessKind.RpaMembership, "RPA membership", "RPA", ReadinessCadence.Yearly, "Membership certificate of the year"),
        new(ReadinessKind.OfflineBackups, "Offline backups, tested", Rpa, ReadinessCadence.Yearly,
            "What is backed up where, and the test that it comes back"),
        new(ReadinessKind.NcscTraining, "NCSC training of everyone with access", Rpa, ReadinessCadence.Yearly,
            "A certificate by name for each employee and governor, a copy kept offline"),
        new(ReadinessKind.PoliceCyberAlarm, "Police CyberAlarm registration", Rpa, ReadinessCadence.Yearly, "Confirmation of registration",
            Confirmed: false),
        new(ReadinessKind.ResponsePlan, "Cyber response plan", Rpa, ReadinessCadence.Yearly,
            "The plan, who has it on paper, when it was rehearsed"),
        new(ReadinessKind.RestoreTest, "Restore test", Dfe, ReadinessCadence.Termly,
            "What was restored, how long it took, what was missing"),
        new(ReadinessKind.AccountReview, "Account review", Dfe, ReadinessCadence.Termly,
            "Leavers gone, administrators counted, second factor on"),
        new(ReadinessKind.FirewallReview, "Firewall firmware and inbound rules", Dfe, ReadinessCadence.Termly,
            "Version and rules as reviewed"),
        new(ReadinessKind.AwarenessTraining, "Training of staff, students and a governor", Dfe, ReadinessCadence.Yearly,
            "Dates and attendance"),
        new(ReadinessKind.RiskAssessment, "Risk assessment", Dfe, ReadinessCadence.Yearly,
            "The assessment; looked at again each term and after an incident"),
    ];

    public static ReadinessRequirement Of(ReadinessKind kind) => All.First(d => d.Kind == kind);
}

/// <summary>Next due date and status, from dates alone.</summary>
internal static class ReadinessDecision
{
    public const int SoonDays = 28;

    /// <summary>Termly: the end of the term after the one in which it was done. Yearly: one year later.</summary>
    public static DateOnly NextDue(ReadinessCadence cadence, DateOnly doneOn, Terms terms) =>
        cadence == ReadinessCadence.Yearly ? doneOn.AddYears(1) : terms.EndOf(terms.EndOf(doneOn).AddDays(1));

    public static ReadinessStatus Status(DateOnly? doneOn, DateOnly? nextDue, DateOnly today) =>
        doneOn is null || nextDue is null ? ReadinessStatus.Missing
        : nextDue < today ? ReadinessStatus.Overdue
        : nextDue <= today.AddDays(SoonDays) ? ReadinessStatus.DueSoon : ReadinessStatus.Met;
}
