using Mat.Platform.Auth;

namespace Mat.Alerts.Cases;

/// <summary>The routes of cases.</summary>
internal static class CaseRoutes
{
    public static void MapCases(this RouteGroupBuilder group)
    {
        var cases = group.MapGroup("/cases");
        cases.MapGet("/", ListCasesEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListCases").WithSummary("Cases, newest first");
        cases.MapPost("/", OpenCaseEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.OpenCase").WithSummary("Opens a case, with or without alerts");
        cases.MapGet("/{id}", GetCaseEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetCase").WithSummary("One case, by id or reference");
        cases.MapPatch("/{id}", ChangeCaseEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.ChangeCase").WithSummary("Changes a case");
        cases.MapPost("/{id}/status", MoveCaseEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.MoveCase").WithSummary("Contained, resolved, closed, or open again");
        cases.MapPost("/{id}/owner", AssignCaseEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.AssignCase").WithSummary("Says who looks after it");
        cases.MapPost("/{id}/notes", AddCaseNoteEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.AddCaseNote").WithSummary("Writes into the timeline");
        cases.MapGet("/{id}/timeline", ListCaseTimelineEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListCaseTimeline").WithSummary("What was done, newest first");
        cases.MapGet("/{id}/alerts", ListCaseAlertsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListCaseAlerts").WithSummary("The alerts of a case");
        cases.MapPost("/{id}/link", LinkAlertsEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.LinkAlerts").WithSummary("Puts alerts into the case");
        cases.MapPost("/{id}/unlink", UnlinkAlertEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.UnlinkAlert").WithSummary("Takes an alert out of the case");
        cases.MapPost("/{id}/merge", MergeCaseEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.MergeCase").WithSummary("Its alerts go to another case, and it is closed");
        cases.MapPost("/{id}/unmerge", UnmergeCaseEndpoint.Handle).RequireRoles(Roles.Desk).WithName("Alerts.UnmergeCase").WithSummary("Takes a wrong merge back");
    }
}
