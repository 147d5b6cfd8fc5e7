using Mat.Contracts.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Tickets;

public enum EscalationStatus { Requested, Unroutable, Sent, Acknowledged, Resolved, Rejected, Cancelled }

/// <summary>
/// Replica of an escalation. Requested here, owned by Partners and updated from its events by
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

    /// <summary>What the partner's agreement targets: its first answer, and the resolution.</summary>
    public DateTimeOffset? AnswerDueAt { get; set; }
    public DateTimeOffset? ResolveDueAt { get; set; }

    /// <summary>Start of the current pause of the partner's clock while its question is open, and earlier pauses in seconds.</summary>
    public DateTimeOffset? WaitingSince { get; set; }
    public long WaitedSeconds { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Open question of the partner; null when there is none.</summary>
    public string? Question { get; private set; }
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>When it was cancelled here; later answers only appear in the timeline.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>Whether the partner's resolution was applied to the ticket; once only.</summary>
    public bool ResolutionApplied { get; set; }

    /// <summary>With a partner, being routed, or waiting for manual routing.</summary>
    public bool IsOpen => Status is not (EscalationStatus.Resolved or EscalationStatus.Cancelled);

    /// <summary>No partner works on it, so another escalation may replace it.</summary>
    public bool IsDormant => Status is EscalationStatus.Unroutable or EscalationStatus.Rejected;

    public void Cancel(DateTimeOffset now)
    {
        Status = EscalationStatus.Cancelled;
        CancelledAt = now;
    }

    public void QuestionAnswered() => Question = null;

    /// <summary>Applies the partner's newest question. True when there is one to answer.</summary>
    public bool ApplyQuestion(EscalationSnapshot facts)
    {
        if (facts.AskedAt is null || facts.AskedAt <= AskedAt)
            return false;
        (Question, AskedAt) = (facts.Question, facts.AskedAt);
        return Question is not null;
    }

    /// <summary>Applies the snapshot if it is newer. False when it is not.</summary>
    public bool Apply(EscalationSnapshot facts)
    {
        if (facts.Version <= SourceVersion)
            return false;
        SourceVersion = facts.Version;
        (Reference, PartnerName, AcknowledgedAt, ExpectedAt) = (facts.Reference, facts.PartnerName, facts.AcknowledgedAt, facts.ExpectedAt);
        (PartnerId, AnswerDueAt, ResolveDueAt) = (facts.PartnerId, facts.AnswerDueAt, facts.ResolveDueAt);
        (WaitingSince, WaitedSeconds, ClosedAt) = (facts.WaitingSince, facts.WaitedSeconds, facts.ClosedAt);
        var status = StatusOf(facts.Status);
        if (CancelledAt is null || status == EscalationStatus.Resolved)
            Status = status;
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

internal sealed class EscalationMapping : IEntityTypeConfiguration<Escalation>
{
    public void Configure(EntityTypeBuilder<Escalation> e)
    {
        e.ToTable("escalations");
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.SourceVersion).IsConcurrencyToken();
        e.HasIndex(x => x.TicketId);
    }
}
