using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Insights.Data;
using Mat.Insights.Facts;
using Mat.Insights.Overview;
using Mat.Insights.Rebuild;
using Mat.Insights.Trends;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Messaging;

namespace Mat.Insights;

/// <summary>Figures over everything that happens, ready to be read.</summary>
public sealed class InsightsModule : IModule
{
    public string Name => "insights";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<InsightsDb>(Name);
        builder.AddConsumer<SchoolChangedConsumer, SchoolChanged, InsightsDb>(Name);
        builder.AddConsumer<TicketChangedConsumer, TicketChanged, InsightsDb>(Name);
        builder.AddConsumer<AlertConsumer, AlertRaised, InsightsDb>(Name);
        builder.AddConsumer<AlertConsumer, AlertChanged, InsightsDb>(Name);
        builder.AddConsumer<EscalationProgressedConsumer, EscalationProgressed, InsightsDb>(Name);
        builder.AddConsumer<AssetsChangedConsumer, AssetsChanged, InsightsDb>(Name);
        builder.Services.AddOptions<InsightsOptions>().BindConfiguration("Insights").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<RebuildWatcher>();
        builder.Services.AddValidation();
    }

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/overview", GetOverviewEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Insights.GetOverview")
            .WithSummary("Get the overview figures of the caller's schools");
        group.MapGet("/trends", GetTrendsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Insights.GetTrends")
            .WithSummary("Get counts by day");
        group.MapPost("/rebuild", StartRebuildEndpoint.Handle).RequireRoles(Roles.Admins).WithName("Insights.StartRebuild")
            .WithSummary("Start a rebuild of the read models from all services");
        group.MapGet("/rebuild", GetRebuildEndpoint.Handle).RequireRoles(Roles.Admins).WithName("Insights.GetRebuild")
            .WithSummary("Get the last rebuild");
    }
}
