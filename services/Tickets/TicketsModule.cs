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
using Mat.Tickets.Attachments;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Escalations.Policies;
using Mat.Tickets.Imports;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Settings;
using Mat.Tickets.Timeline;

namespace Mat.Tickets;

/// <summary>The desk: tickets, their clocks, what is said on them, and the way to a partner.</summary>
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
        group.MapGet("/", ListTicketsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.ListTickets");
        group.MapPost("/", OpenTicketEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters).WithName("Tickets.OpenTicket");
        group.MapGet("/people", ListAssignableEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.ListAssignable");
        group.MapGet("/settings", GetSettingsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.GetSettings");
        group.MapPut("/settings", ChangeSettingsEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Tickets.ChangeSettings");
        group.MapPost("/imports", ImportTicketsEndpoint.Handle).RequireRoles(Roles.Managers).WithBodyLimit(ImportTicketsEndpoint.MaxBytes).WithName("Tickets.ImportTickets");

        group.MapGet("/redaction", ManageRedaction.Get).RequireRoles(Roles.Agents).WithName("Tickets.GetRedaction");
        group.MapPut("/redaction", ManageRedaction.Change).RequireRoles(Roles.Managers).RequireTrustScope().WithName("Tickets.ChangeRedaction");
        group.MapGet("/internal/{ticketId:guid}/attachments/{attachmentId:guid}", PartnerAttachmentEndpoint.Handle).RequireSystem().ExcludeFromDescription();

        const string Policies = "/escalation-policies";
        group.MapGet(Policies, ManagePolicies.List).RequireRoles(Roles.Agents).WithName("Tickets.ListPolicies");
        group.MapPost(Policies, ManagePolicies.Create).RequireRoles(Roles.Managers).RequireTrustScope().WithName("Tickets.CreatePolicy");
        group.MapGet(Policies + "/{policyId:guid}", ManagePolicies.Get).RequireRoles(Roles.Agents).WithName("Tickets.GetPolicy");
        group.MapPut(Policies + "/{policyId:guid}", ManagePolicies.Change).RequireRoles(Roles.Managers).RequireTrustScope().WithName("Tickets.ChangePolicy");
        group.MapDelete(Policies + "/{policyId:guid}", ManagePolicies.Delete).RequireRoles(Roles.Managers).RequireTrustScope().WithName("Tickets.DeletePolicy");

        group.MapGet("/{id}", GetTicketEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.GetTicket");
        group.MapPatch("/{id}", EditTicketEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.EditTicket");
        group.MapPost("/{id}/assign", AssignTicketEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.AssignTicket");
        group.MapPost("/{id}/wait", WaitEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.WaitForRequester");
        group.MapPost("/{id}/continue", ContinueEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.ContinueTicket");
        group.MapPost("/{id}/resolve", ResolveEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.ResolveTicket");
        group.MapPost("/{id}/reopen", ReopenEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters).WithName("Tickets.ReopenTicket");
        group.MapPost("/{id}/close", CloseEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.CloseTicket");
        group.MapPost("/{id}/escalate", EscalateTicketEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.EscalateTicket");
        group.MapPost("/{id}/escalate/preview", PreviewEscalationEndpoint.Handle).RequireRoles(Roles.Agents).WithoutIdempotency().WithName("Tickets.PreviewEscalation");
        group.MapPost("/{id}/escalation/cancel", CancelEscalationEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.CancelEscalation");

        group.MapGet("/{id}/plan", TicketPlanEndpoints.Get).RequireRoles(Roles.Agents).WithName("Tickets.GetPlan");
        group.MapPost("/{id}/plan/hold", TicketPlanEndpoints.Hold).RequireRoles(Roles.Agents).WithName("Tickets.HoldPlan");
        group.MapPost("/{id}/plan/release", TicketPlanEndpoints.Release).RequireRoles(Roles.Agents).WithName("Tickets.ReleasePlan");
        group.MapPost("/{id}/plan/skip", TicketPlanEndpoints.Skip).RequireRoles(Roles.Agents).WithName("Tickets.SkipPlanStep");
        group.MapPost("/{id}/plan/take", TicketPlanEndpoints.Take).RequireRoles(Roles.Agents).WithName("Tickets.TakePlanStep");

        group.MapGet("/{id}/timeline", ListTimelineEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.ListTimeline");
        group.MapGet("/{id}/comments", ListCommentsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.ListComments");
        group.MapPost("/{id}/comments", AddCommentEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters).WithName("Tickets.AddComment");
        group.MapGet("/{id}/comments/{commentId:guid}", GetCommentEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.GetComment");

        group.MapGet("/{id}/attachments", ListAttachmentsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.ListAttachments");
        group.MapPost("/{id}/attachments", AddAttachmentEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters)
            .WithBodyLimit(Attachment.MaxBytes).WithoutIdempotency().WithName("Tickets.AddAttachment");
        group.MapGet("/{id}/attachments/{attachmentId:guid}", DownloadAttachmentEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Tickets.DownloadAttachment");
        group.MapPost("/{id}/attachments/{attachmentId:guid}/share", ShareAttachmentEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Tickets.ShareAttachment");
        group.MapDelete("/{id}/attachments/{attachmentId:guid}", RemoveAttachmentEndpoint.Handle).RequireRoles(TicketAccessRules.Commenters).WithName("Tickets.RemoveAttachment");
    }
}
