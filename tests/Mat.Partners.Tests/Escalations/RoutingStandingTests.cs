using Mat.Partners.Escalations;
using Mat.Partners.Registry;

namespace Mat.Partners.Tests.Escalations;

public sealed class RoutingStandingTests
{
    private static readonly Guid School = Guid.NewGuid();
    private static readonly DateOnly Day = new(2026, 11, 23);

    [Fact]
    public void Who_works_now_comes_before_who_is_closed()
    {
        var (a, b) = (Firm("Avon"), Firm("Brook"));
        var (chosen, why) = Decide([a, b], (a, new(false, null, 0, 0)));
        Assert.Equal(b, chosen);
        Assert.Equal("closed now, 0 open escalations", why.Candidates.Single(c => c.Name == "Avon").Why);
        Assert.Equal(a, Decide([a], (a, new(false, null, 0, 0))).Chosen); // better than nobody
    }

    [Fact]
    public void Who_is_often_late_comes_after_who_keeps_its_word()
    {
        var (a, b) = (Firm("Avon"), Firm("Brook"));
        var (chosen, why) = Decide([a, b], (a, new(true, null, 10, 4)), (b, new(true, null, 10, 9)));
        Assert.Equal(b, chosen);
        Assert.Equal(["often late, 0 open escalations, 4 of 10 answered in time", "0 open escalations, 9 of 10 answered in time"],
            why.Candidates.Select(c => c.Why));
        Assert.Equal(a, Decide([a, b], (a, new(true, null, 4, 0))).Chosen); // too few to say so
    }

    [Fact]
    public void Full_documents_run_out_or_had_its_turn_gets_nothing()
    {
        var (full, late, tried) = (Firm("Avon"), Firm("Brook"), Firm("Clyde"));
        full.MaxOpenEscalations = 3;
        var (chosen, why) = Routing.Decide("network", School, Day, null, [full, late, tried], new Dictionary<Guid, int> { [full.Id] = 3 },
            new Dictionary<Guid, PartnerReliability> { [late.Id] = new(true, "the insurance ran out on 2026-11-22", 0, 0) }, tried.Id);
        Assert.Null(chosen);
        Assert.Equal(["at capacity (3 open escalations)", "the insurance ran out on 2026-11-22", "had its turn already"],
            why.Candidates.Select(c => c.Why));
        Assert.Null(Routing.Decide("network", School, Day, late.Id, [late], new Dictionary<Guid, int>(),
            new Dictionary<Guid, PartnerReliability> { [late.Id] = new(true, "the insurance ran out on 2026-11-22", 0, 0) }).Chosen);
    }

    [Theory]
    [InlineData("2026-11-23T09:00:00Z", true)]
    [InlineData("2026-11-23T16:59:00Z", true)]
    [InlineData("2026-11-23T17:00:00Z", false)]
    [InlineData("2026-11-22T10:00:00Z", false)]
    [InlineData("2026-07-06T08:30:00Z", true)] // 09:30 in London
    public void Hours_are_the_partners_own(string at, bool open) =>
    Assert.Equal(open,
        new PartnerHours(null,
            [new(PartnerWeekday.Monday, new(9, 0), new(17, 0))]).OpenAt(
                DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Newest_document_of_a_kind_counts_and_its_last_day_holds()
    {
        var firm = Firm("Avon");
        ComplianceDocument Document(ComplianceDocumentKind kind, DateOnly? end) =>
            new() { PartnerId = firm.Id, Kind = kind, Reference = "X", ExpiresOn = end };
        Assert.Null(ComplianceDocuments.FindExpired(firm,
            [Document(ComplianceDocumentKind.Insurance, Day), Document(ComplianceDocumentKind.Dpia, null)], Day));
        Assert.Null(ComplianceDocuments.FindExpired(firm,
            [Document(ComplianceDocumentKind.Insurance, Day.AddDays(-9)), Document(ComplianceDocumentKind.Insurance, Day.AddDays(300))],
            Day));
        Assert.Equal("the data protection impact assessment ran out on 2026-11-22",
            ComplianceDocuments.FindExpired(firm, [Document(ComplianceDocumentKind.Dpia, Day.AddDays(-1))], Day));
        Assert.Equal([null, 60, 60, 30, 7, 7, null],
            new[] { 61, 60, 31, 30, 7, 0, -1 }.Select(d => ComplianceDocuments.Due(Day.AddDays(d), Day)));
    }

    [Theory]
    [InlineData(90, false, 9000)]
    [InlineData(10, false, 3000)] // the minimum of half an hour
    [InlineData(61, true, 12100)]
    [InlineData(null, true, 6000)]
    [InlineData(null, false, null)]
    public void Rate_card_makes_the_cost(int? minutes, bool calledOut, int? pence) =>
        Assert.Equal(pence, new PartnerRates(6000, 6000, 30).CostOf(minutes, calledOut));

    [Fact]
    public void Begun_penny_is_charged_and_a_free_hour_costs_nothing()
    {
        Assert.Equal(1702, new PartnerRates(1001, null, null).CostOf(102, false)); // 1701.7 by the minute
        Assert.Equal(0, new PartnerRates(0, null, 30).CostOf(10, false));
    }

    private static (Partner? Chosen, EscalationRouting Why) Decide(Partner[] partners,
        params (Partner Partner, PartnerReliability Standing)[] standings) =>
        Routing.Decide("network", School, Day, null, partners, new Dictionary<Guid, int>(),
            standings.ToDictionary(s => s.Partner.Id, s => s.Standing));

    private static Partner Firm(string name) => new() { Name = name, Areas = ["network"], AgreementStartsOn = new DateOnly(2026, 1, 1) };
}
