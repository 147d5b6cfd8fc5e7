using Mat.Alerts.Rules;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Tests.Rules;

public sealed class RuleDecisionTests
{
    private static readonly RuleSubject Subject = new(Guid.NewGuid(), SourceKind.Wazuh, Severity.High, "Brute force on OAK", "60204",
        "oak-lt-1", Guid.NewGuid());
    private static readonly Rule Default = new("High", new(MinSeverity: Severity.High), new(OpenTicket: true));

    [Fact]
    public void Default_opens_a_ticket_from_high_upwards()
    {
        Assert.True(RuleDecision.Decide([Default], Subject).OpenTicket);
        Assert.False(RuleDecision.Decide([Default], Subject with { Severity = Severity.Medium }).OpenTicket);
        Assert.False(RuleDecision.Decide([Default], Subject with { Severity = Severity.Unknown }).OpenTicket);
        Assert.Equal((Level.High, Level.High), Axes(RuleDecision.Decide([Default], Subject with { Severity = Severity.Critical })));
        Assert.Equal((Level.High, Level.Medium), Axes(RuleDecision.Decide([Default], Subject)));
    }

    [Fact]
    public void First_rule_that_opens_shapes_the_ticket()
    {
        var own = new Rule("Ransom", new(TitleContains: "brute FORCE"), new(true, Level.Low, Level.Low, "cyber_security"));
        var outcome = RuleDecision.Decide([own, Default], Subject);
        Assert.Equal(("Ransom", "cyber_security", Level.Low, Level.Low),
            (outcome.RuleName, outcome.EscalateArea, outcome.Impact, outcome.Urgency));
    }

    [Fact]
    public void Severity_set_by_a_rule_counts_for_the_rules_after_it()
    {
        var quiet = new Rule("Quiet", new(RuleIds: ["60204"]), new(SetSeverity: Severity.Low));
        var outcome = RuleDecision.Decide([quiet, Default], Subject);
        Assert.Equal((Severity.Low, false, "Quiet"), (outcome.Severity, outcome.OpenTicket, outcome.RuleName));
    }

    [Fact]
    public void Stop_ends_the_list() =>
        Assert.False(RuleDecision.Decide([new("Stop", new(HostStartsWith: "OAK-"), new(Stop: true)), Default], Subject).OpenTicket);

    [Fact]
    public void Every_member_of_a_match_narrows()
    {
        Assert.True(RuleDecision.Matches(new RuleMatch(), Subject));
        RuleMatch[] others =
        [
            new(SourceId: Guid.NewGuid()), new(SourceKind: SourceKind.Graph), new(MinSeverity: Severity.Critical),
            new(TitleContains: "elm"),
            new(RuleIds: ["1"]), new(HostStartsWith: "elm"), new(SchoolId: Guid.NewGuid()),
        ];
        Assert.All(others, m => Assert.False(RuleDecision.Matches(m, Subject)));
        Assert.False(RuleDecision.Matches(new RuleMatch(SchoolId: Guid.NewGuid()), Subject with { SchoolId = null }));
        Assert.False(RuleDecision.Matches(new RuleMatch(RuleIds: ["1"]), Subject with { RuleId = null }));
    }

    private static (Level, Level) Axes(RuleOutcome outcome) => (outcome.Impact, outcome.Urgency);
}
