using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Mat.Platform.Auth;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Portal;

/// <summary>Gives each e-mail about an escalation a link of its own to answer it, in the save that queues the e-mail.</summary>
internal sealed class MailLinks(ISecretProtector protector, IOptions<PartnersOptions> options)
{
    /// <returns>What makes the link for one endpoint, encrypted until it is sent; none without
    /// <see cref="PartnersOptions.PublicUrl"/>.</returns>
    public Func<WebhookEndpoint, string?> For(PartnersDb db, Escalation escalation, DateTimeOffset now) => endpoint =>
    {
        if (options.Value.PublicUrl is not { } address)
            return null;
        var (link, path) = AnswerLinks.New(escalation.Id, endpoint.PartnerId, now.AddDays(options.Value.AnswerLinkDays));
        db.AnswerLinks.Add(link);
        return protector.Protect(address.ToString().TrimEnd('/') + path);
    };
}
