namespace Mat.Alerts.Duties;

/// <summary>What of a case decides about duties.</summary>
public enum FactKind
{
    /// <summary>Personal data may be involved; its time is when the trust became aware.</summary>
    PersonalData,

    /// <summary>A high risk for the people whose data they are.</summary>
    HighRisk,
    Ransom,

    /// <summary>Serious loss of data or money.</summary>
    SeriousLoss,

    /// <summary>A school cannot open; always with the school.</summary>
    SchoolClosed,

    /// <summary>A school stays closed for long.</summary>
    LongClosure,
    PaymentFraud,

    /// <summary>A school of the case is a member of the Risk Protection Arrangement.</summary>
    RpaMember,
}

/// <summary>Whom the trust has to tell.</summary>
public enum DutyKind
{
    Ico,
    PeopleConcerned,
    DfeCyberTeam,
    ReportFraud,
    RpaInsurer,
    Ncsc,
}

/// <summary>A fact as the decision knows it.</summary>
internal sealed record KnownFact(FactKind Kind, Guid? SchoolId, DateTimeOffset At);

/// <summary>A clock that runs because of facts.</summary>
internal sealed record DutyClock(DutyKind Kind, DateTimeOffset StartedAt, DateTimeOffset DueAt, IReadOnlyList<FactKind> Because);

/// <summary>
/// From facts to clocks: the same facts make the same clocks, in whatever order and however often they are told. A clock
/// starts with the first fact that calls for it and no later fact moves it back.
/// </summary>
internal static class DutyDecision
{
    public static IReadOnlyList<DutyClock> Clocks(IEnumerable<KnownFact> facts)
    {
        var known = facts.ToList();
        return [.. DutyCatalogue.All.Select(d => Clock(d, known)).OfType<DutyClock>()];
    }

    private static DutyClock? Clock(Duty duty, List<KnownFact> facts)
    {
        if (duty.Needs is { } needed && facts.All(f => f.Kind != needed)) return null;
        var starts = duty.Because.Select(kind => (Kind: kind, At: First(facts.Where(f => f.Kind == kind)))).Where(s => s.At is not null)
            .Select(s => (s.Kind, At: s.At!.Value)).ToList();
        if (duty.MoreThanOneClosed && SecondClosed(facts) is { } second) starts.Add((FactKind.SchoolClosed, second));
        if (starts.Count == 0) return null;
        var started = starts.Min(s => s.At);
        return new(duty.Kind, started, started + duty.Within, [.. starts.Select(s => s.Kind).Distinct().Order()]);
    }

    /// <summary>When a second school was closed: each counts from its own first word of it.</summary>
    private static DateTimeOffset? SecondClosed(IEnumerable<KnownFact> facts)
    {
        var closed = facts.Where(f => f is { Kind: FactKind.SchoolClosed, SchoolId: not null }).GroupBy(f => f.SchoolId).Select(g => g.Min(f => f.At)).Order().ToList();
        return closed.Count > 1 ? closed[1] : null;
    }

    private static DateTimeOffset? First(IEnumerable<KnownFact> facts) => facts.Select(f => (DateTimeOffset?)f.At).Min();
}

/// <summary>When people are reminded of a clock, in this order.</summary>
public enum DutyStage
{
    Half,
    TwelveHours,
    TwoHours,
    Overdue,
}

/// <summary>Each stage once; of several that passed unseen only the last is worth telling.</summary>
internal static class DutyReminders
{
    /// <summary>The stage to tell of now, if there is one that was not told yet.</summary>
    public static DutyStage? Due(DateTimeOffset started, DateTimeOffset due, DutyStage? told, DateTimeOffset now) =>
        Stages(started, due).Where(s => s.At <= now && !(s.Stage <= told)).Select(s => (DutyStage?)s.Stage).LastOrDefault();

    /// <summary>When to look next; null after the last stage.</summary>
    public static DateTimeOffset? Next(DateTimeOffset started, DateTimeOffset due, DutyStage? told) =>
        Stages(started, due).Where(s => !(s.Stage <= told)).Select(s => (DateTimeOffset?)s.At).Min();

    /// <summary>In order of time; a short clock has no stage before its start, and half-time says nothing beside a later stage.</summary>
    private static IEnumerable<(DutyStage Stage, DateTimeOffset At)> Stages(DateTimeOffset started, DateTimeOffset due)
    {
        var half = started + (due - started) / 2;
        if (half < due.AddHours(-12)) yield return (DutyStage.Half, half);
        if (started < due.AddHours(-12)) yield return (DutyStage.TwelveHours, due.AddHours(-12));
        if (started < due.AddHours(-2)) yield return (DutyStage.TwoHours, due.AddHours(-2));
        yield return (DutyStage.Overdue, due);
    }
}
