using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Insights.Overview;
using Mat.Testing;

namespace Mat.Insights.Tests;

/// <summary>Insights with two schools, and facts to send it.</summary>
public sealed class InsightsFixture : IAsyncDisposable
{
    private InsightsFixture(MatApp app) => App = app;

    public MatApp App { get; }
    public Guid A { get; } = Guid.CreateVersion7();
    public Guid B { get; } = Guid.CreateVersion7();
    public DateTimeOffset Now => App.Clock.GetUtcNow();

    public static async Task<InsightsFixture> StartAsync()
    {
        var settings = new Dictionary<string, string?> { ["Insights:QuietSeconds"] = "120", ["Insights:WatchSeconds"] = "0.1" };
        var fixture = new InsightsFixture(await MatApp.StartAsync([new InsightsModule()], settings, null));
        await fixture.App.DeliverAsync(new SchoolChanged(School(fixture.A, "Ash Academy")));
        await fixture.App.DeliverAsync(new SchoolChanged(School(fixture.B, "Birch School")));
        return fixture;
    }

    public static SchoolSnapshot School(Guid id, string name, int version = 1, bool open = true) =>
        new(id, version, "100000", name, "primary", open, [], [], CalendarSnapshot.Default);

    public TicketSnapshot Ticket(Guid school, string status = "open", string priority = "low", DateTimeOffset? due = null,
        bool breached = false) => new(
        Guid.CreateVersion7(), 1, "T-1", "x", "incident", status, priority, school, null, null, null, null, null, null,
        Now.AddHours(-1), null, status is "resolved" or "closed" ? Now : null, null, due, false, breached);

    public AlertSnapshot Alert(Guid? school, string severity = "high", string status = "new") => new(
        Guid.CreateVersion7(), 1, Guid.NewGuid(), "s", "wazuh", "x", severity, status, school, null, null, 1, Now, Now);

    public EscalationSnapshot Escalation(Guid school, string status) => new(
        Guid.CreateVersion7(), 1, "E-1", Guid.NewGuid(), "T-1", school, null, null, "network", status, Now, null, null, null, null);

    public static EscalationEvent Step(string kind, DateTimeOffset at) => new(Guid.NewGuid(), kind, "x", null, null, null, null, at);

    public AssetSnapshot Asset(Guid school, string kind = "laptop", string status = "in_use", int? boughtDaysAgo = null,
        int? lifeEndsInDays = null)
    {
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        return new AssetSnapshot(
            Guid.CreateVersion7(), 1, "A1", kind, "x", status, school, null, null, null, [], [], null, null, null,
            boughtDaysAgo is { } days ? today.AddDays(-days) : null, null, lifeEndsInDays is { } left ? today.AddDays(left) : null);
    }

    public async Task<OverviewView> OverviewAsync(HttpClient? client = null, string query = "") =>
        await (await (client ?? App.As("executive")).GetAsync("/api/insights/overview" + query)).ReadAsync<OverviewView>();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
