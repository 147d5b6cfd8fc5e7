using Mat.Contracts.Partners;

namespace Mat.Tickets.Escalations;

public enum EscalationStatus { Requested, Unroutable, Sent, Acknowledged, Resolved, Rejected, Cancelled }

/// <summary>
/// An escalation as the desk sees it. Partners owns it; this is asked for here and then follows Partners' facts by their
/// version.
/// </summary>
internal sealed class Escalation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid TicketId { get; init; }

    /// <summary>Version of Partners' facts; 0 before the first of them.</summary>
    public int SourceVersion { get; set; }

    public string Area { get; init; } = "";
    public string? Reference { get; set; }
    public EscalationStatus Status { get; set; }
    public Guid? PartnerId { get; set; }
    public string? PartnerName { get; set; }
    public DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public DateTimeOffset? ExpectedAt { get; set; }

    /// <summary>What the partner's agreement promises: its first answer, and the resolution.</summary>
    public DateTimeOffset? AnswerDueAt { get; set; }
    public DateTimeOffset? ResolveDueAt { get; set; }

    /// <summary>Since when the partner's clock stands still, because its question is open; and how long it did before, in seconds.</summary>
    public DateTimeOffset? WaitingSince { get; set; }
    public long WaitedSeconds { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>What the partner asked and nobody has answered yet.</summary>
    public string? Question { get; private set; }
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>We took it back; a partner's later answer is kept in the timeline and changes the ticket no more.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>The partner's resolution was taken over; it happens once.</summary>
    public bool Answered { get; set; }

    /// <summary>Somebody outside has it or is being looked for, or a person may still route it by hand.</summary>
    public bool IsOpen => Status is not (EscalationStatus.Resolved or EscalationStatus.Cancelled);

    /// <summary>Nobody outside works on it: another may be asked for in its place.</summary>
    public bool IsDormant => Status is EscalationStatus.Unroutable or EscalationStatus.Rejected;

    public void Cancel(DateTimeOffset now)
    {
        Status = EscalationStatus.Cancelled;
        CancelledAt = now;
    }

    public void QuestionAnswered() => Question = null;

    /// <summary>Takes the partner's newest question over; says whether somebody is to answer it now.</summary>
    public bool Asked(EscalationSnapshot facts)
    {
        if (facts.AskedAt is null || facts.AskedAt <= AskedAt) return false;
        (Question, AskedAt) = (facts.Question, facts.AskedAt);
        return Question is not null;
    }

    /// <summary>Takes newer facts over; says whether they were newer.</summary>
    public bool Take(EscalationSnapshot facts)
    {
        if (facts.Version <= SourceVersion) return false;
        SourceVersion = facts.Version;
        (Reference, PartnerName, AcknowledgedAt, ExpectedAt) = (facts.Reference, facts.PartnerName, facts.AcknowledgedAt, facts.ExpectedAt);
        (PartnerId, AnswerDueAt, ResolveDueAt) = (facts.PartnerId, facts.AnswerDueAt, facts.ResolveDueAt);
        (WaitingSince, WaitedSeconds, ClosedAt) = (facts.WaitingSince, facts.WaitedSeconds, facts.ClosedAt);
        var status = StatusOf(facts.Status);
        if (CancelledAt is null || status == EscalationStatus.Resolved) Status = status;
        return true;
    }

    private static EscalationStatus StatusOf(string status) => status switch
    {
        "unroutable" => EscalationStatus.Unroutable,
        "sent" => EscalationStatus.Sent,
        "acknowledged" => EscalationStatus.Acknowledged,
        "resolved" => EscalationStatus.Resolved,
        "rejected" => EscalationStatus.Rejected,
        "cancelled" => EscalationStatus.Cancelled,
        _ => EscalationStatus.Requested,
    };
}
