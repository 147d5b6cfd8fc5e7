using Mat.Partners.Outbound;
using Mat.Platform.Data;

namespace Mat.Partners.Endpoints;

public enum PartnerEndpointStatus { Active, Disabled, Deleted }

public enum PartnerEndpointChannel { Webhook, Email }

/// <summary>Where a partner hears of its escalations: by webhook, or by e-mail if the URL begins with <c>mailto:</c>.</summary>
internal sealed class WebhookEndpoint : Entity, IAudited
{
    public Guid PartnerId { get; init; }
    public required string Url { get; set; }
    public string? Description { get; set; }

    /// <summary>Event types it wants; none means all.</summary>
    public List<string> Events { get; set; } = [];

    /// <summary>Names of the headers that the partner wants beside ours; their values are secrets.</summary>
    public List<string> HeaderNames { get; set; } = [];

    /// <summary>Names and values, encrypted at rest.</summary>
    [NotAudited]
    public string? SealedHeaders { get; set; }

    /// <summary>Attempts under way at the same time; null is the setting <see cref="PartnersOptions.PerEndpoint"/>.</summary>
    public int? Concurrency { get; set; }

    /// <summary>One message at a time, and those of one escalation in the order in which they were made.</summary>
    public bool Ordered { get; set; }

    public PartnerEndpointStatus Status { get; set; }
    public string? DisabledReason { get; set; }

    /// <summary>The last characters of the secret, for people to tell two apart.</summary>
    [NotAudited]
    public string SecretHint { get; set; } = "";

    // The delivery worker writes these past the version: how an endpoint fares is not an edit of it.
    public DateTimeOffset? LastSuccessAt { get; set; }
    public DateTimeOffset? LastFailureAt { get; set; }

    /// <summary>The first failure since the last success.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Failed attempts since the last success.</summary>
    public int Failures { get; set; }

    public PartnerEndpointChannel Channel => MailSender.IsMail(Url) ? PartnerEndpointChannel.Email : PartnerEndpointChannel.Webhook;

    public bool Wants(string eventType) => Events.Count == 0 || Events.Contains(eventType);

    public void Disable(string reason)
    {
        Status = PartnerEndpointStatus.Disabled;
        DisabledReason = reason;
    }

    public void Enable()
    {
        Status = PartnerEndpointStatus.Active;
        DisabledReason = null;
        FailingSince = null;
        Failures = 0;
    }
}

/// <summary>A signing secret; more than one is in force for a time after a rotation.</summary>
internal sealed class EndpointSecret
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid EndpointId { get; init; }

    /// <summary>Encrypted at rest.</summary>
    public required string Sealed { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an old secret stops signing; null for the one in force.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
