namespace Mat.Cases.Obligations;

/// <summary>What of a case decides about obligations.</summary>
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
public enum ObligationKind
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
internal sealed record ObligationClock(ObligationKind Kind, DateTimeOffset StartedAt, DateTimeOffset DueAt,
    IReadOnlyList<FactKind> Because);

/// <summary>
/// From facts to clocks: the same facts make the same clocks, in whatever order and however often they are told. A clock
/// starts with the first fact that calls for it and no later fact moves it back.
/// </summary>
internal static class ObligationDecision
{
    public static IReadOnlyList<ObligationClock> Clocks(IEnumerable<KnownFact> facts)
    {
        var known = facts.ToList();
        return [.. ObligationCatalog.All.Select(d => Clock(d, known)).OfType<ObligationClock>()];
    }

    private static ObligationClock? Clock(Obligation obligation, List<KnownFact> facts)
    {
        if (obligation.Needs is { } needed && facts.All(f => f.Kind != needed))
            return null;
        var starts = obligation.Because.Select(kind => (Kind: kind, At: First(facts.Where(f => f.Kind == kind))))
            .Where(s => s.At is not null)
            .Select(s => (s.Kind, At: s.At!.Value)).ToList();
        if (obligation.MoreThanOneClosed && SecondClosed(facts) is { } second)
            starts.Add((FactKind.SchoolClosed, second));
        if (starts.Count == 0)
            return null;
        var started = starts.Min(s => s.At);
        return new(obligation.Kind, started, started + obligation.Within, [.. starts.Select(s => s.Kind).Distinct().Order()]);
    }

    /// <summary>When a second school was closed: each counts from its own first word of it.</summary>
    private static DateTimeOffset? SecondClosed(IEnumerable<KnownFact> facts)
    {
        var closed = facts.Where(f => f is { Kind: FactKind.SchoolClosed, SchoolId: not null }).GroupBy(f => f.SchoolId)
            .Select(g => g.Min(f => f.At)).Order().ToList();
        return closed.Count > 1 ? closed[1] : null;
    }

    private static DateTimeOffset? First(IEnumerable<KnownFact> facts) => facts.Select(f => (DateTimeOffset?)f.At).Min();
}

/// <summary>When people are reminded of a clock, in this order.</summary>
public enum ObligationStage
{
    Half,
    TwelveHours,
    TwoHours,
    Overdue,
}

/// <summary>Each stage once; of several that passed unseen only the last is worth telling.</summary>
internal static class ObligationReminders
{
    /// <summary>The stage to tell of now, if there is one that was not told yet.</summary>
    public static ObligationStage? Due(DateTimeOffset started, DateTimeOffset due, ObligationStage? told, DateTimeOffset now) =>
        Stages(started, due).Where(s => s.At <= now && !(s.Stage <= told)).Select(s => (ObligationStage?)s.Stage).LastOrDefault();

    /// <summary>When to look next; null after the last stage.</summary>
    public static DateTimeOffset? Next(DateTimeOffset started, DateTimeOffset due, ObligationStage? told) =>
        Stages(started, due).Where(s => !(s.Stage <= told)).Select(s => (DateTimeOffset?)s.At).Min();

    /// <summary>In order of time; a short clock has no stage before its start, and half-time says nothing beside a later stage.</summary>
    private static IEnumerable<(ObligationStage Stage, DateTimeOffset At)> Stages(DateTimeOffset started, DateTimeOffset due)
    {
        var half = started + (due - started) / 2;
        if (half < due.AddHours(-12))
            yield return (ObligationStage.Half, half);
        if (started < due.AddHours(-12))
            yield return (ObligationStage.TwelveHours, due.AddHours(-12));
        if (started < due.AddHours(-2))
            yield return (ObligationStage.TwoHours, due.AddHours(-2));
        yield return (ObligationStage.Overdue, due);
    }
}
