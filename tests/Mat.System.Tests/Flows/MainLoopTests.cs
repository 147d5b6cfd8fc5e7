using Mat.SystemTests.Running;

namespace Mat.SystemTests.Flows;

/// <summary>The main loop from outside: what a tool or a teacher reports, the desk and a partner mend, and everybody sees.</summary>
public sealed class MainLoopTests(Systems systems)
{
    [Theory, MemberData(nameof(Shapes.All), MemberType = typeof(Shapes))]
    public async Task Alert_about_a_known_host_becomes_one_ticket_that_a_partner_mends(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        await using var receiver = await FakePartner.StartAsync();
        var partner = await world.AddPartnerAsync(receiver, "cyber_security");
        var source = await world.AddSourceAsync("wazuh");
        await world.AddRuleAsync(source, "cyber_security");
        var word = World.Unique("bruteforce");
        await using var live = await LiveStream.OpenAsync(world.Technician.Client);
        var before = await world.CellAsync(world.Oak);

        // The tool posts; Mat knows the machine and so the school.
        var accepted = (await source.Client.PostAsync(source.IngestPath, World.WazuhAlert(world.OakHost, $"sshd: {word}"))).Expect(202);
        var alertId = accepted.Body["results"]![0]!["alertId"]!.GetValue<string>();
        var alert = await Eventually.GetAsync("The alert finding its ticket", async () =>
            (await world.Admin.GetAsync($"/api/alerts/{alertId}")).Expect(200) is { } a && a.Body["ticketId"] is not null ? a : null);
        Assert.Equal(world.Oak.Id, alert["schoolId"]);
        Assert.Equal("OAK-0001", alert["assetTag"]);

        var ticketId = alert["ticketId"];
        var ticket = await world.TicketAsync(ticketId, "The ticket being escalated", t => t["escalation"] is not null);
        Assert.Equal(world.Oak.Id, ticket["schoolId"]);
        Assert.Equal("critical", ticket["priority"]);
        Assert.Equal("OAK-0001", ticket.Body["asset"]!["tag"]!.GetValue<string>());
        Assert.Equal(alertId, ticket["alertId"]);
        Assert.True(ticket.Body["firstResponse"]!["targetMinutes"]!.GetValue<int>() > 0);
        Assert.True(ticket.Body["resolution"]!["targetMinutes"]!.GetValue<int>() > 0);
        Assert.Contains(ticket.Body["resolution"]!["state"]!.GetValue<string>(), new[] { "running", "paused" });
        Assert.Single(await world.TicketsAsync(word));

        // One signed webhook, without personal data, that the reference library accepts.
        var escalationId = ticket.Body["escalation"]!["id"]!.GetValue<string>();
        await Eventually.TrueAsync("The webhook arriving", () => receiver.Of(escalationId).Count > 0);
        var webhook = Assert.Single(receiver.Of(escalationId));
        Assert.Equal("escalation.requested", webhook.Type);
        Assert.Equal(world.Oak.Urn, webhook.Body["data"]!["school"]!["urn"]!.GetValue<string>());
        Assert.Equal([true], await FakePartner.VerifyAsync(partner.Secret, [webhook]));
        Assert.Equal([false], await FakePartner.VerifyAsync(partner.Secret, [webhook with { Bytes = [.. webhook.Bytes, (byte)' '] }]));

        // The partner reads the pack and answers through the portal.
        var pack = (await partner.Portal.GetAsync($"/api/partners/portal/escalations/{escalationId}")).Expect(200);
        Assert.Contains(word, pack.Text, StringComparison.Ordinal);
        var expected = DateTimeOffset.UtcNow.AddHours(4);
        (await partner.Portal.PostAsync($"/api/partners/portal/escalations/{escalationId}/acknowledge",
            new { expectedAt = expected, reference = "INC-77", message = "On it" })).Expect(200, 202, 204);
        await world.TicketAsync(ticketId, "The ticket showing the acknowledgement",
            t => t["escalation"]?["status"]?.GetValue<string>() == "acknowledged");
        (await partner.Portal.PostAsync($"/api/partners/portal/escalations/{escalationId}/comments",
            new { body = $"We blocked the address {word}." })).Expect(200, 201, 202, 204);
        await Eventually.TrueAsync("The partner's comment on the ticket",
            async () => (await world.Admin.GetAsync($"/api/tickets/{ticketId}/timeline")).Expect(200).Text.Contains(
                $"We blocked the address {word}.", StringComparison.Ordinal));
        (await partner.Portal.PostAsync($"/api/partners/portal/escalations/{escalationId}/resolve",
            new { summary = "Blocked and cleaned", cause = "Weak password", fix = "Reset", timeSpentMinutes = 45 })).Expect(200, 202, 204);
        await world.TicketAsync(ticketId, "The ticket following the partner",
            t => t["escalation"]?["status"]?.GetValue<string>() == "resolved" || t["status"]!.GetValue<string>() == "resolved");

        // The desk closes it; overview and live stream follow.
        await ResolveAsync(world, ticketId);
        await Eventually.TrueAsync("The live stream telling",
            () => live.Saw("ticket", ticketId) && live.Saw("alert", alertId) && live.Saw("escalation", escalationId));
        await Eventually.TrueAsync("The overview following", async () =>
            (await world.CellAsync(world.Oak))["ticketsResolved7d"]?.GetValue<int>() >= (before["ticketsResolved7d"]?.GetValue<int>() ?? 0)
            + 1);
        Assert.Single(receiver.Of(escalationId), r => r.Type == "escalation.requested");
    }

