using System.Net;
using Mat.Contracts;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Mat.Partners.Inbound;
using Mat.Partners.Outbound;
using Mat.Partners.Portal;
using Mat.Partners.Recoveries;
using Mat.Partners.Registry;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mat.Partners;

/// <summary>Partners: the register of outside specialists, escalations to them, and the webhooks that carry those.</summary>
public sealed class PartnersModule : IModule
{
    public string Name => "partners";

    public void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PartnersOptions>().BindConfiguration("Partners").ValidateDataAnnotations().ValidateOnStart();
        services.AddValidation();
        builder.AddServiceDb<PartnersDb>(Name);
        builder.AddPartnerTokens<PartnerTokenLookup>();

        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<RetrySchedule>(s => new(s.GetRequiredService<Microsoft.Extensions.Options.IOptions<PartnersOptions>>()));
        services.AddSingleton<TargetPolicy>(s => new(s.GetRequiredService<Microsoft.Extensions.Options.IOptions<PartnersOptions>>()));
        services.TryAddSingleton<HostResolver>(Dns.GetHostAddressesAsync);
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<DeliveryClaims>();
        services.AddSingleton<DeliveryResults>();
        services.AddSingleton<SuccessWriter>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<EndpointTargets>();
        services.AddSingleton<DeliverySender>();
        services.AddHostedService<DeliveryWorker>();
        services.AddHostedService<RecoveryWorker>();
        services.AddSingleton<DocumentExpiryJob>();
        services.AddHostedService(s => s.GetRequiredService<DocumentExpiryJob>());
        services.AddSingleton<InboundMetrics>();
        services.AddScoped<InboundEndpoint>();
        services.AddSingleton<EscalationNumbers>();
        services.AddSingleton<EscalationRouter>();
        services.AddSingleton<MailLinks>();

