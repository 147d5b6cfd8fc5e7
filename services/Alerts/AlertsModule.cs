using Mat.Alerts.Correlation;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Indicators;
using Mat.Alerts.Intake;
using Mat.Alerts.Notices;
using Mat.Alerts.Rules;
using Mat.Alerts.Silences;
using Mat.Alerts.Sources;
using Mat.Alerts.Storms;
using Mat.Alerts.Syslog;
using Mat.Contracts;
using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;

namespace Mat.Alerts;

/// <summary>Takes alerts of security and monitoring tools, ties them to schools and assets, and asks for tickets.</summary>
public sealed class AlertsModule : IModule
{
    public string Name => "alerts";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<AlertsDb>(Name);
        builder.AddSourceTokens<SourceTokens>();
        builder.Services.AddOptions<AlertsOptions>().BindConfiguration("Alerts").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddValidation();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<SourceQuotas>();
        builder.Services.AddSingleton<IngestMetrics>();
        builder.Services.AddSingleton<ActivityBuffer>();
        builder.Services.AddSingleton<IngestLanes>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ActivityBuffer>());
        builder.Services.AddSingleton<MatcherCache>();
        builder.Services.AddSingleton<StormWatch>();
        builder.Services.AddSingleton<RuleLimits>();
        builder.Services.AddScoped<IndicatorStore>();
        builder.Services.AddScoped<RuleSet>();
        builder.Services.AddScoped<SuppressionEvaluator>();
        builder.Services.AddScoped<SilenceApplier>();
        builder.Services.AddScoped<AlertReviewCommands>();
        builder.Services.AddScoped<IngestStore>();
        builder.Services.AddScoped<AlertPublisher>();
        builder.Services.AddScoped<AlertCommands>();
        builder.Services.AddScoped<Recorrelator>();
        builder.AddSyslog();
        builder.Services.AddOptions<SmtpOptions>().BindConfiguration("Alerts:Smtp").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<NotificationOutbox>();
        builder.Services.AddHostedService<NotificationSender>();
        builder.Services.AddHostedService<AlertMaintenanceJob>();
        builder.AddConsumer<AssetsChangedConsumer, AssetsChanged, AlertsDb>(Name);
        builder.AddConsumer<SchoolChangedConsumer, SchoolChanged, AlertsDb>(Name);
        builder.AddConsumer<PersonChangedConsumer, PersonChanged, AlertsDb>(Name);
        builder.AddConsumer<TicketChangedConsumer, TicketChanged, AlertsDb>(Name);
        builder.AddConsumer<ReplayRequestedConsumer, ReplayRequested, AlertsDb>(Name);
    }

    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/ingest/{sourceId:guid}", IngestAlertsEndpoint.Handle).RequireSource().WithBodyLimit(NormalizedAlertReader.MaxBytes)
            .WithName("Alerts.IngestAlerts").WithSummary("Takes alerts in the source's own format; answers when they are kept")
            .WithDescription(
                "JSON kinds: application/json (any other application/… is read as JSON too), or application/x-ndjson with one document a line. Text kinds (syslog, "
                + "early_warning): text/plain in UTF-8. Anything else is 415. Each item or line has its own result; a bad one never sinks the others.");

        group.MapGet("/", ListAlertsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListAlerts")
            .WithSummary("Alerts, last seen first");
        group.MapGet("/{id:guid}", GetAlertEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetAlert")
            .WithSummary("One alert with what the tool sent");
        group.MapPost("/{id:guid}/acknowledge", AcknowledgeAlertEndpoint.Handle).RequireRoles(Roles.Agents)
            .WithName("Alerts.AcknowledgeAlert").WithSummary("Somebody looks at it");
        group.MapPost("/{id:guid}/resolve", ResolveAlertEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.ResolveAlert")
            .WithSummary("It is over");
        group.MapPost("/{id:guid}/assign", AssignAlertEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.AssignAlert")
            .WithSummary("Says which school it concerns");
        group.MapPost("/{id:guid}/ticket", RequestTicketEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.RequestTicket")
            .WithSummary("Opens a ticket by hand");

        var sources = group.MapGroup("/sources");
        sources.MapGet("/", ListSourcesEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.ListSources")
            .WithSummary("Tools that post alerts");
        sources.MapPost("/", CreateSourceEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.CreateSource")
            .WithSummary("Adds a source; its token is shown once");
        sources.MapPost("/preview", PreviewSourceEndpoint.Handle).RequireRoles(Roles.Managers)
            .WithBodyLimit(2 * NormalizedAlertReader.MaxBytes)
            .WithName("Alerts.PreviewSource").WithSummary("Tries a mapping on a sample");
        sources.MapGet("/{id:guid}", GetSourceEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.GetSource")
            .WithSummary("One source");
        sources.MapPatch("/{id:guid}", ChangeSourceEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.ChangeSource")
            .WithSummary("Changes a source");
        sources.MapDelete("/{id:guid}", DeleteSourceEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.DeleteSource")
            .WithSummary("Removes a source; its alerts stay");
        sources.MapPost("/{id:guid}/rotate", RotateSourceEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.RotateSource")
            .WithSummary("New token; the old one dies at once");

        SenseRoutes.Map(group);

        var rules = group.MapGroup("/rules");
        rules.MapGet("/", ListRulesEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.ListRules")
            .WithSummary("Rules in the order in which they are looked at");
        rules.MapPost("/", CreateRuleEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.CreateRule").WithSummary("Adds a rule");
        rules.MapGet("/{id:guid}", GetRuleEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.GetRule").WithSummary("One rule");
        rules.MapPatch("/{id:guid}", ChangeRuleEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.ChangeRule")
            .WithSummary("Changes a rule");
        rules.MapDelete("/{id:guid}", DeleteRuleEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.DeleteRule")
            .WithSummary("Removes a rule");

    }
}
