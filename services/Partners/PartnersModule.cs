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
        group.MapGet("/areas", ReadPartners.ListAreas).RequireRoles(Roles.Readers)
            .WithName("Partners.ListAreas").WithSummary("List areas of expertise");
        group.MapGet("", ReadPartners.List).RequireRoles(Roles.Readers).WithName("Partners.ListPartners").WithSummary("List partners");
        group.MapGet("/{id:guid}", ReadPartners.Get).RequireRoles(Roles.Readers)
            .WithName("Partners.GetPartner").WithSummary("Get a partner");
        group.MapGet("/{id:guid}/scorecard", Scorecard.Get).RequireRoles(Roles.Readers)
            .WithName("Partners.GetScorecard").WithSummary("Get a partner's scorecard");

        group.MapGet("/areas/scorecard", AreaScorecard.Get).RequireRoles(Roles.Readers)
            .WithName("Partners.GetAreaScores").WithSummary("Compare partners by area of expertise");
        group.MapGet("/areas/scorecard/export", AreaScorecard.Export).RequireRoles(Roles.Readers)
            .WithName("Partners.ExportAreaScores").WithSummary("Export the comparison of partners by area as CSV")
            .Produces(200, contentType: "text/csv");
        group.MapGet("/budgets", Budgets.List).RequireRoles(Roles.Readers)
            .WithName("Partners.ListBudgets").WithSummary("List budgets and spending by school");
        group.MapPut("/budgets/{schoolId:guid}/{year:int}", Budgets.Set).RequireRoles(Roles.Managers)
            .WithName("Partners.SetBudget").WithSummary("Set a school's budget for a financial year");

        var register = group.MapGroup("").AddEndpointFilter(TrustWideRoutes.Filter);
        register.MapPost("", CreatePartnerEndpoint.Handle).RequireRoles(Roles.Managers)
            .WithName("Partners.CreatePartner").WithSummary("Create a partner");
        register.MapPatch("/{id:guid}", ChangePartnerEndpoint.Handle).RequireRoles(Roles.Managers)
            .WithName("Partners.ChangePartner").WithSummary("Change a partner");
        register.MapGet("/{id:guid}/tokens", PartnerTokens.List).RequireRoles(Roles.Managers)
            .WithName("Partners.ListTokens").WithSummary("List a partner's API tokens");
        register.MapPost("/{id:guid}/tokens", PartnerTokens.Create).RequireRoles(Roles.Managers).WithoutIdempotency()
            .WithName("Partners.CreateToken").WithSummary("Create an API token for a partner; shown once");
        register.MapDelete("/{id:guid}/tokens/{tokenId:guid}", PartnerTokens.Revoke).RequireRoles(Roles.Managers)
            .WithName("Partners.RevokeToken").WithSummary("Revoke a partner's API token");

        // What is shown once is not kept for a repeat of the request: those routes take no Idempotency-Key.
        const string One = "/{id:guid}/endpoints/{endpointId:guid}";
        register.MapGet("/{id:guid}/endpoints", ManageEndpoints.List).RequireRoles(Roles.Agents)
            .WithName("Partners.ListEndpoints").WithSummary("List a partner's endpoints");
        register.MapPost("/{id:guid}/endpoints", ManageEndpoints.Create).RequireRoles(Roles.Managers).WithoutIdempotency()
            .WithName("Partners.CreateEndpoint").WithSummary("Create a webhook or mail endpoint; the secret is shown once");
        register.MapGet(One, ManageEndpoints.Get).RequireRoles(Roles.Agents)
            .WithName("Partners.GetEndpoint").WithSummary("Get an endpoint");
        register.MapPatch(One, ManageEndpoints.Change).RequireRoles(Roles.Managers)
            .WithName("Partners.ChangeEndpoint").WithSummary("Change an endpoint");
        register.MapDelete(One, ManageEndpoints.Delete).RequireRoles(Roles.Managers)
            .WithName("Partners.DeleteEndpoint").WithSummary("Delete an endpoint");
        register.MapPost(One + "/enable", ManageEndpoints.Enable).RequireRoles(Roles.Managers)
            .WithName("Partners.EnableEndpoint").WithSummary("Enable an endpoint again");
        register.MapPost(One + "/rotate", ManageEndpoints.Rotate).RequireRoles(Roles.Managers).WithoutIdempotency()
            .WithName("Partners.RotateSecret").WithSummary("Rotate an endpoint's signing secret; the new one is shown once");
        register.MapPost(One + "/ping", ManageEndpoints.Ping).RequireRoles(Roles.Managers)
            .WithName("Partners.PingEndpoint").WithSummary("Send a test delivery to an endpoint");

        register.MapGet(One + "/recoveries", RecoveryEndpoints.List).RequireRoles(Roles.Agents)
            .WithName("Partners.ListRecoveries").WithSummary("List recoveries of an endpoint");
        register.MapPost(One + "/recoveries", RecoveryEndpoints.Start).RequireRoles(Roles.Managers)
            .WithName("Partners.StartRecovery").WithSummary("Redeliver what failed in a period");
        register.MapGet(One + "/recoveries/{recoveryId:guid}", RecoveryEndpoints.Get).RequireRoles(Roles.Agents)
            .WithName("Partners.GetRecovery").WithSummary("Get a recovery and its progress");
        register.MapPost(One + "/recoveries/{recoveryId:guid}/cancel", RecoveryEndpoints.Cancel).RequireRoles(Roles.Managers)
            .WithName("Partners.CancelRecovery").WithSummary("Cancel a recovery");

        group.MapGet("/escalations", ReadEscalations.List).RequireRoles(Roles.Readers)
            .WithName("Partners.ListEscalations").WithSummary("List escalations");
        group.MapGet("/escalations/{key}", ReadEscalations.Get).RequireRoles(Roles.Readers)
            .WithName("Partners.GetEscalation").WithSummary("Get an escalation by id or reference");
        group.MapPost("/escalations/{id:guid}/route", RouteEscalationEndpoint.Handle).RequireRoles(Roles.Agents)
            .WithName("Partners.RouteEscalation").WithSummary("Route an escalation to a partner");
        group.MapGet("/escalations/{id:guid}/deliveries", ReadDeliveries.OfEscalation).RequireRoles(Roles.Agents)
            .WithName("Partners.ListEscalationDeliveries").WithSummary("List deliveries of an escalation");
        group.MapPatch("/escalations/{id:guid}/cost", ChangeCostEndpoint.Handle).RequireRoles(Roles.Managers)
            .WithName("Partners.ChangeCost").WithSummary("Change the cost of an escalation");
        group.MapPost("/escalations/{id:guid}/links", AnswerLinks.Create).RequireRoles(Roles.Agents).WithoutIdempotency()
            .WithName("Partners.CreateAnswerLink").WithSummary("Create a one-time answer link; shown once");
        group.MapGet("/deliveries", ReadDeliveries.List).RequireRoles(Roles.Agents)
            .WithName("Partners.ListDeliveries").WithSummary("List webhook and mail deliveries");
        group.MapGet("/deliveries/{id:guid}", ReadDeliveries.Get).RequireRoles(Roles.Agents)
            .WithName("Partners.GetDelivery").WithSummary("Get a delivery with its attempts");
        group.MapPost("/deliveries/{id:guid}/replay", ReadDeliveries.Replay).RequireRoles(Roles.Agents)
            .WithName("Partners.ReplayDelivery").WithSummary("Send a delivery again");

        register.MapGet("/{id:guid}/documents", ManageDocuments.List).RequireRoles(Roles.Agents)
            .WithName("Partners.ListDocuments").WithSummary("List a partner's compliance documents");
        register.MapPost("/{id:guid}/documents", ManageDocuments.Add).RequireRoles(Roles.Managers)
            .WithName("Partners.AddDocument").WithSummary("Add a compliance document");
        register.MapDelete("/{id:guid}/documents/{documentId:guid}", ManageDocuments.Remove).RequireRoles(Roles.Managers)
            .WithName("Partners.RemoveDocument").WithSummary("Remove a compliance document");
        register.MapGet("/{id:guid}/inbound", InboundSecrets.Get).RequireRoles(Roles.Agents)
            .WithName("Partners.GetInbound").WithSummary("Get the settings for signed answers");
        register.MapPost("/{id:guid}/inbound/rotate", InboundSecrets.Rotate).RequireRoles(Roles.Managers).WithoutIdempotency()
            .WithName("Partners.RotateInboundSecret").WithSummary("Create or rotate the secret of signed answers; shown once");
        register.MapDelete("/{id:guid}/inbound", InboundSecrets.Remove).RequireRoles(Roles.Managers)
            .WithName("Partners.RemoveInbound").WithSummary("Stop accepting signed answers");

        // Anonymous: the signature over the body, or the link itself, is what proves who answers (tested list in ModulesTests).
        group.MapPost("/inbound/{partnerId:guid}", InboundEndpoint.Handle).AllowAnonymous().WithoutIdempotency()
            .Accepts<InboundMessage>("application/json")
                .WithName("Partners.ReceiveAnswer").WithSummary("Receive a partner's signed answer");
        group.MapPost("/answer", AnswerLinks.Answer).AllowAnonymous().WithoutIdempotency()
            .WithName("Partners.AnswerByLink").WithSummary("Answer an escalation with a link");
        group.MapPost("/answer/view", AnswerLinks.View).AllowAnonymous().WithoutIdempotency()
            .WithName("Partners.ViewAnswerLink").WithSummary("Get the escalation behind an answer link");
        group.MapPost("/answer/attachments/{attachmentId:guid}", AnswerLinks.GetFile).AllowAnonymous().WithoutIdempotency()
            .WithName("Partners.GetAnswerAttachment").WithSummary("Download a shared file with an answer link");

        var portal = group.MapGroup("/portal/escalations");
        portal.MapGet("", ReadPortal.List).RequirePartner()
            .WithName("Partners.ListPortalEscalations").WithSummary("List the partner's own escalations");
        portal.MapGet("/{id:guid}", ReadPortal.Get).RequirePartner()
            .WithName("Partners.GetPortalEscalation").WithSummary("Get one of the partner's own escalations");
        portal.MapGet("/{id:guid}/attachments/{attachmentId:guid}", PortalAttachment.Get).RequirePartner()
            .WithName("Partners.GetPortalAttachment").WithSummary("Download a file shared with the partner");
        portal.MapPost("/{id:guid}/acknowledge", AnswerEscalation.Acknowledge).RequirePartner()
            .WithName("Partners.AcknowledgeEscalation").WithSummary("Acknowledge an escalation");
        portal.MapPost("/{id:guid}/comments", AnswerEscalation.Comment).RequirePartner()
            .WithName("Partners.CommentEscalation").WithSummary("Comment on an escalation");
        portal.MapPost("/{id:guid}/question", AnswerEscalation.Ask).RequirePartner()
            .WithName("Partners.AskAboutEscalation").WithSummary("Ask the school a question");
        portal.MapPost("/{id:guid}/resolve", AnswerEscalation.Resolve).RequirePartner()
            .WithName("Partners.ResolveEscalation").WithSummary("Resolve an escalation");
        portal.MapPost("/{id:guid}/reject", AnswerEscalation.Reject).RequirePartner()
            .WithName("Partners.RejectEscalation").WithSummary("Reject an escalation");
    }
}
