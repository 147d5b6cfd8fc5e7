using Mat.Contracts;
using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Mat.Tickets.Conversation;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Imports;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Redaction;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets;

/// <summary>Service desk: tickets, SLA clocks, conversation and escalation to partners.</summary>
public sealed class TicketsModule : IModule
{
    public string Name => "tickets";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<TicketsDb>(Name);
        builder.Services.AddValidation();
        builder.Services.AddOptions<TicketsOptions>().BindConfiguration("Tickets").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TicketMetrics>();
        builder.Services.AddSingleton<SchoolCache>();
        builder.Services.AddSingleton<SlaTargetCache>();
        builder.Services.AddSingleton<PolicyCache>();
        builder.Services.AddSingleton<EscalationPlanService>();
        builder.Services.AddSingleton<TicketNumbers>();
        builder.Services.AddScoped<TicketViews>();
        builder.Services.AddScoped<TicketCommandRunner>();
        builder.Services.AddSingleton<SlaWatcher>();
        builder.Services.AddHostedService(s => s.GetRequiredService<SlaWatcher>());
        builder.Services.AddHostedService<Replayer>();
        builder.AddConsumer<SchoolChangedConsumer, SchoolChanged, TicketsDb>(Name);
        builder.AddConsumer<PersonChangedConsumer, PersonChanged, TicketsDb>(Name);
        builder.AddConsumer<SkillChangedConsumer, SkillChanged, TicketsDb>(Name);
        builder.AddConsumer<AssetsChangedConsumer, AssetsChanged, TicketsDb>(Name);
        builder.AddConsumer<AlertRaisedConsumer, AlertRaised, TicketsDb>(Name);
        builder.AddConsumer<AlertChangedConsumer, AlertChanged, TicketsDb>(Name);
        builder.AddConsumer<EscalationProgressedConsumer, EscalationProgressed, TicketsDb>(Name);
        builder.AddConsumer<ReplayRequestedConsumer, ReplayRequested, TicketsDb>(Name);
    }

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/", ListTicketsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.ListTickets")
            .WithSummary("List tickets");
        group.MapPost("/", OpenTicketEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters).WithName("Tickets.OpenTicket")
            .WithSummary("Open a ticket");
        group.MapGet("/people", ListAssignableEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.ListAssignable")
            .WithSummary("List agents to whom tickets can be assigned");
        group.MapGet("/settings", GetSettingsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.GetSettings")
            .WithSummary("Get the SLA targets");
        group.MapPut("/settings", ChangeSettingsEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Tickets.ChangeSettings")
            .WithSummary("Replace the SLA targets");
        group.MapPost("/imports", ImportTicketsEndpoint.Handle).RequireRoles(Roles.Managers).WithBodyLimit(ImportTicketsEndpoint.MaxBytes)
            .WithName("Tickets.ImportTickets").WithSummary("Import tickets of a former system");

        group.MapGet("/redaction", ManageRedaction.Get).RequireRoles(Roles.Agents).WithName("Tickets.GetRedaction")
            .WithSummary("Get the redaction policy");
        group.MapPut("/redaction", ManageRedaction.Change).RequireRoles(Roles.Managers).RequireTrustScope()
            .WithName("Tickets.ChangeRedaction").WithSummary("Replace the redaction policy");
        group.MapGet("/internal/{ticketId:guid}/attachments/{attachmentId:guid}", PartnerAttachmentEndpoint.Handle).RequireSystem()
            .ExcludeFromDescription();

        const string Policies = "/escalation-policies";
        group.MapGet(Policies, ManagePolicies.List).RequireRoles(Roles.Agents).WithName("Tickets.ListPolicies")
            .WithSummary("List escalation policies");
        group.MapPost(Policies, ManagePolicies.Create).RequireRoles(Roles.Managers).RequireTrustScope().WithName("Tickets.CreatePolicy")
            .WithSummary("Create an escalation policy");
        group.MapGet(Policies + "/{policyId:guid}", ManagePolicies.Get).RequireRoles(Roles.Agents).WithName("Tickets.GetPolicy")
            .WithSummary("Get an escalation policy");
        group.MapPut(Policies + "/{policyId:guid}", ManagePolicies.Change).RequireRoles(Roles.Managers).RequireTrustScope()
            .WithName("Tickets.ChangePolicy").WithSummary("Replace an escalation policy");
        group.MapDelete(Policies + "/{policyId:guid}", ManagePolicies.Delete).RequireRoles(Roles.Managers).RequireTrustScope()
            .WithName("Tickets.DeletePolicy").WithSummary("Delete an escalation policy");

        group.MapGet("/{id}", GetTicketEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.GetTicket")
            .WithSummary("Get a ticket");
        group.MapPatch("/{id}", EditTicketEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.EditTicket")
            .WithSummary("Change fields of a ticket");
        group.MapPost("/{id}/assign", AssignTicketEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.AssignTicket")
            .WithSummary("Assign a ticket or return it to the queue");
        group.MapPost("/{id}/pause", PauseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.PauseTicket")
            .WithSummary("Pause the SLA clocks until the requester replies");
        group.MapPost("/{id}/resume", ResumeEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.ResumeTicket")
            .WithSummary("Resume the SLA clocks");
        group.MapPost("/{id}/resolve", ResolveEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.ResolveTicket")
            .WithSummary("Resolve a ticket");
        group.MapPost("/{id}/reopen", ReopenEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters).WithName("Tickets.ReopenTicket")
            .WithSummary("Reopen a ticket");
        group.MapPost("/{id}/close", CloseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.CloseTicket")
            .WithSummary("Close a resolved ticket");
        group.MapPost("/{id}/escalate", EscalateTicketEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.EscalateTicket")
            .WithSummary("Escalate a ticket to a partner");
        group.MapPost("/{id}/escalate/preview", PreviewEscalationEndpoint.Handle).RequireRoles(Roles.Agents).WithoutIdempotency()
            .WithName("Tickets.PreviewEscalation").WithSummary("Preview what a partner would receive");
        group.MapPost("/{id}/escalation/cancel", CancelEscalationEndpoint.Handle).RequireRoles(Roles.Agents)
            .WithName("Tickets.CancelEscalation").WithSummary("Cancel the open escalation");

        group.MapGet("/{id}/plan", TicketPlanEndpoints.Get).RequireRoles(Roles.Agents).WithName("Tickets.GetPlan")
            .WithSummary("Get the escalation plan");
        group.MapPost("/{id}/plan/hold", TicketPlanEndpoints.Hold).RequireRoles(Roles.Agents).WithName("Tickets.HoldPlan")
            .WithSummary("Put the escalation plan on hold");
        group.MapPost("/{id}/plan/release", TicketPlanEndpoints.Release).RequireRoles(Roles.Agents).WithName("Tickets.ReleasePlan")
            .WithSummary("Release the escalation plan");
        group.MapPost("/{id}/plan/skip", TicketPlanEndpoints.Skip).RequireRoles(Roles.Agents).WithName("Tickets.SkipPlanStep")
            .WithSummary("Skip the next step of the plan");
        group.MapPost("/{id}/plan/execute", TicketPlanEndpoints.ExecuteStep).RequireRoles(Roles.Agents).WithName("Tickets.ExecutePlanStep")
            .WithSummary("Execute a step of the plan now");

        group.MapGet("/{id}/timeline", ListTimelineEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.ListTimeline")
            .WithSummary("List the timeline");
        group.MapGet("/{id}/comments", ListCommentsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.ListComments")
            .WithSummary("List comments");
        group.MapPost("/{id}/comments", AddCommentEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters).WithName("Tickets.AddComment")
            .WithSummary("Add a comment");
        group.MapGet("/{id}/comments/{commentId:guid}", GetCommentEndpoint.Handle).RequireRoles(Roles.Everyone)
            .WithName("Tickets.GetComment").WithSummary("Get a comment");

        group.MapGet("/{id}/attachments", ListAttachmentsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.ListAttachments")
            .WithSummary("List attachments");
        group.MapPost("/{id}/attachments", AddAttachmentEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters)
            .WithBodyLimit(Attachment.MaxBytes).WithoutIdempotency().WithName("Tickets.AddAttachment").WithSummary("Upload an attachment");
        group.MapGet("/{id}/attachments/{attachmentId:guid}", DownloadAttachmentEndpoint.Handle).RequireRoles(Roles.Everyone)
            .WithName("Tickets.DownloadAttachment").WithSummary("Download an attachment");
        group.MapPost("/{id}/attachments/{attachmentId:guid}/share", ShareAttachmentEndpoint.Handle).RequireRoles(Roles.Agents)
            .WithName("Tickets.ShareAttachment").WithSummary("Share an attachment with the partner or stop sharing it");
        group.MapDelete("/{id}/attachments/{attachmentId:guid}", RemoveAttachmentEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters)
            .WithName("Tickets.RemoveAttachment").WithSummary("Delete an attachment");
    }
}
