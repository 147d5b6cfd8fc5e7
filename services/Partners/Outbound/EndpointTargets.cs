namespace Mat.Partners.Outbound;

/// <summary>Whether an address that somebody enters can be an endpoint of either kind.</summary>
internal sealed class EndpointTargets(TargetPolicy webhooks, MailSender mail)
{
    /// <summary>Why it cannot, for people to read; null when it can.</summary>
    public string? Refuse(string url) => MailSender.IsMail(url) ? mail.Refuse(url) : webhooks.Refuse(url, out _);
}
