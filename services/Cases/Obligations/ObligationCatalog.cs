namespace Mat.Cases.Obligations;

/// <summary>One obligation to tell somebody.</summary>
/// <param name="Statutory">The time is the source's own; else the source only says promptly, and Mat sets it.</param>
/// <param name="Because">Any of these facts starts its clock.</param>
/// <param name="Needs">Without this fact there is no such obligation.</param>
/// <param name="MoreThanOneClosed">A second closed school starts it as well.</param>
internal sealed record Obligation(
    ObligationKind Kind, string Name, string Source, string How, TimeSpan Within, bool Statutory, FactKind[] Because,
    FactKind? Needs = null, bool MoreThanOneClosed = false);

/// <summary>
/// Whom a trust in England has to tell. Sources: UK GDPR Articles 33 and 34; DfE cyber security core standard, "report cyber
/// attacks"; RPA membership rules. Only the ICO's time is a number of the law.
/// </summary>
internal static class ObligationCatalog
{
    private static readonly TimeSpan Promptly = TimeSpan.FromHours(24);

    public static readonly IReadOnlyList<Obligation> All =
    [
        new(ObligationKind.Ico, "Information Commissioner (ICO)",
            "UK GDPR Art. 33: within 72 hours of becoming aware, unless a risk to people is unlikely",
            "Report the breach on the ICO's website; what is not known yet may follow.", TimeSpan.FromHours(72), true,
            [FactKind.PersonalData, FactKind.HighRisk]),
        new(ObligationKind.PeopleConcerned, "The people whose data it is",
            "UK GDPR Art. 34: without undue delay when the risk for them is high",
            "Tell them in plain words what happened, what it may mean and what they can do.", TimeSpan.FromHours(72), false,
            [FactKind.HighRisk]),
        new(ObligationKind.DfeCyberTeam, "DfE sector cyber team",
            "DfE cyber security core standard: report attacks that breach security or do damage",
            "Write to Sector.Incidentreporting@education.gov.uk.", Promptly, false,
            [FactKind.HighRisk, FactKind.Ransom, FactKind.SeriousLoss, FactKind.SchoolClosed, FactKind.LongClosure, FactKind.PaymentFraud]),
        new(ObligationKind.ReportFraud, "Report Fraud (police)",
            "DfE cyber security core standard: report to Report Fraud, which replaced Action Fraud",
            "Report on the website of Report Fraud or by telephone and keep the crime reference.", Promptly, false,
            [FactKind.Ransom, FactKind.PaymentFraud]),
        new(ObligationKind.RpaInsurer, "RPA, the school's insurer",
            "Risk Protection Arrangement: members tell it of a cyber incident before they spend on it",
            "Call the RPA incident line in your membership papers; have the evidence of the four conditions at hand.", Promptly, false,
            [FactKind.Ransom, FactKind.SeriousLoss, FactKind.SchoolClosed, FactKind.LongClosure, FactKind.PaymentFraud],
            FactKind.RpaMember),
        new(ObligationKind.Ncsc, "National Cyber Security Centre (NCSC)",
            "DfE cyber security core standard: long closure, more than one school closed, or serious loss",
            "Report the incident on the NCSC's website.", Promptly, false, [FactKind.SeriousLoss, FactKind.LongClosure],
            MoreThanOneClosed: true),
    ];

    public static Obligation Of(ObligationKind kind) => All.First(d => d.Kind == kind);

    public static string Words(FactKind kind) => kind switch
    {
        FactKind.PersonalData => "personal data may be involved",
        FactKind.HighRisk => "the risk for people is high",
        FactKind.Ransom => "a ransom is demanded",
        FactKind.SeriousLoss => "data or money is seriously lost",
        FactKind.SchoolClosed => "a school is closed",
        FactKind.LongClosure => "a school stays closed for long",
        FactKind.PaymentFraud => "a payment was obtained by fraud",
        _ => "a school is a member of the RPA",
    };
}
