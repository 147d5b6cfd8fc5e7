using Mat.SystemTests.Running;

namespace Mat.SystemTests.Flows;

public sealed class TraceTests(Systems systems)
{
    /// <summary>
    /// From the tool's POST at the gateway to the partner's webhook: one trace, whoever wants to know what took so long. And each
    /// process sends its metrics and logs to the same place.
    /// </summary>
    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task One_trace_crosses_gateway_services_bus_and_webhook(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        await using var collector = await FakeCollector.StartAsync();
        world.Mat.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
        world.Mat.Settings["OTEL_BSP_SCHEDULE_DELAY"] = "200"; // milliseconds
        world.Mat.Settings["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        await world.Mat.KillAndRestartAsync();
        world.Mat.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = "";
        await using var receiver = await FakePartner.StartAsync();
        await world.AddPartnerAsync(receiver, "network");
        var source = await world.AddSourceAsync("wazuh");
        await world.AddRuleAsync(source, "network");

        (await source.Client.PostAsync(source.IngestPath, World.WazuhAlert(world.OakHost, "Traced", ruleId: "90001", level: 12))).Expect(
            202);

        string[] parties = shape == Shape.Embedded ? ["mat-server"]
            : ["mat-gateway", "mat-alerts", "mat-tickets", "mat-partners", "mat-insights"];
        await Eventually.TrueAsync($"The alert's trace having spans of {string.Join(", ", parties)} and of the webhook", () =>
            collector.Spans.Where(IsIngest).Select(s => s.TraceId).Distinct().SingleOrDefault() is { } trace
            && parties.All(p => collector.Spans.Any(s => s.TraceId == trace && s.Service == p))
            && collector.Spans.Any(s => s.TraceId == trace && s.Name == "webhook escalation.requested"), TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync("Metrics and logs of each",
            () => parties.All(p => collector.Heard("metrics", p) && collector.Heard("logs", p)), TimeSpan.FromSeconds(60));
    }

    private static bool IsIngest(CollectedSpan span) =>
        span.Name.StartsWith("POST", StringComparison.Ordinal) && span.Name.Contains("ingest", StringComparison.Ordinal);
}
