using Mat.Contracts.Partners;
using Mat.Partners.Data;
using Mat.Platform.Http;

namespace Mat.Partners.Escalations;

internal static class EscalationProgress
{
    /// <summary>Keeps a step and tells the other services. The escalation is saved once after this.</summary>
    public static void Take(this PartnersDb db, Escalation escalation, EscalationActivity step)
    {
        db.Steps.Add(step);
        // The version that the coming save gives it.
        db.Publish(new EscalationProgressed(escalation.ToFacts(escalation.Version + 1), step.ToContract()));
    }

    /// <summary>The current state, for read models that are rebuilt.</summary>
    public static void Replay(this PartnersDb db, Escalation escalation, DateTimeOffset now) =>
        db.Publish(new EscalationProgressed(
            escalation.ToFacts(escalation.Version),
            new EscalationActivity { Kind = EscalationActivityKind.Replayed, By = "Mat", At = now }.ToContract()));

    private static EscalationSnapshot ToFacts(this Escalation e, int version) => new(
        e.Id, version, e.Reference, e.TicketId, e.TicketReference, e.SchoolId, e.PartnerId, e.PartnerName, e.Area, e.Status.ToWire(),
        e.RequestedAt, e.SentAt, e.AcknowledgedAt, e.ExpectedAt, e.ClosedAt,
        e.IsOpen && e.AnsweredAt is null ? e.Question : null, e.AskedAt, e.AnswerDueAt, e.ResolveDueAt, e.WaitingSince,
        e.WaitedTicks / TimeSpan.TicksPerSecond);

    private static EscalationEvent ToContract(this EscalationActivity s) =>
        new(s.Id, s.Kind.ToWire(), s.By, s.Text, s.Cause, s.Fix, s.TimeSpentMinutes, s.At);
}
