using Mat.SystemTests.Running;

namespace Mat.SystemTests.Faults;

/// <summary>What docs/operations.md says about backup, done: everything is lost, the backup is put back, and work goes on.</summary>
public sealed class BackupTests(Systems systems)
{
    private static readonly string Script = Path.Combine(Checkout.Root, "scripts", "backup.sh");

    [Fact]
    public async Task Embedded_folder_that_was_copied_goes_on_where_it_was()
    {
        var world = await systems.GetAsync(Shape.Embedded);
        await using var receiver = await FakePartner.StartAsync();
        var before = await WorkAsync(world, receiver);
        var backup = world.Mat.Data + "-backup";

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Checkout.RunAsync(Script, ["copy", world.Mat.Data, backup]));
        Assert.Contains("mat is running on", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(backup));

        await world.Mat.KillAsync();
        await Checkout.RunAsync(Script, ["copy", world.Mat.Data, backup]);
        Directory.Delete(world.Mat.Data, recursive: true);
        Directory.Move(backup, world.Mat.Data);
        await world.Mat.RestartAsync();
        await GoesOnAsync(world, receiver, before);
    }

    [Fact]
    public async Task Databases_that_were_dumped_go_on_where_they_were()
    {
        var world = await systems.GetAsync(Shape.Distributed);
        await using var receiver = await FakePartner.StartAsync();
        var before = await WorkAsync(world, receiver);
        await world.Mat.KillAsync();

        var environment = world.Mat.Backends.PostgresEnvironment;
        var dumps = world.Mat.Data + "-dumps";
        var dumped = (await Checkout.RunAsync(Script, ["dump", dumps], environment: environment)).Split('\n',
            StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["mat_alerts", "mat_assets", "mat_cases", "mat_insights", "mat_partners", "mat_standards", "mat_tickets",
            "mat_trust"], dumped);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Checkout.RunAsync(Script, ["restore", dumps], environment: environment));
        Assert.Contains("exists", refusal.Message, StringComparison.Ordinal);
        foreach (var name in dumped)
            await Checkout.RunAsync("psql", ["-XqAt", "-d", "postgres", "-c", $"DROP DATABASE {name} WITH (FORCE)"],
                environment: environment);
        await Checkout.RunAsync(Script, ["restore", dumps], environment: environment);
        await world.Mat.RestartAsync();
        await GoesOnAsync(world, receiver, before);
    }

    private sealed record Work(string Ticket, string Escalation, TestPartner Partner);

    /// <summary>A report that has reached a partner.</summary>
    private static async Task<Work> WorkAsync(World world, FakePartner receiver)
    {
        var partner = await world.AddPartnerAsync(receiver, "printing");
        var ticket = await world.ReportAsync(world.OakTeacher, World.Unique("printer"));
        return new(ticket["id"], await EscalateAsync(world, receiver, ticket["id"]), partner);
    }

    private static async Task<string> EscalateAsync(World world, FakePartner receiver, string ticket)
    {
        (await world.Technician.Client.PostAsync($"/api/tickets/{ticket}/escalate",
            new { area = "printing", reason = "It smokes" })).Expect(200, 201, 202, 204);
        var sent = await world.TicketAsync(ticket, "The escalation leaving", t => t["escalation"]?["status"]?.GetValue<string>() == "sent");
        var id = sent.Body["escalation"]!["id"]!.GetValue<string>();
        await Eventually.TrueAsync("The webhook arriving", () => receiver.Of(id).Count > 0);
        return id;
    }

    /// <summary>The old is there, and the new works: sessions, the partner's token, and its secret under the master key.</summary>
    private static async Task GoesOnAsync(World world, FakePartner receiver, Work before)
    {
        Assert.Equal("sent", (await world.TicketAsync(before.Ticket)).Body["escalation"]!["status"]!.GetValue<string>());
        (await before.Partner.Portal.PostAsync($"/api/partners/portal/escalations/{before.Escalation}/acknowledge",
            new { reference = "P-1" })).Expect(200, 204);
        await world.TicketAsync(before.Ticket, "The acknowledgement",
            t => t["escalation"]?["status"]?.GetValue<string>() == "acknowledged");

        var ticket = await world.ReportAsync(world.OakTeacher, World.Unique("printer"));
        var escalation = await EscalateAsync(world, receiver, ticket["id"]);
        Assert.All(await FakePartner.VerifyAsync(before.Partner.Secret, receiver.Of(escalation)), Assert.True);
        Assert.Single(receiver.Of(before.Escalation).Select(r => r.MessageId).Distinct());
    }
}
