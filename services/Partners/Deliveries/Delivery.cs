using System.Diagnostics;
using Mat.Platform.Data;

namespace Mat.Partners.Deliveries;

public enum DeliveryStatus { Pending, Succeeded, Failed, Dropped }

/// <summary>
/// One message on its way to one endpoint. <see cref="NextAttemptAt"/> is set exactly while it is pending; while an attempt
/// is under way it is the end of the lease, so that a row whose process died becomes due by itself.
/// </summary>
internal sealed class Delivery : Entity, IMaybeSchoolOwned
{
    public Guid? EscalationId { get; init; }
    public Guid? SchoolId { get; init; }
    public Guid PartnerId { get; init; }
    public Guid EndpointId { get; init; }
    public required string EventType { get; init; }

    /// <summary>The header <c>webhook-id</c>: the same for every attempt, every endpoint and every replay of a message.</summary>
    public required string MessageId { get; init; }

    /// <summary>The bytes that are signed and sent, fixed when the message was made.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The link with which the reader of an e-mail answers, encrypted until it is sent; it opens one escalation.</summary>
    public string? SealedLink { get; init; }

    /// <summary>W3C trace context of what made the message: every attempt is a span of that trace.</summary>
    public string? TraceParent { get; init; } = Activity.Current?.Id;

    /// <summary>The delivery of which this one is a requested replay.</summary>
    public Guid? ReplayOf { get; init; }

    /// <summary>Attempts it may have; never more than the schedule has.</summary>
    public int Budget { get; init; }

    public DeliveryStatus Status { get; set; }
    public int AttemptCount { get; set; }
    public DateTimeOffset? NextAttemptAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Why it was dropped or given up.</summary>
    public string? Reason { get; set; }

    /// <summary>Who works on it: a result counts only with the claim under which it was sent.</summary>
    public Guid? ClaimId { get; set; }

    /// <summary>When that is due what somebody asks for by hand: before all that waits, even at an endpoint that rests.</summary>
    public static readonly DateTimeOffset AtOnce = DateTimeOffset.UnixEpoch;

    /// <summary>The same message as a delivery of its own, with the same <c>webhook-id</c>.</summary>
    public Delivery Again(int budget, DateTimeOffset due) => new()
    {
        EscalationId = EscalationId,
        SchoolId = SchoolId,
        PartnerId = PartnerId,
        EndpointId = EndpointId,
        EventType = EventType,
        MessageId = MessageId,
        Body = Body,
        SealedLink = SealedLink,
        ReplayOf = ReplayOf ?? Id,
        Budget = budget,
        NextAttemptAt = due,
    };

    public void Drop(string reason, DateTimeOffset now)
    {
        Status = DeliveryStatus.Dropped;
        Reason = reason;
        FinishedAt = now;
        NextAttemptAt = null;
        ClaimId = null;
    }
}

/// <summary>An attempt and what came of it. Written once.</summary>
internal sealed class DeliveryAttempt
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid DeliveryId { get; init; }
    public int Number { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public int DurationMs { get; init; }

    /// <summary>Name and connection; null when an open connection served.</summary>
    public int? ConnectMs { get; init; }

    /// <summary>From the start to the answer's headers.</summary>
    public int? AnswerMs { get; init; }

    /// <summary>Request line and headers as sent, without the values that are secrets.</summary>
    public string? Request { get; init; }

    public string? ResponseHeaders { get; init; }
    public int? StatusCode { get; init; }
    public string? Error { get; init; }
    public string? Response { get; init; }
}
