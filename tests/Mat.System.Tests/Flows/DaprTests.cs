using Mat.SystemTests.Running;
using Mat.Testing;

namespace Mat.SystemTests.Flows;

/// <summary>The main loop with every call between processes going through a sidecar that follows Dapr's API reference.</summary>
public sealed class DaprTests(Systems systems)
{
    [Fact]
    public async Task Alert_and_report_are_mended_by_a_partner_through_sidecars_with_settings_out_of_their_secret_store()
    {
        var world = await systems.GetAsync(Shape.Distributed);
        await using var sidecar = await FakeDaprSidecar.StartAsync();
        sidecar.Token = World.Unique("token");
        foreach (var service in world.Mat.Processes.Where(p => p.Name != "gateway"))
            sidecar.Apps[$"mat-{service.Name}"] = service.Address;
        sidecar.Secrets["mat-secrets/mat-settings"] = new()
        {
            ["MAT__RABBITMQ"] = world.Mat.Backends.RabbitMq,
            ["MAT__REDIS"] = world.Mat.Backends.Redis
        };
        await using var gateway = world.Mat.Another("gateway", "gateway-dapr", new Dictionary<string, string>
        {
            ["MAT__INVOKE"] = "dapr",
            ["MAT__DAPRADDRESS"] = sidecar.Url,
            ["MAT__DAPRGRPCADDRESS"] = sidecar.GrpcUrl,
            ["DAPR_API_TOKEN"] = sidecar.Token,
            ["MAT__SECRETSTORE"] = "mat-secrets",
            ["MAT__SECRETS__0"] = "mat-settings",
            // These it has from the store alone.
            ["MAT__RABBITMQ"] = "",
            ["MAT__REDIS"] = "",
            ["MAT__SERVICES__TICKETS"] = "http://127.0.0.1:1",
        });
        gateway.Start();
        await gateway.ReadyAsync(TimeSpan.FromSeconds(120));

        await using var receiver = await FakePartner.StartAsync();
        var partner = await world.AddPartnerAsync(receiver, "access_cctv");
        using var portal = new MatClient(gateway.Address, partner.Token);
        var source = await world.AddSourceAsync("wazuh", gateway.Address);
        await world.AddRuleAsync(source, "access_cctv");
        using var teacher = await MatClient.SignInAsync(gateway.Address, world.OakTeacher.Email, world.OakTeacher.Password);
        await using var live = await LiveStream.OpenAsync(teacher);

        var reported = (await teacher.PostAsync("/api/tickets", new { title = World.Unique("dapr") })).Expect(201);
        var alert = (await source.Client.PostAsync(source.IngestPath, World.WazuhAlert(world.OakHost, World.Unique("dapr")))).Expect(
            202).Body["results"]![0]!["alertId"]!.GetValue<string>();
        var raised = await Eventually.GetAsync("The alert's ticket", async () =>
            (await world.Admin.GetAsync($"/api/alerts/{alert}")).Expect(200) is { } a && a.Body["ticketId"] is not null ? a["ticketId"]
            : null);
        var ticket = await world.TicketAsync(raised, "The escalation leaving",
            t => t["escalation"]?["status"]?.GetValue<string>() == "sent");
        var escalation = ticket.Body["escalation"]!["id"]!.GetValue<string>();
        (await portal.PostAsync($"/api/partners/portal/escalations/{escalation}/acknowledge", new { reference = "P-1" })).Expect(200, 204);
        (await portal.PostAsync($"/api/partners/portal/escalations/{escalation}/resolve",
            new { summary = "Done", timeSpentMinutes = 5 })).Expect(200, 202, 204);
        await world.TicketAsync(raised, "The ticket following the partner",
            t => t["escalation"]?["status"]?.GetValue<string>() == "resolved");
        Assert.Equal("new", (await teacher.GetAsync($"/api/tickets/{reported["id"]}")).Expect(200)["status"]);
        await Eventually.TrueAsync("The live stream telling", () => live.Saw("ticket", reported["id"]));

        Assert.Superset(new HashSet<string> { "mat-trust", "mat-tickets", "mat-alerts", "mat-partners" },
            sidecar.Calls.Select(c => c.App).ToHashSet());
        (await new MatClient(gateway.Address).GetAsync("/openapi/v1.json")).Expect(200);
    }
}
