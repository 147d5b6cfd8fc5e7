using Mat.Contracts.Tickets;
using Mat.Partners.Registry;
using Mat.Platform.Data;

namespace Mat.Partners.Escalations;

public enum EscalationState { Requested, Unroutable, Sent, Acknowledged, Resolved, Rejected, Cancelled }

/// <summary>What a partner's answer did. A refusal is not an error of the partner: the desk was faster.</summary>
internal enum AnswerOutcome
{
    /// <summary>It changed something: there is a step.</summary>
    Taken,

    /// <summary>It says what is known already, or comes after the end: nothing to do, nothing wrong.</summary>
    Repeated,

    /// <summary>The escalation ended otherwise.</summary>
    Closed,
}

/// <summary>
/// A call for an outside specialist. Answers arrive late, twice and in any order; whatever the order, the same answers
/// end in the same state: a resolution wins over a rejection, either implies that it was acknowledged.
/// </summary>
internal sealed class Escalation : Entity, ISchoolOwned, IAudited
{
    public long Number { get; init; }
    public Guid TicketId { get; init; }
    public required string TicketReference { get; init; }
    public Guid SchoolId { get; init; }
    public required string SchoolName { get; init; }
    public required string SchoolUrn { get; init; }
    public required string Area { get; init; }
    public required string Priority { get; init; }
    public required string Reason { get; init; }
    public required string RequestedBy { get; init; }
    public DateTimeOffset RequestedAt { get; init; }
    public required EscalationContext Pack { get; init; }

    /// <summary>A partner that had its turn with this ticket.</summary>
    public Guid? NotPartnerId { get; init; }

