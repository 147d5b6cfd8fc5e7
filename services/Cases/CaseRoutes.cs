using Mat.Cases.Evidence;
using Mat.Cases.Grouping;
using Mat.Cases.Handling;
using Mat.Cases.Playbooks;
using Mat.Platform.Auth;
using Mat.Platform.Http;

namespace Mat.Cases;

/// <summary>The routes of cases.</summary>
internal static class CaseRoutes
{
    public static void MapCases(this RouteGroupBuilder group)
    {
        group.MapGet("/", ListCasesEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Cases.ListCases")
            .WithSummary("Cases, newest first");
        group.MapPost("/", OpenCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.OpenCase")
            .WithSummary("Opens a case, with or without alerts");
        group.MapGet("/figures", GetCaseFiguresEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Cases.GetCaseFigures")
            .WithSummary("How fast cases are detected, taken in hand, contained and resolved");
        group.MapGet("/obligations", ListOpenObligationsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Cases.ListOpenObligations")
            .WithSummary("Obligations that nobody has answered, the next due first");
        group.MapGet("/playbooks", PlaybookEndpoints.ListAsync).RequireRoles(Roles.Readers).WithName("Cases.ListPlaybooks")
            .WithSummary("What to do when it happens");
        group.MapGet("/playbooks/{type}", PlaybookEndpoints.GetAsync).RequireRoles(Roles.Readers).WithName("Cases.GetPlaybook")
            .WithSummary("What to do when this happens");
        group.MapPut("/playbooks/{type}", PlaybookEndpoints.WriteAsync).RequireRoles(Roles.Managers).WithName("Cases.WritePlaybook")
            .WithSummary("The trust's own steps for every case from now on");
        group.MapDelete("/playbooks/{type}", PlaybookEndpoints.ResetAsync).RequireRoles(Roles.Managers).WithName("Cases.ResetPlaybook")
            .WithSummary("Back to Mat's steps");
        group.MapGet("/{id}", GetCaseEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Cases.GetCase")
            .WithSummary("One case, by id or reference");
        group.MapPatch("/{id}", ChangeCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.ChangeCase")
            .WithSummary("Changes a case");
        group.MapPost("/{id}/status", MoveCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.MoveCase")
            .WithSummary("Contained, resolved, closed, or open again");
        group.MapPost("/{id}/owner", AssignCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.AssignCase")
            .WithSummary("Says who looks after it");
        group.MapPost("/{id}/notes", AddCaseNoteEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.AddCaseNote")
            .WithSummary("Writes into the timeline");
        group.MapGet("/{id}/timeline", ListCaseTimelineEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Cases.ListCaseTimeline")
            .WithSummary("What was done, newest first");
        group.MapGet("/{id}/alerts", ListCaseAlertsEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Cases.ListCaseAlerts")
            .WithSummary("The alerts of a case");
        group.MapPost("/{id}/link", LinkAlertsEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.LinkAlerts")
            .WithSummary("Puts alerts into the case");
        group.MapPost("/{id}/unlink", UnlinkAlertEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.UnlinkAlert")
            .WithSummary("Takes an alert out of the case");
        group.MapPost("/{id}/merge", MergeCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.MergeCase")
            .WithSummary("Its alerts go to another case, and it is closed");
        group.MapPost("/{id}/unmerge", UnmergeCaseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.UnmergeCase")
            .WithSummary("Takes a wrong merge back");

        group.MapGet("/{id}/obligations", GetCaseObligationsEndpoint.Handle).RequireRoles(Roles.Readers)
            .WithName("Cases.GetCaseObligations").WithSummary("Facts, and the clocks that run because of them");
        group.MapPost("/{id}/facts", StateFactEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.StateFact")
            .WithSummary("States a fact; its clocks start by themselves");
        group.MapPost("/{id}/facts/withdraw", WithdrawFactEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.WithdrawFact")
            .WithSummary("Says that a fact was none");
        group.MapPost("/{id}/obligations/answer", AnswerObligationEndpoint.Handle).RequireRoles(Roles.Agents)
            .WithName("Cases.AnswerObligation").WithSummary("Done with a reference, or not needed with a reason");
        group.MapGet("/{id}/obligations/{obligation}/pack", GetEvidencePackEndpoint.Handle).RequireRoles(Roles.Readers)
            .WithName("Cases.GetObligationEvidence")
            .WithSummary("All that the obligation needs as a page that prints").Produces<string>(200, "text/html");

        group.MapGet("/{id}/tasks", ListCaseTasksEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Cases.ListCaseTasks")
            .WithSummary("What is to be done, in order");
        group.MapPost("/{id}/tasks", AddCaseTaskEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.AddCaseTask")
            .WithSummary("Adds a task");
        group.MapPost("/{id}/playbook", StartPlaybookEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Cases.StartPlaybook")
            .WithSummary("Copies a playbook's steps into the case");
        group.MapPatch("/{id}/tasks/{taskId:guid}", ChangeCaseTaskEndpoint.Handle).RequireRoles(Roles.Agents)
            .WithName("Cases.ChangeCaseTask").WithSummary("Changes a task, or ticks it off");
        group.MapDelete("/{id}/tasks/{taskId:guid}", RemoveCaseTaskEndpoint.Handle).RequireRoles(Roles.Agents)
            .WithName("Cases.RemoveCaseTask").WithSummary("Takes a task off the list");

        group.MapGet("/{id}/indicators", CaseIndicatorEndpoints.ListAsync).RequireRoles(Roles.Readers).WithName("Cases.ListCaseIndicators")
            .WithSummary("Marks of what happened");
        group.MapPost("/{id}/indicators", CaseIndicatorEndpoints.AddAsync).RequireRoles(Roles.Agents).WithName("Cases.AddCaseIndicator")
            .WithSummary("Adds a mark");
        group.MapPost("/{id}/indicators/{itemId:guid}/withdraw", CaseIndicatorEndpoints.WithdrawAsync).RequireRoles(Roles.Agents)
            .WithName("Cases.WithdrawCaseIndicator").WithSummary("Says that a mark does not belong here; it stays, with the reason");
        group.MapGet("/{id}/findings", CaseFindingEndpoints.ListAsync).RequireRoles(Roles.Readers).WithName("Cases.ListCaseFindings")
            .WithSummary("What was found out");
        group.MapPost("/{id}/findings", CaseFindingEndpoints.AddAsync).RequireRoles(Roles.Agents).WithName("Cases.AddCaseFinding")
            .WithSummary("Adds a finding");
        group.MapPost("/{id}/findings/{itemId:guid}/withdraw", CaseFindingEndpoints.WithdrawAsync).RequireRoles(Roles.Agents)
            .WithName("Cases.WithdrawCaseFinding").WithSummary("Says that a finding was wrong; it stays, with the reason");
        group.MapGet("/{id}/evidence", EvidenceEndpoints.ListAsync).RequireRoles(Roles.Readers).WithName("Cases.ListEvidence")
            .WithSummary("Files with hash and chain of custody");
        group.MapPost("/{id}/evidence", EvidenceEndpoints.AddAsync).RequireRoles(Roles.Agents).WithBodyLimit(CaseEvidence.MaxBytes)
            .WithoutIdempotency()
            .WithName("Cases.AddEvidence").WithSummary("Adds a file; its bytes are the body");
        group.MapGet("/{id}/evidence/{evidenceId:guid}", EvidenceEndpoints.FetchAsync).RequireRoles(Roles.Agents)
            .WithName("Cases.FetchEvidence")
            .WithSummary("Hands a file out, with its hash checked").Produces<byte[]>(200, "application/octet-stream");
    }

    public static void MapGrouping(this RouteGroupBuilder group)
    {
        var grouping = group.MapGroup("/grouping");
        grouping.MapGet("/", ListGroupingEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Cases.ListGrouping")
            .WithSummary("Rules that make one case of alerts");
        grouping.MapPost("/", CreateGroupingEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Cases.CreateGrouping")
            .WithSummary("Adds a rule that groups alerts into cases");
        grouping.MapGet("/{id:guid}", GetGroupingEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Cases.GetGrouping")
            .WithSummary("One of them");
        grouping.MapPatch("/{id:guid}", ChangeGroupingEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Cases.ChangeGrouping")
            .WithSummary("Changes it");
        grouping.MapDelete("/{id:guid}", DeleteGroupingEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Cases.DeleteGrouping")
            .WithSummary("Removes it; its cases stay");
    }
}
