using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mat.Platform.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mat.Platform.Hosting;

/// <summary>
/// Traces, metrics and logs by OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where, and metrics for Prometheus on
/// <c>Mat:MetricsPort</c>.
/// </summary>
internal static class Telemetry
{
    public const string Name = "Mat";
    public static readonly ActivitySource Source = new(Name);

    public static void AddTelemetry(this WebApplicationBuilder builder, string service, MatOptions options)
    {
        // A failed command comes to us as an exception, and a unique violation is often an answer and no fault.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(o => { o.SingleLine = true; o.UseUtcTimestamp = true; o.TimestampFormat = "HH:mm:ss.fff "; });

        var endpoint = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        var pushes = !string.IsNullOrWhiteSpace(endpoint);
        if (!pushes && options.MetricsPort == 0)
            return;

        builder.Services.ConfigureOpenTelemetryMeterProvider((s, meters) =>
        {
            var own = s.GetRequiredService<IMeterFactory>();
            meters.AddView(i => View(i, own));
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("mat-" + (service.Split('+').Length == ServiceCatalog.Targets.Count ? "server" : service)))
            .WithMetrics(m =>
            {
                m.AddMeter(Name, "Mat.*", "Microsoft.AspNetCore.*", "MassTransit")
                    .AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddNpgsqlInstrumentation();
                if (options.MetricsPort != 0)
                    m.AddPrometheusExporter(o => o.ScrapeResponseCacheDurationMilliseconds = 0);
            });
        if (options.MetricsPort != 0)
            builder.Services.AddHostedService<MetricsServer>();
        builder.Services.AddSingleton<BacklogMonitor>();
        builder.Services.AddHostedService(s => s.GetRequiredService<BacklogMonitor>());
        if (!pushes)
            return;

        telemetry
            .WithTracing(t => t.AddSource(Name, "Mat.*", "MassTransit").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation()
                .AddNpgsql())
            .WithLogging(_ => { }, o => o.IncludeFormattedMessage = true)
            // The exporter's own default is gRPC; collectors take HTTP on one port more often.
            .UseOtlpExporter(builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] is "grpc" ? OtlpExportProtocol.Grpc
                : OtlpExportProtocol.HttpProtobuf, new Uri(endpoint!));
    }

    /// <summary>
    /// Keeps out what belongs to another application in this process (the metrics server, another one in a test), and leaves
    /// requests three labels: a path that matches no route has none, so nobody can make series by asking for nonsense.
    /// </summary>
    private static MetricStreamConfiguration? View(Instrument instrument, IMeterFactory own) =>
        instrument.Meter.Scope is IMeterFactory other && !ReferenceEquals(other, own) ? MetricStreamConfiguration.Drop
        : instrument.Name == "http.server.request.duration"
        ? new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.route", "http.response.status_code"] }
        : null;
}
