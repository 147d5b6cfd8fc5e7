using System.Net;
using Mat.Partners.Escalations;
using Mat.Partners.Registry;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Auth;
using Mat.Testing;

namespace Mat.Partners.Tests.Registry;

public class ScorecardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Late_is_what_came_late_and_what_is_overdue_now()
    {
        var card = Of(60, 240,
            Row(EscalationState.Resolved, sent: -600, answered: -570, closed: -500, minutes: 30), // answered after 30, done after 100
            Row(EscalationState.Resolved, sent: -600, answered: -500, closed: -300, minutes: 45), // both late: 100 and 300
            Row(EscalationState.Sent, sent: -61), // unanswered for 61
            Row(EscalationState.Sent, sent: -60), // just in time still
            Row(EscalationState.Acknowledged, sent: -241, answered: -240)); // answered after 1, not done after 241

        Assert.Equal(new PromiseView(60, 3, 2, 30), card.Answer);
        Assert.Equal(new PromiseView(240, 2, 2, 100), card.Resolution);
        Assert.Equal((5, 3, 2, 0, 0, 75), (card.Escalations, card.Open, card.Resolved, card.Rejected, card.Cancelled, card.MinutesSpent));
    }

    [Fact]
    public void Cancelled_counts_nowhere_and_rejected_is_answered_but_never_overdue()
    {
        var card = Of(60, 60,
            Row(EscalationState.Cancelled, sent: -900, closed: -1),
            Row(EscalationState.Rejected, sent: -900, answered: -890, closed: -890));

        Assert.Equal((2, 0, 1, 1), (card.Escalations, card.Open, card.Rejected, card.Cancelled));
        Assert.Equal(new PromiseView(60, 1, 0, 10), card.Answer);
        Assert.Equal(new PromiseView(60, 0, 0, null), card.Resolution);
    }

    [Fact]
    public void Without_an_agreement_nothing_is_late_and_without_a_delivery_the_request_starts_the_clock()
    {
        var card = Of(null, null,
            new ScoredEscalation(EscalationState.Acknowledged, Now.AddMinutes(-20), null, Now.AddMinutes(-5), null, null));

        Assert.Equal(new PromiseView(null, 1, 0, 15), card.Answer);
        Assert.Equal(0, card.Resolution.Late);
    }

    [Fact]
    public async Task Reader_of_one_school_sees_that_school_alone()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var partner = await app.PartnerAsync();
        await app.EscalateAsync();
        var elsewhere = Guid.CreateVersion7();
        await app.EscalateAsync(school: elsewhere);
        var path = $"/api/partners/{partner}/scorecard";

        var all = await (await app.Manager.GetAsync(path)).ReadAsync<ScorecardView>();
        Assert.Equal((90, 2, 2, 60), (all.Days, all.Escalations, all.Open, all.Answer.LimitMinutes));
        Assert.Equal(1, (await (await app.Mat.As(Roles.SchoolLead, elsewhere).GetAsync(path)).ReadAsync<ScorecardView>()).Escalations);

        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, (await (await app.Manager.GetAsync(path + "?days=1")).ReadAsync<ScorecardView>()).Escalations);
        Assert.Equal("scorecard.days", await (await app.Manager.GetAsync(path + "?days=0")).CodeAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await app.Manager.GetAsync($"/api/partners/{Guid.NewGuid()}/scorecard")).StatusCode);
    }

    private static ScorecardView Of(int? answer, int? resolve, params ScoredEscalation[] rows) =>
        Scorecard.Of(rows, answer, resolve, 90, Now);

    /// <summary>Times in minutes from now.</summary>
    private static ScoredEscalation Row(EscalationState status, int sent, int? answered = null, int? closed = null, int? minutes = null) =>
        new(status, Now.AddMinutes(sent - 1), Now.AddMinutes(sent), At(answered), At(closed), minutes);

    private static DateTimeOffset? At(int? minutes) => minutes is { } m ? Now.AddMinutes(m) : null;
}
