using Mat.SystemTests.Running;

namespace Mat.SystemTests.Faults;

/// <summary>The broker, the database and the cache go away for twenty seconds each while people work.</summary>
public sealed class OutageTests(Systems systems)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Outages_of_broker_database_and_cache_lose_and_double_nothing()
    {
        var world = await systems.GetAsync(Shape.Distributed);
        await using var receiver = await FakePartner.StartAsync();
        await using var load = await Load.CreateAsync(world, receiver);
        var ids = world.Mat.Processes.ToDictionary(p => p.Name, p => p.Id);
        load.Start(perSecond: 10);
        await Task.Delay(TimeSpan.FromSeconds(5));
        foreach (var service in new[] { "rabbitmq", "postgres", "redis" })
        {
            await world.Mat.Backends.KillAsync(service);
            await Task.Delay(Outage);
            await world.Mat.Backends.ResumeAsync(service);
            // They come back by themselves: somebody who reports now is served within half a minute.
            var mark = load.Acknowledged;
            await Eventually.TrueAsync($"Work going on after the outage of {service}", () => load.Acknowledged > mark + 20,
                TimeSpan.FromSeconds(60));
        }
        await load.StopAsync();
        await load.RepeatUnknownAsync();
        await load.CheckAsync(TimeSpan.FromSeconds(180));
        Assert.All(world.Mat.Processes, p => Assert.True(p.Runs && p.Id == ids[p.Name], $"{p.Name} did not live through it:\n{p.Tail()}"));
    }

    [Fact]
    public async Task Work_is_taken_on_while_broker_and_cache_are_away()
    {
        var world = await systems.GetAsync(Shape.Distributed);
        await using var receiver = await FakePartner.StartAsync();
        await world.AddPartnerAsync(receiver, "cabling");
        await world.Mat.Backends.KillAsync("rabbitmq");
        await world.Mat.Backends.KillAsync("redis");
        var ticket = await world.ReportAsync(world.OakTeacher, World.Unique("cable"));
        (await world.Technician.Client.PostAsync($"/api/tickets/{ticket["id"]}/escalate", new { area = "cabling", reason = "Cut" })).Expect(
            200, 201, 202, 204);
        (await world.Admin.GetAsync($"/api/tickets/{ticket["id"]}")).Expect(200);
        await world.Mat.Backends.ResumeAsync("rabbitmq");
        await world.Mat.Backends.ResumeAsync("redis");
        var sent = await world.TicketAsync(ticket["id"], "The escalation leaving",
            t => t["escalation"]?["status"]?.GetValue<string>() == "sent");
        await Eventually.TrueAsync("The webhook arriving", () => receiver.Of(sent.Body["escalation"]!["id"]!.GetValue<string>()).Count > 0);
    }

    [Fact]
    public async Task Service_that_is_killed_and_started_again_takes_up_its_work()
    {
        var world = await systems.GetAsync(Shape.Distributed);
        await using var receiver = await FakePartner.StartAsync();
        await using var load = await Load.CreateAsync(world, receiver);
        load.Start(perSecond: 10);
        foreach (var name in new[] { "partners", "tickets", "alerts" })
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
            var process = world.Mat.Processes.Single(p => p.Name == name);
            await process.KillAsync();
            await Task.Delay(TimeSpan.FromSeconds(2));
            process.Start();
            await process.ReadyAsync(TimeSpan.FromSeconds(60));
        }
        await Task.Delay(TimeSpan.FromSeconds(3));
        await load.StopAsync();
        await load.RepeatUnknownAsync();
        await load.CheckAsync(TimeSpan.FromSeconds(120));
    }
}
