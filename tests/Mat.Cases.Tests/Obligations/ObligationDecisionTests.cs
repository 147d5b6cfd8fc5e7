using FsCheck;
using FsCheck.Fluent;
using Mat.Cases.Obligations;

namespace Mat.Cases.Tests.Obligations;

public sealed class ObligationDecisionTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid[] Schools = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];

    private static ObligationClock? Clock(ObligationKind kind, params KnownFact[] facts) =>
        ObligationDecision.Clocks(facts).FirstOrDefault(c => c.Kind == kind);

    private static KnownFact Fact(FactKind kind, int hours = 0, Guid? school = null) => new(kind, school, Monday.AddHours(hours));

    [Fact]
    public void Ico_has_72_hours_from_awareness_over_any_weekend()
    {
        var clock = Clock(ObligationKind.Ico, Fact(FactKind.PersonalData, 80), Fact(FactKind.PersonalData, 5))!;
        Assert.Equal((Monday.AddHours(5), Monday.AddHours(77)), (clock.StartedAt, clock.DueAt));
        Assert.Null(Clock(ObligationKind.Ico, Fact(FactKind.Ransom)));
        Assert.NotNull(Clock(ObligationKind.PeopleConcerned, Fact(FactKind.HighRisk)));
        Assert.Null(Clock(ObligationKind.PeopleConcerned, Fact(FactKind.PersonalData)));
    }

    [Fact]
    public void Ncsc_waits_for_the_second_closed_school()
    {
        Assert.Null(Clock(ObligationKind.Ncsc, Fact(FactKind.SchoolClosed, 0, Schools[0]), Fact(FactKind.SchoolClosed, 4, Schools[0])));
        var clock = Clock(ObligationKind.Ncsc, Fact(FactKind.SchoolClosed, 9, Schools[1]), Fact(FactKind.SchoolClosed, 0, Schools[0]),
            Fact(FactKind.SchoolClosed, 3, Schools[2]))!;
        Assert.Equal(Monday.AddHours(3), clock.StartedAt);
        Assert.NotNull(Clock(ObligationKind.DfeCyberTeam, Fact(FactKind.SchoolClosed, 0, Schools[0])));
    }

    [Fact]
    public void Insurer_is_told_by_members_alone()
    {
        Assert.Null(Clock(ObligationKind.RpaInsurer, Fact(FactKind.Ransom)));
        Assert.Null(Clock(ObligationKind.RpaInsurer, Fact(FactKind.RpaMember)));
        Assert.Equal(Monday.AddHours(2),
            Clock(ObligationKind.RpaInsurer, Fact(FactKind.RpaMember, 9), Fact(FactKind.Ransom, 2))!.StartedAt);
        Assert.NotNull(Clock(ObligationKind.ReportFraud, Fact(FactKind.PaymentFraud)));
        Assert.Empty(ObligationDecision.Clocks([]));
    }

    [Fact]
    public void Facts_in_any_order_and_told_twice_end_in_the_same_clocks()
    {
        var fact = from kind in Gen.Elements(Enum.GetValues<FactKind>())
                   from school in Gen.Elements(Schools)
                   from hour in Gen.Choose(0, 200)
                   select Fact(kind, hour, kind == FactKind.SchoolClosed ? school : null);
        var cases = from facts in fact.ArrayOf()
                    from order in Gen.Shuffle(facts)
                    from again in Gen.SubListOf(facts)
                    select (facts, order,
            again);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var first = Words(ObligationDecision.Clocks(c.facts));
            Assert.Equal(first, Words(ObligationDecision.Clocks(c.order.Concat(c.again))));
            // One fact more never stops a clock nor lets anybody be later.
            foreach (var more in Enum.GetValues<FactKind>().Select(k => Fact(k, 100, k == FactKind.SchoolClosed ? Schools[0] : null)))
            {
                var after = ObligationDecision.Clocks(c.facts.Append(more)).ToDictionary(x => x.Kind);
                Assert.All(ObligationDecision.Clocks(c.facts), before => Assert.True(after[before.Kind].DueAt <= before.DueAt));
            }
        }).QuickCheckThrowOnFailure();

        static string Words(IEnumerable<ObligationClock> clocks) =>
            string.Join(';', clocks.Select(k => $"{k.Kind} {k.StartedAt:O} {k.DueAt:O} {string.Join(',', k.Because)}"));
    }

    [Fact]
    public void Each_stage_is_told_once_whenever_somebody_looks()
    {
        var due = Monday.AddHours(72);
        var looks = Gen.Choose(0, 100).ArrayOf();
        Prop.ForAll(looks.ToArbitrary(), hours =>
        {
            var (told, seen) = ((ObligationStage?)null, new List<ObligationStage>());
            foreach (var hour in hours.Order().Append(101))
                while (ObligationReminders.Due(Monday, due, told, Monday.AddHours(hour)) is { } stage)
                {
                    seen.Add(stage);
                    told = stage;
                }
            Assert.Equal(seen.Distinct().Order(), seen);
            Assert.Equal(ObligationStage.Overdue, seen[^1]);
            Assert.Null(ObligationReminders.Next(Monday, due, told));
        }).QuickCheckThrowOnFailure();
        Assert.Equal(Monday.AddHours(36), ObligationReminders.Next(Monday, due, null));
        Assert.Equal(Monday.AddHours(60), ObligationReminders.Next(Monday, due, ObligationStage.Half));
        Assert.Equal(Monday.AddHours(12), ObligationReminders.Next(Monday, Monday.AddHours(24), null));
        Assert.Equal(ObligationStage.TwelveHours, ObligationReminders.Due(Monday, Monday.AddHours(24), null, Monday.AddHours(12)));
    }
}
