using Mat.SystemTests.Running;

namespace Mat.SystemTests.Faults;

/// <summary>The embedded process is killed in the middle of its work, again and again.</summary>
public sealed class KillTests(Systems systems)
{
    [Fact]
    public async Task Everything_acknowledged_survives_kill_9_and_each_consequence_follows_once()
    {
        var seed = Environment.GetEnvironmentVariable("MAT_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var world = await systems.GetAsync(Shape.Embedded);
        await using var receiver = await FakePartner.StartAsync();
        await using var load = await Load.CreateAsync(world, receiver);
        load.Start(perSecond: 20);
        for (var round = 0; round < 5; round++)
        {
            await Task.Delay(random.Next(800, 4000));
            await world.Mat.KillAsync();
            load.Paused = true;
            await world.Mat.RestartAsync();
            load.Paused = false;
        }
        await Task.Delay(2000);
        await load.StopAsync();
        Assert.True(load.Acknowledged > 50, load.Summary);
        await load.RepeatUnknownAsync();
        await world.Mat.KillAndRestartAsync();
        await load.CheckAsync(TimeSpan.FromSeconds(180));
    }

    [Fact]
    public async Task Webhook_that_was_due_when_the_process_died_leaves_after_the_restart()
    {
        var world = await systems.GetAsync(Shape.Embedded);
        await using var receiver = await FakePartner.StartAsync();
        var partner = await world.AddPartnerAsync(receiver, "mis");
        var ticket = await world.ReportAsync(world.OakTeacher, World.Unique("register"));
        (await world.Technician.Client.PostAsync($"/api/tickets/{ticket["id"]}/escalate",
            new { area = "mis", reason = "Registers are down" })).Expect(200, 201, 202, 204);
        // Killed as soon as the answer is here: most likely before the message has left the outbox.
        await world.Mat.KillAndRestartAsync();
        var sent = await world.TicketAsync(ticket["id"], "The escalation leaving",
            t => t["escalation"]?["status"]?.GetValue<string>() == "sent");
        var escalationId = sent.Body["escalation"]!["id"]!.GetValue<string>();
        await Eventually.TrueAsync("The webhook arriving", () => receiver.Of(escalationId).Count > 0);
        Assert.Single(receiver.Of(escalationId).Select(r => r.MessageId).Distinct());
        Assert.All(await FakePartner.VerifyAsync(partner.Secret, receiver.Of(escalationId)), Assert.True);
        Assert.Single(await world.EscalationsAsync(ticket["id"]));
    }
}
