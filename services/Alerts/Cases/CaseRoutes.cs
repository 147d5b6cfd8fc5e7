using Mat.Alerts.Obligations;
using Mat.Platform.Auth;
using Mat.Platform.Http;

namespace Mat.Alerts.Cases;

/// <summary>The routes of cases.</summary>
internal static class CaseRoutes
{
    public static void MapCases(this RouteGroupBuilder group)
    {
        var cases = group.MapGroup("/cases");
        cases.MapGet("/", ListCasesEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListCases").WithSummary("Cases, newest first");
        cases.MapPost("/", OpenCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.OpenCase").WithSummary("Opens a case, with or without alerts");
        cases.MapGet("/figures", GetCaseFiguresEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetCaseFigures").WithSummary("How fast cases are detected, taken in hand, contained and resolved");
        cases.MapGet("/obligations", ListOpenObligationsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListOpenObligations").WithSummary("Obligations that nobody has answered, the next due first");
        cases.MapGet("/playbooks", PlaybookEndpoints.ListAsync).RequireRoles(Roles.Readers).WithName("Alerts.ListPlaybooks").WithSummary("What to do when it happens");
        cases.MapGet("/playbooks/{type}", PlaybookEndpoints.GetAsync).RequireRoles(Roles.Readers).WithName("Alerts.GetPlaybook").WithSummary("What to do when this happens");
        cases.MapPut("/playbooks/{type}", PlaybookEndpoints.WriteAsync).RequireRoles(Roles.Managers).WithName("Alerts.WritePlaybook").WithSummary("The trust's own steps for every case from now on");
        cases.MapDelete("/playbooks/{type}", PlaybookEndpoints.ResetAsync).RequireRoles(Roles.Managers).WithName("Alerts.ResetPlaybook").WithSummary("Back to Mat's steps");
        cases.MapGet("/{id}", GetCaseEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetCase").WithSummary("One case, by id or reference");
        cases.MapPatch("/{id}", ChangeCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.ChangeCase").WithSummary("Changes a case");
        cases.MapPost("/{id}/status", MoveCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.MoveCase").WithSummary("Contained, resolved, closed, or open again");
        cases.MapPost("/{id}/owner", AssignCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.AssignCase").WithSummary("Says who looks after it");
        cases.MapPost("/{id}/notes", AddCaseNoteEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.AddCaseNote").WithSummary("Writes into the timeline");
        cases.MapGet("/{id}/timeline", ListCaseTimelineEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListCaseTimeline").WithSummary("What was done, newest first");
        cases.MapGet("/{id}/alerts", ListCaseAlertsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListCaseAlerts").WithSummary("The alerts of a case");
        cases.MapPost("/{id}/link", LinkAlertsEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.LinkAlerts").WithSummary("Puts alerts into the case");
        cases.MapPost("/{id}/unlink", UnlinkAlertEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.UnlinkAlert").WithSummary("Takes an alert out of the case");
        cases.MapPost("/{id}/merge", MergeCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.MergeCase").WithSummary("Its alerts go to another case, and it is closed");
        cases.MapPost("/{id}/unmerge", UnmergeCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.UnmergeCase").WithSummary("Takes a wrong merge back");

        cases.MapGet("/{id}/obligations", GetCaseObligationsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetCaseObligations").WithSummary("Facts, and the clocks that run because of them");
        cases.MapPost("/{id}/facts", StateFactEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.StateFact").WithSummary("States a fact; its clocks start by themselves");
        cases.MapPost("/{id}/facts/withdraw", WithdrawFactEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.WithdrawFact").WithSummary("Says that a fact was none");
        cases.MapPost("/{id}/obligations/answer", AnswerObligationEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.AnswerObligation").WithSummary("Done with a reference, or not needed with a reason");
        cases.MapGet("/{id}/obligations/{obligation}/pack", GetEvidencePackEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetEvidencePack")
            .WithSummary("All that the obligation needs as a page that prints").Produces<string>(200, "text/html");

        cases.MapGet("/{id}/tasks", ListCaseTasksEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListCaseTasks").WithSummary("What is to be done, in order");
        cases.MapPost("/{id}/tasks", AddCaseTaskEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.AddCaseTask").WithSummary("Adds a task");
        cases.MapPost("/{id}/playbook", StartPlaybookEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.StartPlaybook").WithSummary("Copies a playbook's steps into the case");
        cases.MapPatch("/{id}/tasks/{taskId:guid}", ChangeCaseTaskEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.ChangeCaseTask").WithSummary("Changes a task, or ticks it off");
        cases.MapDelete("/{id}/tasks/{taskId:guid}", RemoveCaseTaskEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Alerts.RemoveCaseTask").WithSummary("Takes a task off the list");

        cases.MapGet("/{id}/indicators", CaseIndicatorEndpoints.ListAsync).RequireRoles(Roles.Readers).WithName("Alerts.ListCaseIndicators").WithSummary("Marks of what happened");
        cases.MapPost("/{id}/indicators", CaseIndicatorEndpoints.AddAsync).RequireRoles(Roles.Agents).WithName("Alerts.AddCaseIndicator").WithSummary("Adds a mark");
        cases.MapPost("/{id}/indicators/{itemId:guid}/withdraw", CaseIndicatorEndpoints.WithdrawAsync).RequireRoles(Roles.Agents).WithName("Alerts.WithdrawCaseIndicator").WithSummary("Says that a mark does not belong here; it stays, with the reason");
        cases.MapGet("/{id}/findings", CaseFindingEndpoints.ListAsync).RequireRoles(Roles.Readers).WithName("Alerts.ListCaseFindings").WithSummary("What was found out");
        cases.MapPost("/{id}/findings", CaseFindingEndpoints.AddAsync).RequireRoles(Roles.Agents).WithName("Alerts.AddCaseFinding").WithSummary("Adds a finding");
        cases.MapPost("/{id}/findings/{itemId:guid}/withdraw", CaseFindingEndpoints.WithdrawAsync).RequireRoles(Roles.Agents).WithName("Alerts.WithdrawCaseFinding").WithSummary("Says that a finding was wrong; it stays, with the reason");
        cases.MapGet("/{id}/evidence", EvidenceEndpoints.ListAsync).RequireRoles(Roles.Readers).WithName("Alerts.ListEvidence").WithSummary("Files with hash and chain of custody");
        cases.MapPost("/{id}/evidence", EvidenceEndpoints.AddAsync).RequireRoles(Roles.Agents).WithBodyLimit(CaseEvidence.MaxBytes).WithoutIdempotency()
            .WithName("Alerts.AddEvidence").WithSummary("Adds a file; its bytes are the body");
        cases.MapGet("/{id}/evidence/{evidenceId:guid}", EvidenceEndpoints.FetchAsync).RequireRoles(Roles.Agents).WithName("Alerts.FetchEvidence")
            .WithSummary("Hands a file out, with its hash checked").Produces<byte[]>(200, "application/octet-stream");
    }
}