        builder.AddConsumer<EscalationRequestedConsumer, EscalationRequested, PartnersDb>(Name);
        builder.AddConsumer<EscalationCancelledConsumer, EscalationCancelled, PartnersDb>(Name);
        builder.AddConsumer<TicketCommentedConsumer, TicketCommented, PartnersDb>(Name);
        builder.AddConsumer<TicketChangedConsumer, TicketChanged, PartnersDb>(Name);
        builder.AddConsumer<QuestionAnsweredConsumer, EscalationQuestionAnswered, PartnersDb>(Name);
        builder.AddConsumer<SkillChangedConsumer, SkillChanged, PartnersDb>(Name);
        builder.AddConsumer<SchoolChangedConsumer, SchoolChanged, PartnersDb>(Name);
        builder.AddConsumer<ReplayRequestedConsumer, ReplayRequested, PartnersDb>(Name);
        services.Configure<OpenApiOptions>(Name, o => o.AddDocumentTransformer<WebhookDocument>());
    }

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/areas", ReadPartners.ListAreas).RequireRoles(Roles.Readers).WithName("Partners.ListAreas");
        group.MapGet("", ReadPartners.List).RequireRoles(Roles.Readers).WithName("Partners.ListPartners");
        group.MapGet("/{id:guid}", ReadPartners.Get).RequireRoles(Roles.Readers).WithName("Partners.GetPartner");
        group.MapGet("/{id:guid}/scorecard", Scorecard.Get).RequireRoles(Roles.Readers).WithName("Partners.GetScorecard");

        group.MapGet("/areas/scorecard", AreaScorecard.Get).RequireRoles(Roles.Readers).WithName("Partners.GetAreaScores");
        group.MapGet("/areas/scorecard/export", AreaScorecard.Export).RequireRoles(Roles.Readers).WithName("Partners.ExportAreaScores").Produces(200, contentType: "text/csv");
        group.MapGet("/budgets", Budgets.List).RequireRoles(Roles.Readers).WithName("Partners.ListBudgets");
        group.MapPut("/budgets/{schoolId:guid}/{year:int}", Budgets.Set).RequireRoles(Roles.Managers).WithName("Partners.SetBudget");

        var register = group.MapGroup("").AddEndpointFilter(TrustWideRoutes.Filter);
        register.MapPost("", CreatePartnerEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Partners.CreatePartner");
        register.MapPatch("/{id:guid}", ChangePartnerEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Partners.ChangePartner");
        register.MapGet("/{id:guid}/tokens", PartnerTokens.List).RequireRoles(Roles.Managers).WithName("Partners.ListTokens");
        register.MapPost("/{id:guid}/tokens", PartnerTokens.Create).RequireRoles(Roles.Managers).WithoutIdempotency().WithName("Partners.CreateToken");
        register.MapDelete("/{id:guid}/tokens/{tokenId:guid}", PartnerTokens.Revoke).RequireRoles(Roles.Managers).WithName("Partners.RevokeToken");

        // What is shown once is not kept for a repeat of the request: those routes take no Idempotency-Key.
        const string One = "/{id:guid}/endpoints/{endpointId:guid}";
        register.MapGet("/{id:guid}/endpoints", ManageEndpoints.List).RequireRoles(Roles.Agents).WithName("Partners.ListEndpoints");
        register.MapPost("/{id:guid}/endpoints", ManageEndpoints.Create).RequireRoles(Roles.Managers).WithoutIdempotency().WithName("Partners.CreateEndpoint");
        register.MapGet(One, ManageEndpoints.Get).RequireRoles(Roles.Agents).WithName("Partners.GetEndpoint");
        register.MapPatch(One, ManageEndpoints.Change).RequireRoles(Roles.Managers).WithName("Partners.ChangeEndpoint");
        register.MapDelete(One, ManageEndpoints.Delete).RequireRoles(Roles.Managers).WithName("Partners.DeleteEndpoint");
        register.MapPost(One + "/enable", ManageEndpoints.Enable).RequireRoles(Roles.Managers).WithName("Partners.EnableEndpoint");
        register.MapPost(One + "/rotate", ManageEndpoints.Rotate).RequireRoles(Roles.Managers).WithoutIdempotency().WithName("Partners.RotateSecret");
        register.MapPost(One + "/ping", ManageEndpoints.Ping).RequireRoles(Roles.Managers).WithName("Partners.PingEndpoint");

        register.MapGet(One + "/recoveries", RecoveryEndpoints.List).RequireRoles(Roles.Agents).WithName("Partners.ListRecoveries");
        register.MapPost(One + "/recoveries", RecoveryEndpoints.Start).RequireRoles(Roles.Managers).WithName("Partners.StartRecovery");
        register.MapGet(One + "/recoveries/{recoveryId:guid}", RecoveryEndpoints.Get).RequireRoles(Roles.Agents).WithName("Partners.GetRecovery");
        register.MapPost(One + "/recoveries/{recoveryId:guid}/cancel", RecoveryEndpoints.Cancel).RequireRoles(Roles.Managers).WithName("Partners.CancelRecovery");

        group.MapGet("/escalations", ReadEscalations.List).RequireRoles(Roles.Readers).WithName("Partners.ListEscalations");
        group.MapGet("/escalations/{key}", ReadEscalations.Get).RequireRoles(Roles.Readers).WithName("Partners.GetEscalation");
        group.MapPost("/escalations/{id:guid}/route", RouteEscalationEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Partners.RouteEscalation");
        group.MapGet("/escalations/{id:guid}/deliveries", ReadDeliveries.OfEscalation).RequireRoles(Roles.Agents).WithName("Partners.ListEscalationDeliveries");
        group.MapPatch("/escalations/{id:guid}/cost", ChangeCostEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Partners.ChangeCost");
        group.MapPost("/escalations/{id:guid}/links", AnswerLinks.Create).RequireRoles(Roles.Agents).WithoutIdempotency().WithName("Partners.CreateAnswerLink");
        group.MapGet("/deliveries", ReadDeliveries.List).RequireRoles(Roles.Agents).WithName("Partners.ListDeliveries");
        group.MapGet("/deliveries/{id:guid}", ReadDeliveries.Get).RequireRoles(Roles.Agents).WithName("Partners.GetDelivery");
        group.MapPost("/deliveries/{id:guid}/replay", ReadDeliveries.Replay).RequireRoles(Roles.Agents).WithName("Partners.ReplayDelivery");

        register.MapGet("/{id:guid}/papers", ManageDocuments.List).RequireRoles(Roles.Agents).WithName("Partners.ListPapers");
        register.MapPost("/{id:guid}/papers", ManageDocuments.Add).RequireRoles(Roles.Managers).WithName("Partners.AddPaper");
        register.MapDelete("/{id:guid}/papers/{paperId:guid}", ManageDocuments.Remove).RequireRoles(Roles.Managers).WithName("Partners.RemovePaper");
        register.MapGet("/{id:guid}/inbound", InboundSecrets.Get).RequireRoles(Roles.Agents).WithName("Partners.GetInbound");
        register.MapPost("/{id:guid}/inbound/rotate", InboundSecrets.Rotate).RequireRoles(Roles.Managers).WithoutIdempotency().WithName("Partners.RotateInboundSecret");
        register.MapDelete("/{id:guid}/inbound", InboundSecrets.Remove).RequireRoles(Roles.Managers).WithName("Partners.RemoveInbound");

        // Anonymous: the signature over the body, or the link itself, is what proves who answers (tested list in ModulesTests).
        group.MapPost("/inbound/{partnerId:guid}", InboundEndpoint.Handle).AllowAnonymous().WithoutIdempotency()
            .Accepts<InboundMessage>("application/json").WithName("Partners.ReceiveAnswer");
        group.MapPost("/answer", AnswerLinks.Answer).AllowAnonymous().WithoutIdempotency().WithName("Partners.AnswerByLink");
        group.MapPost("/answer/view", AnswerLinks.View).AllowAnonymous().WithoutIdempotency().WithName("Partners.ViewAnswerLink");
        group.MapPost("/answer/attachments/{attachmentId:guid}", AnswerLinks.GetFile).AllowAnonymous().WithoutIdempotency().WithName("Partners.GetAnswerAttachment");

        var portal = group.MapGroup("/portal/escalations");
        portal.MapGet("", ReadPortal.List).RequirePartner().WithName("Partners.ListPortalEscalations");
        portal.MapGet("/{id:guid}", ReadPortal.Get).RequirePartner().WithName("Partners.GetPortalEscalation");
        portal.MapGet("/{id:guid}/attachments/{attachmentId:guid}", PortalAttachment.Get).RequirePartner().WithName("Partners.GetPortalAttachment");
        portal.MapPost("/{id:guid}/acknowledge", AnswerEscalation.Acknowledge).RequirePartner().WithName("Partners.AcknowledgeEscalation");
        portal.MapPost("/{id:guid}/comments", AnswerEscalation.Comment).RequirePartner().WithName("Partners.CommentEscalation");
        portal.MapPost("/{id:guid}/question", AnswerEscalation.Ask).RequirePartner().WithName("Partners.AskAboutEscalation");
        portal.MapPost("/{id:guid}/resolve", AnswerEscalation.Resolve).RequirePartner().WithName("Partners.ResolveEscalation");
        portal.MapPost("/{id:guid}/reject", AnswerEscalation.Reject).RequirePartner().WithName("Partners.RejectEscalation");
    }
}
