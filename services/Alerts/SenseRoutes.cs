using Mat.Alerts.Silences;
using Mat.Platform.Auth;

namespace Mat.Alerts;

/// <summary>The routes of what keeps alerts quiet and what finds more of the same.</summary>
internal static class SenseRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        var silences = group.MapGroup("/silences");
        silences.MapGet("/", ListSilencesEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListSilences").WithSummary("Silences and maintenance, the longest first");
        silences.MapPost("/", CreateSilenceEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.CreateSilence").WithSummary("Keeps alerts that fit quiet until it ends")
            .WithDescription("Alerts that fit are taken, counted and listed, but ask for no ticket. What resolves passes through. What still fires when it ends is told once.");
        silences.MapPost("/preview", PreviewSilenceEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.PreviewSilence").WithSummary("Which open alerts it would keep quiet");
        silences.MapGet("/{id:guid}", GetSilenceEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetSilence").WithSummary("One silence");
        silences.MapPatch("/{id:guid}", ChangeSilenceEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.ChangeSilence").WithSummary("Makes it longer, shorter or about something else");
        silences.MapPost("/{id:guid}/end", EndSilenceEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.EndSilence").WithSummary("Ends it now");

        var inhibitions = group.MapGroup("/inhibitions");
        inhibitions.MapGet("/", ListInhibitionsEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.ListInhibitions").WithSummary("Which alerts keep which others quiet");
        inhibitions.MapPost("/", CreateInhibitionEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.CreateInhibition").WithSummary("Lets firing alerts keep others quiet");
        inhibitions.MapGet("/{id:guid}", GetInhibitionEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.GetInhibition").WithSummary("One of them");
        inhibitions.MapPatch("/{id:guid}", ChangeInhibitionEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.ChangeInhibition").WithSummary("Changes it");
        inhibitions.MapDelete("/{id:guid}", DeleteInhibitionEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Alerts.DeleteInhibition").WithSummary("Removes it");
    }
}