    [Theory, MemberData(nameof(Shapes.All), MemberType = typeof(Shapes))]
    public async Task Teacher_reports_and_sees_the_desk_and_the_partner_mend_it(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        await using var receiver = await FakePartner.StartAsync();
        var partner = await world.AddPartnerAsync(receiver, "audio_visual");
        var teacher = world.OakTeacher;
        await using var live = await LiveStream.OpenAsync(teacher.Client);
        var word = World.Unique("display");

        var asset = (await world.Admin.GetAsync("/api/assets/OAK-0003")).Expect(200);
        var reported = await world.ReportAsync(teacher, $"Hall {word} has no picture",
            new { description = "Black since assembly", impact = "medium", urgency = "high", assetId = asset["id"] });
        var ticketId = reported["id"];
        Assert.Equal(world.Oak.Id, reported["schoolId"]);
        Assert.Equal(teacher.Id, reported.Body["requester"]!["id"]!.GetValue<string>());
        Assert.Matches("^T-[0-9]+$", reported["reference"]);
        Assert.Equal("new", reported["status"]);

        // Another school's teacher and technician learn nothing of it.
        (await world.ElmTeacher.Client.GetAsync($"/api/tickets/{ticketId}")).Expect(404);

        var technician = world.Technician;
        (await technician.Client.PostAsync($"/api/tickets/{ticketId}/assign", new { assigneeId = technician.Id })).Expect(200, 204);
        (await technician.Client.PostAsync($"/api/tickets/{ticketId}/comments",
            new { body = $"Panel is dead {word} internal", visibility = "internal" })).Expect(200, 201, 204);
        (await technician.Client.PostAsync($"/api/tickets/{ticketId}/comments",
            new { body = $"Somebody comes today {word} public", visibility = "public" })).Expect(200, 201, 204);
        var files = $"/api/tickets/{ticketId}/attachments";
        var shared = (await technician.Client.PostRawAsync($"{files}?fileName=panel.txt", $"Serial plate {word}", "text/plain")).Expect(
            201)["id"];
        var kept = (await technician.Client.PostRawAsync($"{files}?fileName=notes.txt", $"Ours alone {word}", "text/plain")).Expect(
            201)["id"];
        (await technician.Client.PostAsync($"{files}/{shared}/share", new { forPartner = true })).Expect(200);
        (await technician.Client.PostAsync($"/api/tickets/{ticketId}/escalate",
            new { area = "audio_visual", reason = "Panel swap under warranty" })).Expect(200, 201, 202, 204);

        // The requester's view: public words yes, internal words no.
        var comments = (await teacher.Client.GetAsync($"/api/tickets/{ticketId}/comments")).Expect(200).Text;
        Assert.Contains($"{word} public", comments, StringComparison.Ordinal);
        Assert.DoesNotContain($"{word} internal", comments, StringComparison.Ordinal);
        Assert.DoesNotContain($"{word} internal", (await teacher.Client.GetAsync($"/api/tickets/{ticketId}/timeline")).Expect(200).Text,
            StringComparison.Ordinal);

        var ticket = await world.TicketAsync(ticketId, "The escalation leaving",
            t => t["escalation"]?["status"]?.GetValue<string>() == "sent");
        var escalationId = ticket.Body["escalation"]!["id"]!.GetValue<string>();
        await Eventually.TrueAsync("The webhook arriving", () => receiver.Of(escalationId).Count > 0);
        Assert.Equal([true], await FakePartner.VerifyAsync(partner.Secret, receiver.Of(escalationId)));
        Assert.DoesNotContain(teacher.Name, receiver.Of(escalationId)[0].Body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain($"{word} internal",
            (await partner.Portal.GetAsync($"/api/partners/portal/escalations/{escalationId}")).Expect(200).Text, StringComparison.Ordinal);

        // A file that was shared comes through Partners, which asks Tickets with a key of its own; one that was not does not.
        Assert.Equal($"Serial plate {word}",
            (await partner.Portal.GetAsync($"/api/partners/portal/escalations/{escalationId}/attachments/{shared}")).Expect(200).Text);
        (await partner.Portal.GetAsync($"/api/partners/portal/escalations/{escalationId}/attachments/{kept}")).Expect(404);

        (await partner.Portal.PostAsync($"/api/partners/portal/escalations/{escalationId}/acknowledge",
            new { message = "Engineer booked" })).Expect(200, 202, 204);
        (await partner.Portal.PostAsync($"/api/partners/portal/escalations/{escalationId}/resolve",
            new { summary = "Panel swapped", timeSpentMinutes = 60 })).Expect(200, 202, 204);
        await world.TicketAsync(ticketId, "The ticket following the partner",
            t => t["escalation"]?["status"]?.GetValue<string>() == "resolved" || t["status"]!.GetValue<string>() == "resolved");
        await ResolveAsync(world, ticketId);

        Assert.Equal("resolved", (await teacher.Client.GetAsync($"/api/tickets/{ticketId}")).Expect(200)["status"]);
        await Eventually.TrueAsync("The teacher's live stream telling", () => live.Saw("ticket", ticketId));
        var history = (await world.Admin.GetAsync($"/api/tickets/{ticketId}/timeline")).Expect(200).Text;
        foreach (var told in new[] { "\"opened\"", "\"comment\"", "\"assigned\"", "\"escalation\"", "Panel swapped" })
            Assert.Contains(told, history, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Partner_that_answers_with_errors_gets_the_webhook_again_with_the_same_id(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        await using var receiver = await FakePartner.StartAsync();
        var failures = 1;
        receiver.Answers = _ => Interlocked.Decrement(ref failures) >= 0 ? 503 : 204;
        var partner = await world.AddPartnerAsync(receiver, "telephony");
        var ticket = await world.ReportAsync(world.OakTeacher, World.Unique("phones"));
        (await world.Technician.Client.PostAsync($"/api/tickets/{ticket["id"]}/escalate",
            new { area = "telephony", reason = "No dial tone" })).Expect(200, 201, 202, 204);
        var escalated = await world.TicketAsync(ticket["id"], "The escalation", t => t["escalation"] is not null);
        var escalationId = escalated.Body["escalation"]!["id"]!.GetValue<string>();
        await Eventually.TrueAsync("The second attempt", () => receiver.Of(escalationId).Count >= 2, TimeSpan.FromSeconds(90));
        Assert.Single(receiver.Of(escalationId).Select(r => r.MessageId).Distinct());
        Assert.All(await FakePartner.VerifyAsync(partner.Secret, receiver.Of(escalationId)), Assert.True);
    }

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Partner_sees_only_its_own_escalations_and_its_token_opens_nothing_else(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        await using var receiver = await FakePartner.StartAsync();
        await world.AddPartnerAsync(receiver, "printing");
        var other = await world.AddPartnerAsync(receiver, "payments");
        var ticket = await world.ReportAsync(world.OakTeacher, World.Unique("printer"));
        (await world.Technician.Client.PostAsync($"/api/tickets/{ticket["id"]}/escalate",
            new { area = "printing", reason = "Fuser" })).Expect(200, 201, 202, 204);
        var escalationId =
            (await world.TicketAsync(ticket["id"], "The escalation",
                t => t["escalation"] is not null)).Body["escalation"]!["id"]!.GetValue<string>();
        await Eventually.TrueAsync("The escalation at the partners' service",
            async () => (await world.Admin.GetAsync($"/api/partners/escalations/{escalationId}")).Code == 200);
        (await other.Portal.GetAsync($"/api/partners/portal/escalations/{escalationId}")).Expect(404);
        (await other.Portal.PostAsync($"/api/partners/portal/escalations/{escalationId}/resolve", new { summary = "Not mine" })).Expect(
            404);
        (await other.Portal.GetAsync("/api/tickets")).Expect(401, 403);
        (await other.Portal.GetAsync("/api/partners")).Expect(401, 403);
    }

    private static async Task ResolveAsync(World world, string ticketId)
    {
        if ((await world.TicketAsync(ticketId))["status"] != "resolved")
            (await world.Technician.Client.PostAsync($"/api/tickets/{ticketId}/resolve",
                new { summary = "Done by the partner", cause = "Fault", timeSpentMinutes = 10 })).Expect(200, 204);
        Assert.Equal("resolved", (await world.TicketAsync(ticketId))["status"]);
    }
}
