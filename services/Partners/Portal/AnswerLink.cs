using Mat.Platform.Data;

namespace Mat.Partners.Portal;

/// <summary>
/// A way to answer one escalation without software: whoever has the link is its partner. Only the hash is kept. It takes one
/// acknowledgement and one end (resolved or handed back); words and questions as often as need be while it lives.
/// </summary>
internal sealed class AnswerLink : Entity, IAudited
{
    public const int MaxWords = 50;

    public Guid EscalationId { get; init; }
    public Guid PartnerId { get; init; }

    [NotAudited]
    public required string Hash { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Comments and questions so far.</summary>
    [NotAudited]
    public int Words { get; private set; }

    public bool Allows(AnswerKind kind) => kind switch
    {
        AnswerKind.Acknowledge => AcknowledgedAt is null && EndedAt is null,
        AnswerKind.Resolve or AnswerKind.Reject => EndedAt is null,
        _ => Words < MaxWords,
    };

    public void Use(AnswerKind kind, DateTimeOffset now)
    {
        if (kind == AnswerKind.Acknowledge)
            AcknowledgedAt = now;
        else if (kind is AnswerKind.Resolve or AnswerKind.Reject)
            EndedAt = now;
        else
            Words++;
    }
}
