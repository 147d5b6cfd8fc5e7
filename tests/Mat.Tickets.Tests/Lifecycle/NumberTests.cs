using Mat.Contracts.Alerts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

public sealed class NumberTests
{
    /// <summary>On PostgreSQL with a pool of three, so that all of it is held by some who open a ticket when the first number is
    /// fetched.</summary>
    [Fact]
    public async Task Number_is_had_while_every_connection_is_held_by_somebody_who_waits_for_one()
    {
        Dictionary<string, string?> settings = [];
        if (TestBackends.Postgres is { Length: > 0 } postgres)
            settings["Mat:Postgres"] = $"{postgres};Maximum Pool Size=3;Timeout=10";
        await using var app = await MatApp.StartAsync([new TicketsModule()], settings, null);
        var school = Guid.CreateVersion7();
        await app.DeliverAsync(
            new SchoolChanged(new SchoolSnapshot(school, 1, "100001", "Oak Primary", "primary", true, [], [], CalendarSnapshot.Default)));

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => app.DeliverAsync(new AlertRaised(
            new(Guid.CreateVersion7(), 1, Guid.NewGuid(), "Wazuh", "wazuh", "Malware", "high", "new", school, null, $"host-{i}", 1,
                app.Clock.GetUtcNow(), app.Clock.GetUtcNow()),
            new("Malware", "Found by rule 100", "medium", "high", null, "Severe alerts"))))));

        var tickets = (await (await app.As(Roles.Technician).GetAsync("/api/tickets?limit=250")).ReadAsync<Page<TicketView>>()).Items;
        Assert.Equal(60, tickets.Select(t => t.Reference).Distinct().Count());
    }
}
