using Mat.SystemTests.Running;

namespace Mat.SystemTests.Flows;

/// <summary>What is said twice happens once.</summary>
public sealed class OnceTests(Systems systems)
{
    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Same_alert_a_hundred_times_at_once_is_one_episode_one_ticket_one_escalation(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        await using var receiver = await FakePartner.StartAsync();
        await world.AddPartnerAsync(receiver, "servers");
        var source = await world.AddSourceAsync("wazuh");
        await world.AddRuleAsync(source, "servers");
        var word = World.Unique("ransom");
        var at = DateTimeOffset.UtcNow;

        var answers = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => source.Client.PostAsync(source.IngestPath, World.WazuhAlert(world.OakHost, word, at: at))));

        Assert.All(answers, a => a.Expect(202));
        var episode = Assert.Single(answers.Select(a => a.Body["results"]![0]!["alertId"]!.GetValue<string>()).Distinct());
        var alert = await Eventually.GetAsync("The alert finding its ticket", async () =>
            (await world.Admin.GetAsync($"/api/alerts/{episode}")).Expect(200) is { } a && a.Body["ticketId"] is not null ? a : null);
        var ticket = await world.TicketAsync(alert["ticketId"], "The ticket being sent to the partner",
            t => t["escalation"]?["status"]?.GetValue<string>() == "sent");
        var escalationId = ticket.Body["escalation"]!["id"]!.GetValue<string>();
        await Eventually.TrueAsync("The webhook arriving", () => receiver.Of(escalationId).Count > 0);
        Assert.Single(await world.Admin.AllAsync($"/api/alerts?sourceId={source.Id}"));
        Assert.Single(await world.TicketsAsync(word));
        Assert.Single(await world.EscalationsAsync(ticket["id"]));
        Assert.Single(receiver.Received, r => r.Type == "escalation.requested");
    }

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Post_with_the_same_idempotency_key_has_one_effect_and_one_answer(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        var word = World.Unique("once");
        var key = Guid.NewGuid().ToString();
        var body = new { title = $"Projector {word}" };

        var first = (await world.OakTeacher.Client.PostAsync("/api/tickets", body, key)).Expect(201);
        var again = (await world.OakTeacher.Client.PostAsync("/api/tickets", body, key)).Expect(201);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.OakTeacher.Client.PostAsync("/api/tickets", body, key)));

        Assert.Equal(first["id"], again["id"]);
        Assert.All(atOnce, a => Assert.True(a.Code == 409 || (a.Code == 201 && a["id"] == first["id"]), a.Text));
        (await world.OakTeacher.Client.PostAsync("/api/tickets", new { title = $"Other {word}" }, key)).Expect(422);
        Assert.Single(await world.TicketsAsync(word));
    }

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Parallel_posts_with_a_new_idempotency_key_have_one_effect(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        var word = World.Unique("race");
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30)
            .Select(_ => world.OakTeacher.Client.PostAsync("/api/tickets", new { title = word }, key)));
        Assert.All(answers, a => a.Expect(201, 409));
        Assert.Single(answers.Where(a => a.Code == 201).Select(a => a["id"]).Distinct());
        Assert.Single(await world.TicketsAsync(word));
    }
}
