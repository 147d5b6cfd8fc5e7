using System.Net.Http.Json;
using FsCheck;
using FsCheck.Fluent;
using Mat.Contracts.Tickets;
using Mat.Partners.Escalations;
using Mat.Partners.Registry;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;

namespace Mat.Partners.Tests.Escalations;

/// <summary>The partner's clock stands still while its question is open.</summary>
public sealed class WaitingTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly Partner Partner = new() { Name = "Avon Networks", AcknowledgeMinutes = 60, ResolveMinutes = 240 };

    private enum Deed { Acknowledge, Comment, Ask, AskMore, Answer, AnswerAgain, Resolve, Reject, Cancel }

    private sealed record Move(Deed Deed, int MinutesLater);

    [Fact]
    public void What_the_partner_used_and_what_it_waited_add_up_to_its_time_with_the_ticket() => Prop.ForAll(Moves(), moves =>
    {
        var (escalation, now, used, waited, waiting) = (New(), Start, TimeSpan.Zero, TimeSpan.Zero, false);
        foreach (var move in moves.TakeWhile(_ => escalation.IsOpen))
        {
            var later = now.AddMinutes(move.MinutesLater);
            if (waiting)
                waited += later - now;
            else
                used += later - now;
            now = later;
            Do(escalation, move.Deed, now);
            waiting = escalation.IsOpen
                && (move.Deed is Deed.Ask or Deed.AskMore ? escalation.Question is not null && escalation.AnsweredAt is null
                    : waiting && move.Deed is not (Deed.Answer or Deed.AnswerAgain));
            if (waiting != escalation.WaitingSince is not null)
                return false;
        }

        var counted = TimeSpan.FromTicks(escalation.WaitedTicks) + (escalation.WaitingSince is { } since ? now - since : TimeSpan.Zero);
        return counted == waited && ((escalation.ClosedAt ?? now) - Start) - counted == used
            && escalation.ResolveDueAt == Start.AddMinutes(240) + TimeSpan.FromTicks(escalation.WaitedTicks);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Resolution_is_due_later_by_the_wait_and_the_scorecard_leaves_the_wait_out()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var partner = await app.PartnerAsync();
        var portal = await app.PortalAsync(partner);
        using var change = new HttpRequestMessage(HttpMethod.Patch,
            $"/api/partners/{partner}")
        {
            Content =
                JsonContent.Create(new { agreement = new { reference = "A-1", startsOn = "2020-01-01", resolveMinutes = 120 } })
        };
        change.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        Assert.True((await app.Manager.SendAsync(change)).IsSuccessStatusCode);
        var request = await app.EscalateAsync();
        var promised = (await app.EscalationAsync(request.EscalationId)).ResolveDueAt!.Value;
        await AnswerAsync("question", new { question = "Which room?" });

        app.Clock.Advance(TimeSpan.FromMinutes(300));
        var waiting = await app.EscalationAsync(request.EscalationId);
        Assert.NotNull(waiting.WaitingSince);
        Assert.Equal(0, (await ScoreAsync()).Resolution.Late); // five hours of a promise of two, and none of them the partner's
        await app.Mat.DeliverAsync(
            new EscalationQuestionAnswered(request.EscalationId, request.TicketId, request.SchoolId, Guid.CreateVersion7(), "the school",
                "Room 4", app.Clock.GetUtcNow()));
        var told = (await app.StepAsync(request.EscalationId, "answered")).Escalation;
        Assert.InRange(told.ResolveDueAt!.Value, promised.AddMinutes(300), promised.AddMinutes(301));
        Assert.Equal((null, 300L), (told.WaitingSince, told.WaitedSeconds / 60));

        portal = await app.PortalAsync(partner);
        app.Clock.Advance(TimeSpan.FromMinutes(60));
        await AnswerAsync("resolve", new { summary = "Done" });
        var score = (await ScoreAsync()).Resolution;
        Assert.Equal((0, 1), (score.Late, score.Done));
        Assert.InRange(score.MedianMinutes!.Value, 60, 61);

        async Task AnswerAsync(string what, object body) =>
            Assert.True(
                (await portal.PostAsJsonAsync($"/api/partners/portal/escalations/{request.EscalationId}/{what}",
                    body)).IsSuccessStatusCode);
        async Task<ScorecardView> ScoreAsync() =>
            await (await app.Manager.GetAsync($"/api/partners/{partner}/scorecard")).ReadAsync<ScorecardView>();
    }

    private static Arbitrary<Move[]> Moves() =>
        (from deed in Gen.Elements(Enum.GetValues<Deed>())
         from minutes in Gen.Choose(0, 500)
         select new Move(deed, minutes)).ArrayOf().ToArbitrary();

    private static Escalation New()
    {
        var escalation = Escalation.From(
            new(Guid.NewGuid(), Guid.NewGuid(), "T-1", Guid.NewGuid(), "Hill Primary", "100001", "network", null, "high", "r", "Jo", Start,
                new("t", "d", [], null, null)), 1);
        escalation.Route(Partner, new("only one", []), true, "Mat", Start);
        return escalation;
    }

    private static void Do(Escalation escalation, Deed deed, DateTimeOffset now)
    {
        _ = deed switch
        {
            Deed.Acknowledge => (object?)escalation.Acknowledge(null, null, null, now),
            Deed.Comment => escalation.Comment("Avon", "word", now),
            Deed.Ask => escalation.Ask("Which room?", now),
            Deed.AskMore => escalation.Ask($"And when? {now:O}", now),
            Deed.Answer or Deed.AnswerAgain => escalation.Answer(Guid.NewGuid(), "the school", "Room 4", now),
            Deed.Resolve => escalation.Resolve("Done", null, null, 5, now),
            Deed.Reject => escalation.Reject("Not ours", now),
            _ => escalation.Cancel("Solved", now),
        };
    }
}
