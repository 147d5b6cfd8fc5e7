using FsCheck;
using FsCheck.Fluent;
using Mat.Contracts.Tickets;
using Mat.Partners.Escalations;
using Mat.Partners.Registry;

namespace Mat.Partners.Tests.Escalations;

public class EscalationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly Partner Firm = new() { Name = "Avon Networks" };

    [Fact]
    public void Partner_without_an_endpoint_still_has_the_escalation()
    {
        var escalation = Routed(reachable: false, out var step);

        Assert.Equal(EscalationState.Requested, escalation.Status);
        Assert.Equal(EscalationActivityKind.Routed, step.Kind);
        Assert.Contains("visible in the portal", step.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Delivery_noted_after_the_answer_changes_the_time_alone()
    {
        var escalation = Routed();
        escalation.Acknowledge(null, null, null, Now);

        Assert.Null(escalation.Sent(Firm.Id, Now));
        Assert.Equal(EscalationState.Acknowledged, escalation.Status);
        Assert.Equal(Now, escalation.SentAt);
        Assert.Null(Routed().Sent(Guid.NewGuid(), Now)); // another partner had it before
    }

    [Fact]
    public void Resolution_may_come_first_and_the_acknowledgement_after_it()
    {
        var escalation = Routed();

        Assert.Equal(AnswerOutcome.Taken, escalation.Resolve("Done", null, null, 5, Now).Item1);
        Assert.Equal((AnswerOutcome.Repeated, null), escalation.Acknowledge(null, "REF", null, Now));

        Assert.Equal(EscalationState.Resolved, escalation.Status);
        Assert.Equal(Now, escalation.AcknowledgedAt);
        Assert.Equal("REF", escalation.PartnerReference);
    }

    [Fact]
    public void Other_resolution_after_the_first_is_refused_and_the_same_one_is_not()
    {
        var escalation = Routed();
        escalation.Resolve("Done", "cable", null, 5, Now);

        Assert.Equal(AnswerOutcome.Repeated, escalation.Resolve("Done", "cable", null, 5, Now).Item1);
        Assert.Equal(AnswerOutcome.Closed, escalation.Resolve("Not done", null, null, 5, Now).Item1);
        Assert.Equal(AnswerOutcome.Closed, escalation.Reject("no", Now).Item1);
    }

    [Fact]
    public void Nothing_but_words_is_taken_after_the_desk_cancelled()
    {
        var escalation = Routed();
        Assert.NotNull(escalation.Cancel("solved", Now));
        Assert.Null(escalation.Cancel("solved", Now));

        Assert.Equal(AnswerOutcome.Closed, escalation.Acknowledge(null, null, null, Now).Item1);
        Assert.Equal(AnswerOutcome.Closed, escalation.Resolve("Done", null, null, null, Now).Item1);
        Assert.Equal(AnswerOutcome.Closed, escalation.Reject("no", Now).Item1);
        Assert.Equal(EscalationActivityKind.Commented, escalation.Comment("Avon Networks", "part is on its way", Now).Kind);
        Assert.Equal(EscalationState.Cancelled, escalation.Status);
    }

    [Fact]
    public void Cancelling_what_is_resolved_changes_nothing()
    {
        var escalation = Routed();
        escalation.Resolve("Done", null, null, null, Now);

        Assert.Null(escalation.Cancel("late", Now));
        Assert.Equal(EscalationState.Resolved, escalation.Status);
    }

    [Fact]
    public void New_expectation_is_a_step_and_the_same_one_is_none()
    {
        var escalation = Routed();
        escalation.Acknowledge(Now.AddHours(1), "R1", "on it", Now);

        Assert.Equal(AnswerOutcome.Repeated, escalation.Acknowledge(Now.AddHours(1), "R1", "on it", Now).Item1);
        Assert.Equal(AnswerOutcome.Taken, escalation.Acknowledge(Now.AddHours(2), null, null, Now.AddMinutes(5)).Item1);
        Assert.Equal(Now.AddHours(2), escalation.ExpectedAt);
        Assert.Equal(Now, escalation.AcknowledgedAt);
        Assert.Equal("R1", escalation.PartnerReference);
    }

    [Fact]
    public void Second_routing_starts_afresh()
    {
        var escalation = Routed();
        escalation.Acknowledge(Now, "R1", null, Now);
        Assert.False(escalation.CanRoute);
        escalation.Reject("not ours", Now);
        Assert.True(escalation.CanRoute);

        var other = new Partner { Name = "Brook" };
        escalation.Route(other, new("Brook was chosen by hand.", []), true, "Jo", Now);

        Assert.Equal((EscalationState.Requested, other.Id), (escalation.Status, escalation.PartnerId));
        Assert.Null(escalation.AcknowledgedAt);
        Assert.Null(escalation.PartnerReference);
        Assert.Null(escalation.ClosedAt);
    }

    /// <summary>Case 34: the same answers end in the same state, however often each comes and in whatever order.</summary>
    [Fact]
    public void Case_34_any_order_and_repetition_of_answers_ends_in_the_same_state()
    {
        Action<Escalation>[] answers =
        [
            e => e.Acknowledge(Now.AddHours(4), "R1", "on it", Now),
            e => e.Comment("Avon Networks", "looking", Now),
            e => e.Reject("not ours", Now),
            e => e.Resolve("Done", "cable", "replaced", 30, Now),
            e => e.Sent(Firm.Id, Now),
            e => e.Ask("Who has the key?", Now),
        ];
        var sets = Gen.NonEmptyListOf(Gen.Choose(0, answers.Length - 1));
        var property = Prop.ForAll(
            Arb.From(sets.SelectMany(given => Gen.Shuffle(given.Concat(given.Where(i => i % 2 == 0)).ToArray()),
                (given, again) => (given, again))),
            pair =>
            {
                var (one, other) = (Routed(), Routed());
                foreach (var i in pair.given)
                    answers[i](one);
                foreach (var i in pair.again)
                    answers[i](other);
                return State(one) == State(other);
            });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), property);

        static string State(Escalation e) =>
            (e.Status == EscalationState.Requested || e.Status == EscalationState.Sent ? "waiting" : e.Status.ToString(),
            e.AcknowledgedAt, e.ExpectedAt, e.PartnerReference, e.ClosedAt, e.Summary, e.Cause, e.Fix, e.TimeSpentMinutes,
            e.SentAt).ToString()!;
    }

    private static Escalation Routed(bool reachable = true) => Routed(reachable, out _);

    private static Escalation Routed(bool reachable, out EscalationActivity step)
    {
        var escalation = Escalation.From(
            new EscalationRequested(
                Guid.CreateVersion7(), Guid.CreateVersion7(), "T-1", Guid.CreateVersion7(), "Hill Primary", "100001", "network", null,
                "high",
                "stuck", "Jo", Now, new EscalationContext("No Wi-Fi", "Since morning", ["rebooted"], null, null)),
            1001);
        step = escalation.Route(Firm, new("only one", []), reachable, "Mat", Now);
        return escalation;
    }
}
