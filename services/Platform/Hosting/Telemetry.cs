using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mat.Platform.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mat.Platform.Hosting;

/// <summary>
/// Traces, metrics and logs by OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where, and metrics for Prometheus on
/// <c>Mat:MetricsPort</c>. The hosting package of OpenTelemetry does not restore here; it would replace <see cref="TelemetryFlush"/>.
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

        var resource = ResourceBuilder.CreateDefault().AddService("mat-" + (service.Contains('+', StringComparison.Ordinal) ? "server" : service));
        void Otlp(OtlpExporterOptions o, string signal)
        {
            if (builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] is "grpc")
            {
                o.Protocol = OtlpExportProtocol.Grpc;
                o.Endpoint = new Uri(endpoint!);
            }
            else
            {
                o.Protocol = OtlpExportProtocol.HttpProtobuf;
                o.Endpoint = new Uri($"{endpoint!.TrimEnd('/')}/v1/{signal}");
            }
        }

        builder.Services.AddSingleton<PrometheusText>();
        builder.Services.AddSingleton(s =>
        {
            var own = s.GetRequiredService<IMeterFactory>();
            var meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter(Name, "Mat.*", "Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit")
                .AddView(i => View(i, own));
            if (options.MetricsPort != 0)
                meters.AddReader(new BaseExportingMetricReader(s.GetRequiredService<PrometheusText>()));
            if (pushes)
                meters.AddOtlpExporter(o => Otlp(o, "metrics"));
            return meters.Build();
        });
        if (options.MetricsPort != 0)
            builder.Services.AddHostedService<MetricsServer>();
        builder.Services.AddSingleton<BacklogWatch>();
        builder.Services.AddHostedService(s => s.GetRequiredService<BacklogWatch>());
        builder.Services.AddHostedService<TelemetryFlush>();
        if (!pushes)
            return;

        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(Name, "Mat.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit")
            .AddOtlpExporter(o => Otlp(o, "traces")).Build());
        builder.Logging.AddOpenTelemetry(o =>
        {
            o.SetResourceBuilder(resource);
            o.IncludeFormattedMessage = true;
            o.AddOtlpExporter(e => Otlp(e, "logs"));
        });
    }

    /// <summary>
    /// Keeps out what belongs to another application in this process (the metrics server, another one in a test), and leaves
    /// requests three labels: a path that matches no route has none, so nobody can make series by asking for nonsense.
    /// </summary>
    private static MetricStreamConfiguration? View(Instrument instrument, IMeterFactory own) =>
        instrument.Meter.Scope is IMeterFactory other && !ReferenceEquals(other, own) ? MetricStreamConfiguration.Drop
        : instrument.Name == "http.server.request.duration" ? new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.route", "http.response.status_code"] }
        : null;

    /// <summary>Names the server span by route, which the framework leaves out.</summary>
    public static void UseTelemetry(this WebApplication app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (Activity.Current is not { } span)
            return;
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        if (route is not null)
        {
            span.DisplayName = $"{http.Request.Method} {route}";
            span.SetTag("http.route", route);
        }

        span.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    });
}

/// <summary>Creates the providers at start and flushes them at stop.</summary>
internal sealed class TelemetryFlush(MeterProvider meter, TracerProvider? tracer = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        tracer?.ForceFlush(2000);
        meter.ForceFlush(2000);
        return Task.CompletedTask;
    }
}