    public EscalationState Status { get; private set; }
    public Guid? PartnerId { get; private set; }
    public string? PartnerName { get; private set; }
    public EscalationRouting Routing { get; private set; } = new("", []);
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? AcknowledgedAt { get; private set; }
    public string? AcknowledgedWith { get; private set; }
    public DateTimeOffset? ExpectedAt { get; private set; }
    public string? PartnerReference { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public string? Summary { get; private set; }
    public string? Cause { get; private set; }
    public string? Fix { get; private set; }
    public int? TimeSpentMinutes { get; private set; }

    public string? PurchaseOrder { get; private set; }

    /// <summary>The partner came to the school: its call-out is due.</summary>
    public bool CalledOut { get; private set; }

    /// <summary>The invoice's amount, in place of what the rate card makes.</summary>
    public int? InvoicePence { get; private set; }

    /// <summary>What it cost, by the invoice or by the rate card as it was when the work was done.</summary>
    public long? CostPence { get; private set; }

    /// <summary>When its ticket was taken up again after the partner had resolved it.</summary>
    public DateTimeOffset? ReopenedAt { get; set; }

    /// <summary>
    /// Until when the agreement, as it was when the partner got it, promises the first answer and the resolution. What the partner
    /// waits for an answer to its question does not count: the second moves by it once the answer is there.
    /// </summary>
    public DateTimeOffset? AnswerDueAt { get; private set; }
    public DateTimeOffset? ResolveDueAt { get; private set; }

    /// <summary>What the partner asked last; the ticket waits for an answer until <see cref="AnsweredAt"/>.</summary>
    public string? Question { get; private set; }
    public DateTimeOffset? AskedAt { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Since when the partner's clock stands still, because its question is open; null while it runs.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    /// <summary>How long it has stood still before that, in ticks of the clock on the wall.</summary>
    [NotAudited]
    public long WaitedTicks { get; private set; }

    /// <summary>When the newest step was taken; every step changes it, so every step raises the version.</summary>
    public DateTimeOffset LastStepAt { get; private set; }

    public string Reference => $"E-{Number}";

    public bool IsOpen =>
        Status is EscalationState.Requested or EscalationState.Unroutable or EscalationState.Sent or EscalationState.Acknowledged;

    public static Escalation From(EscalationRequested request, long number) => new()
    {
        Id = request.EscalationId,
        Number = number,
        TicketId = request.TicketId,
        TicketReference = request.TicketReference,
        SchoolId = request.SchoolId,
        SchoolName = request.SchoolName,
        SchoolUrn = request.SchoolUrn,
        Area = request.Area,
        Priority = request.Priority,
        Reason = request.Reason,
        RequestedBy = request.RequestedBy,
        RequestedAt = request.RequestedAt,
        Pack = request.Context,
        NotPartnerId = request.NotPartnerId,
    };

    /// <summary>A hand may choose again as long as nobody works on it.</summary>
    public bool CanRoute => Status is EscalationState.Unroutable or EscalationState.Rejected;

    /// <summary>Gives the escalation to a partner, or says that there is none.</summary>
    public EscalationActivity Route(Partner? partner, EscalationRouting why, bool reachable, string by, DateTimeOffset now)
    {
        Routing = why;
        PartnerId = partner?.Id;
        PartnerName = partner?.Name;
        Status = partner is null ? EscalationState.Unroutable : EscalationState.Requested;
        (SentAt, AcknowledgedAt, AcknowledgedWith, ExpectedAt, PartnerReference, ClosedAt) = (null, null, null, null, null, null);
        (Question, AskedAt, AnsweredAt, WaitingSince, WaitedTicks) = (null, null, null, null, 0);
        AnswerDueAt = partner?.AcknowledgeMinutes is { } answer ? now.AddMinutes(answer) : null;
        ResolveDueAt = partner?.ResolveMinutes is { } resolve ? now.AddMinutes(resolve) : null;
        if (partner is null)
            return Take(EscalationActivityKind.Unroutable, by, why.Reason, now);
        return Take(EscalationActivityKind.Routed, by,
            reachable ? why.Reason : $"{why.Reason} It has no endpoint; the escalation is visible in the portal.", now);
    }

    /// <summary>The partner's endpoint took the request.</summary>
    public EscalationActivity? Sent(Guid partnerId, DateTimeOffset now)
    {
        if (PartnerId != partnerId || SentAt is not null)
            return null;
        SentAt = now;
        if (Status != EscalationState.Requested)
            return null; // the answer was faster than our own note of the delivery
        Status = EscalationState.Sent;
        return Take(EscalationActivityKind.Sent, "Mat", $"Delivered to {PartnerName}.", now);
    }

    public EscalationActivity DeliveryFailed(string why, DateTimeOffset now) =>
        Take(EscalationActivityKind.DeliveryFailed, "Mat", why, now);

    public (AnswerOutcome, EscalationActivity?) Acknowledge(DateTimeOffset? expectedAt, string? reference, string? message,
        DateTimeOffset now)
    {
        if (Status == EscalationState.Cancelled)
            return (AnswerOutcome.Closed, null);
        if (Status is EscalationState.Resolved or EscalationState.Rejected)
        {
            // Came after the end: keep what it tells, change nothing that was decided.
            PartnerReference ??= reference;
            ExpectedAt ??= expectedAt;
            return (AnswerOutcome.Repeated, null);
        }

        var isNew = Status != EscalationState.Acknowledged
            || (expectedAt is not null && expectedAt != ExpectedAt)
            || (reference is not null && reference != PartnerReference)
            || (message is not null && message != AcknowledgedWith);
        if (!isNew)
            return (AnswerOutcome.Repeated, null);
        Status = EscalationState.Acknowledged;
        AcknowledgedAt ??= now;
        ExpectedAt = expectedAt ?? ExpectedAt;
        PartnerReference = reference ?? PartnerReference;
        AcknowledgedWith = message ?? AcknowledgedWith;
        return (AnswerOutcome.Taken, Take(EscalationActivityKind.Acknowledged, PartnerName!, message, now));
    }

    public (AnswerOutcome, EscalationActivity?) Resolve(string summary, string? cause, string? fix, int? minutes, DateTimeOffset now)
    {
        if (Status == EscalationState.Cancelled)
            return (AnswerOutcome.Closed, null);
        if (Status == EscalationState.Resolved)
            return ((summary, cause, fix, minutes) == (Summary, Cause, Fix, TimeSpentMinutes) ? AnswerOutcome.Repeated
                : AnswerOutcome.Closed, null);
        Status = EscalationState.Resolved;
        AcknowledgedAt ??= now;
        Close(now);
        (Summary, Cause, Fix, TimeSpentMinutes) = (summary, cause, fix, minutes);
        return (AnswerOutcome.Taken, Take(EscalationActivityKind.Resolved, PartnerName!, summary, now, cause, fix, minutes));
    }

    public (AnswerOutcome, EscalationActivity?) Reject(string reason, DateTimeOffset now)
    {
        if (Status is EscalationState.Cancelled or EscalationState.Resolved)
            return (AnswerOutcome.Closed, null);
        if (Status == EscalationState.Rejected)
            return (AnswerOutcome.Repeated, null);
        Status = EscalationState.Rejected;
        AcknowledgedAt ??= now;
        Close(now);
        return (AnswerOutcome.Taken, Take(EscalationActivityKind.Rejected, PartnerName!, reason, now));
    }

    public void Charge(string? purchaseOrder, bool calledOut, int? invoicePence, PartnerRates? rates)
    {
        (PurchaseOrder, CalledOut, InvoicePence) = (string.IsNullOrWhiteSpace(purchaseOrder) ? null : purchaseOrder.Trim(), calledOut,
            invoicePence);
        CostPence = invoicePence ?? rates?.CostOf(TimeSpentMinutes, calledOut);
    }

    /// <summary>The partner needs to know something before it can go on. Who asks has taken it on.</summary>
    public (AnswerOutcome, EscalationActivity?) Ask(string question, DateTimeOffset now)
    {
        if (!IsOpen)
            return (AnswerOutcome.Closed, null);
        if (question == Question)
            return (AnswerOutcome.Repeated, null);
        Status = EscalationState.Acknowledged;
        AcknowledgedAt ??= now;
        (Question, AskedAt, AnsweredAt) = (question, now, null);
        WaitingSince ??= now; // a second question before the first is answered is one wait
        return (AnswerOutcome.Taken, Take(EscalationActivityKind.Questioned, PartnerName!, question, now));
    }

    /// <summary>The trust answered the question. An answer to nothing, or after the end, is words like any other.</summary>
    public EscalationActivity Answer(Guid id, string by, string text, DateTimeOffset now)
    {
        if (IsOpen && AskedAt is not null && AnsweredAt is null)
        {
            AnsweredAt = now;
            GoOn(now);
        }
        return Take(EscalationActivityKind.Answered, by, text, now, id: id);
    }

    /// <summary>Words are welcome in every state, also after the end: they change nothing.</summary>
    /// <param name="id">The identity that the words have already where they come from; they are then not told back as new.</param>
    public EscalationActivity Comment(string by, string text, DateTimeOffset now, Guid? id = null) =>
        Take(EscalationActivityKind.Commented, by, text, now, id: id);

    /// <summary>The desk needs nobody any more; null when it is over already.</summary>
    public EscalationActivity? Cancel(string reason, DateTimeOffset now)
    {
        if (Status is EscalationState.Resolved or EscalationState.Cancelled)
            return null;
        Status = EscalationState.Cancelled;
        Close(now);
        return Take(EscalationActivityKind.Cancelled, RequestedBy, reason, now);
    }

    private void Close(DateTimeOffset now)
    {
        GoOn(now);
        ClosedAt = now;
    }

    private void GoOn(DateTimeOffset now)
    {
        if (WaitingSince is not { } since)
            return;
        var waited = now > since ? now - since : TimeSpan.Zero;
        (WaitingSince, WaitedTicks, ResolveDueAt) = (null, WaitedTicks + waited.Ticks, ResolveDueAt + waited);
    }

    private EscalationActivity Take(EscalationActivityKind kind, string by, string? text, DateTimeOffset now, string? cause = null,
        string? fix = null, int? minutes = null, Guid? id = null)
    {
        LastStepAt = now;
        return new EscalationActivity
        {
            Id = id ?? Guid.CreateVersion7(),
            EscalationId = Id,
            PartnerId = PartnerId,
            Kind = kind,
            By = by,
            Text = text,
            Cause = cause,
            Fix = fix,
            TimeSpentMinutes = minutes,
            At = now,
        };
    }
}
