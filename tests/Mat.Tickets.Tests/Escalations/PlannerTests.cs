using Mat.Tickets.Escalations;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Escalations;

public sealed class PlannerTests
{
    private static readonly EscalationPolicy Policy = new()
    {
        Area = "network",
        Steps =
        [
            new(EscalationTier.Specialist, 50, null, null, false),
            new(EscalationTier.Partner, 80, null, new([TicketPriority.Critical], ["firewall"], "high"), true),
            new(EscalationTier.SecondPartner, null, 60, null, false),
        ],
    };

    [Fact]
    public void Clock_leads_from_layer_to_layer()
    {
        Assert.Equal((EscalationTier.Specialist, 50), Next(Facts()));
        Assert.Equal((EscalationTier.Partner, 80), Next(Facts(EscalationTier.Specialist)));
        Assert.Equal((EscalationTier.Partner, 80), Next(Facts() with { Skipped = [EscalationTier.Specialist] }));
        Assert.Null(EscalationPlanner.Next(Policy, Facts(EscalationTier.SecondPartner)));
    }

    [Fact]
    public void Rule_goes_past_the_specialist_at_once()
    {
        Assert.Equal((EscalationTier.Partner, 0), Next(Facts() with { Priority = TicketPriority.Critical }));
        Assert.Equal((EscalationTier.Partner, 0), Next(Facts() with { AssetKind = "Firewall" }));
        Assert.Equal((EscalationTier.Partner, 0), Next(Facts() with { SeverityRank = 5 }));
        Assert.Equal((EscalationTier.Specialist, 50), Next(Facts() with { SeverityRank = 3 }));
    }

    [Fact]
    public void Absence_of_the_skill_or_of_the_desk_is_at_once()
    {
        Assert.Equal((EscalationTier.Partner, 0), Next(Facts() with { SpecialistsAtWork = 0 }));
        Assert.Equal((EscalationTier.Partner, 0), Next(Facts() with { AgentsAtWork = 0 }));
        Assert.Equal((EscalationTier.Specialist, 50), Next(Facts() with { SpecialistsAtWork = 1 }));
    }

    [Fact]
    public void Second_partner_comes_when_the_first_is_silent_or_hands_back_and_not_before()
    {
        var at = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var first = new Escalation { RequestedAt = at };
        var facts = Facts(EscalationTier.Partner) with { Escalation = first };
        Assert.Equal(at.AddMinutes(60), EscalationPlanner.Next(Policy, facts)!.At);
        first.AcknowledgedAt = at.AddMinutes(5);
        Assert.True(EscalationPlanner.Next(Policy, facts)!.IsManual);
        first.Status = EscalationStatus.Rejected;
        Assert.Equal((EscalationTier.SecondPartner, 0), Next(facts));
        first.Cancel(at);
        Assert.True(EscalationPlanner.Next(Policy, facts)!.IsManual);
    }

    [Fact]
    public void Policy_that_fits_is_the_first_by_rank()
    {
        EscalationPolicy[] policies =
        [
            new() { Area = "other", Rank = 9 }, new() { Area = "network", Rank = 1, Categories = ["Wi-Fi"] },
            new() { Area = "printing", Rank = 2, AssetKinds = ["printer"] }, new() { Area = "mis", Rank = 0, Enabled = false },
        ];
        Assert.Equal("network", EscalationPolicy.For(policies, "wi-fi", "printer")!.Area);
        Assert.Equal("printing", EscalationPolicy.For(policies, null, "Printer")!.Area);
        Assert.Equal("other", EscalationPolicy.For(policies, "chairs", null)!.Area);
    }

    private static (EscalationTier, int?) Next(PlanInputs facts) =>
        EscalationPlanner.Next(Policy, facts) is { } next ? (next.Tier, next.Share) : default;

    private static PlanInputs Facts(EscalationTier layer = EscalationTier.Team) =>
        new(layer, [], TicketPriority.Medium, null, 0, null, 3, null);
}
