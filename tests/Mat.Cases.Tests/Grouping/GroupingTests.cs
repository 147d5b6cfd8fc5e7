using Mat.Cases.Grouping;
using Mat.Contracts.Cases;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Cases.Tests.Grouping;

public sealed class GroupingTests
{
    private static readonly string Hash = new('d', 64);

    [Theory]
    [InlineData(GroupBy.Indicator)]
    [InlineData(GroupBy.Asset)]
    [InlineData(GroupBy.Technique)]
    public async Task Alerts_that_share_something_become_one_case_and_others_do_not(GroupBy by)
    {
        await using var app = await StartWithCasesAsync();
        await app.AssetAsync(Guid.CreateVersion7(), 1, Elm, "elm-lt-1");
        await app.MakeAsync<GroupingView>("/api/cases/grouping", new CreateGrouping("Same", by, CaseType: CaseType.Ransomware));
        var source = await app.SourceAsync();
        string Hit(int n) => by switch
        {
            GroupBy.Indicator => With(n, n == 1 ? "oak-lt-1" : "elm-lt-1", new { sha256 = Hash }, rule: $"{n}"),
            GroupBy.Asset => With(n, "oak-lt-1", new { n }, rule: $"{n}"),
            _ => With(n, n == 1 ? "oak-lt-1" : "elm-lt-1", new { n }, rule: $"{n}", technique: "T1486"),
        };
        await source.SendAsync(With(50, "unrelated", new { }, rule: "99"));
        await source.SendAsync(Hit(1));
        await source.SendAsync(Hit(2));
        var opened = await app.App.PublishedAsync<CaseOpened>(_ => true);
        Assert.Equal("ransomware", opened.Case.Type);
        await source.SendAsync(Hit(3));
        await Eventually.TrueAsync(
            async () => (await (await app.Technician.GetAsync($"/api/cases/{opened.Case.Id}/alerts")).ReadJsonAsync()).GetProperty("items")
                .GetArrayLength() == 3);
        Assert.Single(app.App.Published<CaseOpened>());
    }

    [Fact]
    public async Task Case_53_same_thing_from_two_tools_is_two_alerts_and_one_case_by_their_asset()
    {
        await using var app = await StartWithCasesAsync();
        await app.MakeAsync<GroupingView>("/api/cases/grouping", new CreateGrouping("Same device", GroupBy.Asset));
        await (await app.SourceAsync()).SendAsync(Wazuh(1));
        await (await app.SourceAsync()).SendAsync(Wazuh(1));
        Assert.Equal(2, (await app.ListAsync()).Count);
        var opened = await app.App.PublishedAsync<CaseOpened>(_ => true);
        Assert.Equal([Oak], opened.Case.Schools);
        Assert.Equal(2,
            (await (await app.Technician.GetAsync($"/api/cases/{opened.Case.Id}/alerts")).ReadJsonAsync()).GetProperty("items")
                .GetArrayLength());
    }
}
