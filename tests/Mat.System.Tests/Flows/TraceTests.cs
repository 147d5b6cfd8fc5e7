using Mat.SystemTests.Running;

namespace Mat.SystemTests.Flows;

public sealed class TraceTests
{
    /// <summary>From the tool's POST at the gateway to the partner's webhook: one trace, whoever wants to know what took so long.</summary>
    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task One_trace_crosses_gateway_services_bus_and_webhook(Shape shape)
    {
        RunningMat.SkipUnlessPossible(shape);
        await using var collector = await FakeCollector.StartAsync();
        await using var world = await World.CreateAsync(await RunningMat.StartAsync(shape, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url,
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200", // milliseconds
        }));
        await using var receiver = await FakePartner.StartAsync();
        await world.AddPartnerAsync(receiver, "network");
        var source = await world.AddSourceAsync("wazuh");
        await world.AddRuleAsync(source, "network");

        (await source.Client.PostAsync(source.IngestPath, World.WazuhAlert(world.OakHost, "Traced", ruleId: "90001", level: 12))).Expect(202);

        await Eventually.TrueAsync("The webhook's span", () => collector.Spans.Any(s => s.Name == "webhook escalation.requested"), TimeSpan.FromSeconds(60));
        var trace = Assert.Single(collector.Spans.Where(s => s.Name == "webhook escalation.requested").Select(s => s.TraceId).Distinct());
        string[] parties = shape == Shape.Embedded ? ["mat-server"] : ["mat-gateway", "mat-alerts", "mat-tickets", "mat-partners", "mat-insights"];
        await Eventually.TrueAsync($"Spans of {string.Join(", ", parties)} in the trace", () =>
            parties.All(p => collector.Spans.Any(s => s.TraceId == trace && s.Service == p))
            && collector.Spans.Any(s => s.TraceId == trace && s.Name.StartsWith("POST", StringComparison.Ordinal) && s.Name.Contains("ingest", StringComparison.Ordinal)));
    }
}
