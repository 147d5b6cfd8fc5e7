using Mat.Partners.Escalations;
using Mat.Partners.Registry;

namespace Mat.Partners.Tests.Escalations;

public class RoutingTests
{
    private static readonly Guid School = Guid.NewGuid();
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void Fewest_open_escalations_win_then_the_name()
    {
        var (a, b, c) = (Firm("Avon"), Firm("Brook"), Firm("Clyde"));

        Assert.Equal(b, Decide([a, b, c], (a, 2), (b, 1), (c, 3)));
        Assert.Equal(a, Decide([c, b, a], (a, 1), (b, 1), (c, 1)));
        Assert.Equal(b, Decide([c, b, a], (a, 1)));
    }

    [Fact]
    public void Partner_must_be_active_know_the_area_cover_the_school_and_be_under_agreement()
    {
        Partner[] unfit =
        [
            Firm("Suspended", p => p.Status = PartnerStatus.Suspended),
            Firm("Elsewhere", p => p.SchoolIds = [Guid.NewGuid()]),
            Firm("Early", p => p.AgreementStartsOn = Day.AddDays(1)),
            Firm("Late", p => p.AgreementEndsOn = Day.AddDays(-1)),
            Firm("Other", p => p.Areas = ["printing"]),
        ];

        var (chosen, why) = Routing.Decide("network", School, Day, null, unfit, new Dictionary<Guid, int>());

        Assert.Null(chosen);
        Assert.Equal("No partner for Networks and broadband can take it now.", why.Reason);
        Assert.Equal(
            ["the agreement has not begun", "does not cover the school", "the agreement has ended", "suspended"],
            why.Candidates.Select(c => c.Why));
    }

    [Fact]
    public void First_and_last_day_of_an_agreement_are_in_force()
    {
        var firm = Firm("Avon", p => (p.AgreementStartsOn, p.AgreementEndsOn) = (Day, Day));

        Assert.Equal(firm, Decide([firm]));
    }

    [Fact]
    public void Nobody_for_the_area_says_so()
    {
        var (chosen, why) = Routing.Decide("mis", School, Day, null, [Firm("Avon")], new Dictionary<Guid, int>());

        Assert.Null(chosen);
        Assert.Equal("No partner is registered for Management information system.", why.Reason);
        Assert.Empty(why.Candidates);
    }

    [Fact]
    public void Partner_without_an_agreement_comes_after_those_with_one()
    {
        var (without, with) = (Firm("Avon", p => p.AgreementStartsOn = null), Firm("Brook"));

        Assert.Equal(with, Decide([without, with], (with, 5)));
        Assert.Equal(without, Decide([without]));
    }

    [Fact]
    public void Hand_may_choose_any_active_partner()
    {
        var (a, b) = (Firm("Avon"), Firm("Brook", p => p.Areas = ["printing"]));

        var (chosen, why) = Routing.Decide("network", School, Day, b.Id, [a, b], new Dictionary<Guid, int>());
        Assert.Equal(b, chosen);
        Assert.Equal("Brook was chosen by hand.", why.Reason);

        b.Status = PartnerStatus.Suspended;
        Assert.Null(Routing.Decide("network", School, Day, b.Id, [a, b], new Dictionary<Guid, int>()).Chosen);
        Assert.Null(Routing.Decide("network", School, Day, Guid.NewGuid(), [a, b], new Dictionary<Guid, int>()).Chosen);
    }

    private static Partner? Decide(Partner[] partners, params (Partner Partner, int Open)[] open) =>
        Routing.Decide("network", School, Day, null, partners, open.ToDictionary(o => o.Partner.Id, o => o.Open)).Chosen;

    private static Partner Firm(string name, Action<Partner>? change = null)
    {
        var partner = new Partner { Name = name, Areas = ["network"], AgreementStartsOn = new DateOnly(2026, 1, 1) };
        change?.Invoke(partner);
        return partner;
    }
}
