using Mat.Alerts.Episodes;
using Mat.Alerts.Indicators;
using Mat.Alerts.Rules;
using Mat.Alerts.Silences;
using Mat.Platform.Auth;

namespace Mat.Alerts;

/// <summary>The routes of what keeps alerts quiet and what finds more of the same.</summary>
internal static class SenseRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/bulk", BulkAlertsEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.BulkAlerts")
            .WithSummary("Acknowledges, resolves or dismisses many alerts; each has its own result");
        group.MapPost("/{id:guid}/false-positive", FalsePositiveEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.FalsePositive")
            .WithSummary("Nothing was wrong: closes it and says so");
        group.MapPost("/{id:guid}/reopen", ReopenAlertEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.ReopenAlert")
            .WithSummary("Takes back that it is over or a false positive, and weighs it again");
        group.MapPost("/{id:guid}/unassign", UnassignAlertEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.UnassignAlert")
            .WithSummary("Takes back by whom it was placed: the register decides again");
        group.MapGet("/{id:guid}/trail", AlertAuditTrailEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.AlertTrail")
            .WithSummary("Who decided what about it, newest first");
        group.MapGet("/{id:guid}/elsewhere", RelatedSightingsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.Elsewhere")
            .WithSummary("Is anyone else hit? Its traces at every school you see, now and back in time");
        group.MapGet("/indicators", SearchIndicatorsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.SearchIndicators")
            .WithSummary("One trace at every school you see");

        var silences = group.MapGroup("/silences");
        silences.MapGet("/", ListSilencesEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListSilences")
            .WithSummary("Silences and maintenance, the longest first");
        silences.MapPost("/", CreateSilenceEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.CreateSilence")
            .WithSummary("Keeps alerts that fit quiet until it ends")
            .WithDescription(
                "Alerts that fit are taken, counted and listed, but ask for no ticket. What resolves passes through. What still fires when it ends is told once.");
        silences.MapPost("/preview", PreviewSilenceEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.PreviewSilence")
            .WithSummary("Which open alerts it would keep quiet");
        silences.MapGet("/{id:guid}", GetSilenceEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetSilence")
            .WithSummary("One silence");
        silences.MapPatch("/{id:guid}", ChangeSilenceEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.ChangeSilence")
            .WithSummary("Makes it longer, shorter or about something else");
        silences.MapPost("/{id:guid}/end", EndSilenceEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.EndSilence")
            .WithSummary("Ends it now");

        var inhibitions = group.MapGroup("/inhibitions");
        inhibitions.MapGet("/", ListInhibitionsEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.ListInhibitions")
            .WithSummary("Which alerts keep which others quiet");
        inhibitions.MapPost("/", CreateInhibitionEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.CreateInhibition")
            .WithSummary("Lets firing alerts keep others quiet");
        inhibitions.MapGet("/{id:guid}", GetInhibitionEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.GetInhibition")
            .WithSummary("One of them");
        inhibitions.MapPatch("/{id:guid}", ChangeInhibitionEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.ChangeInhibition")
            .WithSummary("Changes it");
        inhibitions.MapDelete("/{id:guid}", DeleteInhibitionEndpoint.Handle).RequireRoles(Roles.Managers)
            .WithName("Alerts.DeleteInhibition").WithSummary("Removes it");

        group.MapPost("/rules/dry-run", DryRunEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.DryRunRule")
            .WithSummary("What a rule would have done in the last days, before it is switched on");
    }
}
