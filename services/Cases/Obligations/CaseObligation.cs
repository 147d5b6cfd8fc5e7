using Mat.Platform.Data;

namespace Mat.Cases.Obligations;

/// <summary>A fact of a case: stated once, and withdrawn, never changed, when it turns out to be wrong.</summary>
internal sealed class CaseFact : Entity, IAudited
{
    public Guid CaseId { get; init; }
    public FactKind Kind { get; init; }
    public Guid? SchoolId { get; init; }

    /// <summary>Since when the trust knows it.</summary>
    public DateTimeOffset At { get; init; }
    public string StatedBy { get; init; } = "";

    /// <summary>The case from which a merge brought it.</summary>
    public Guid? CameFromId { get; init; }
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public string? WithdrawnBy { get; private set; }
    public string? WithdrawnWhy { get; private set; }

    public KnownFact Known => new(Kind, SchoolId, At);

    public void Withdraw(string by, string why, DateTimeOffset now) => (WithdrawnAt, WithdrawnBy, WithdrawnWhy) = (now, by, why);
}

public enum ObligationAnswer
{
    Done,
    NotNeeded,
}

public enum ObligationState
{
    Running,
    Overdue,
    Done,
    NotNeeded,
}

/// <summary>An obligation of a case with its clock and what was done about it.</summary>
internal sealed class CaseObligation : Entity, IAudited
{
    public Guid CaseId { get; init; }
    public ObligationKind Kind { get; init; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>The facts that call for it, by their names.</summary>
    public List<string> Because { get; private set; } = [];
    public ObligationAnswer? Answer { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>What the other side gave (done), or why it is not needed.</summary>
    public string? Reference { get; private set; }
    public string? AnsweredBy { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public ObligationStage? Reminded { get; private set; }

    /// <summary>When to look whether somebody has to be reminded; null when nobody has to any more.</summary>
    public DateTimeOffset? RemindAt { get; private set; }

    public ObligationState State(DateTimeOffset now) => Answer switch
    {
        ObligationAnswer.Done => ObligationState.Done,
        ObligationAnswer.NotNeeded => ObligationState.NotNeeded,
        _ => DueAt <= now ? ObligationState.Overdue : ObligationState.Running,
    };

    /// <summary>True if the clock is not what it was.</summary>
    public bool Follow(ObligationClock clock)
    {
        var because = clock.Because.Select(b => b.ToString()).ToList();
        var news = because.Except(Because).Any();
        if (!news && because.Count == Because.Count && StartedAt == clock.StartedAt)
            return false;
        (StartedAt, DueAt, Because) = (clock.StartedAt, clock.DueAt, because);
        // "Not needed" was said without this reason.
        if (news && Answer == ObligationAnswer.NotNeeded)
            (Answer, Reference, AnsweredBy, AnsweredAt) = (null, null, null, null);
        Settle();
        return true;
    }

    public void Reply(ObligationAnswer? answer, string? reference, string by, DateTimeOffset doneAt, DateTimeOffset now)
    {
        (Answer, Reference) = (answer, reference);
        (AnsweredBy, AnsweredAt) = (answer is null ? null : by, answer is null ? null : now);
        DoneAt = answer == ObligationAnswer.Done ? doneAt : null;
        Settle();
    }

    /// <summary>The stage that people are to be reminded of now; it is taken as told.</summary>
    public ObligationStage? Remind(DateTimeOffset now)
    {
        var stage = Answer is null ? ObligationReminders.Due(StartedAt, DueAt, Reminded, now) : null;
        Reminded = stage ?? Reminded;
        Settle();
        return stage;
    }

    private void Settle() => RemindAt = Answer is null ? ObligationReminders.Next(StartedAt, DueAt, Reminded) : null;
}
