using Mat.Platform.Data;

namespace Mat.Partners.Endpoints;

public enum PartnerEndpointStatus { Active, Disabled, Deleted }

/// <summary>Where a partner takes webhooks.</summary>
internal sealed class WebhookEndpoint : Entity, IAudited
{
    public Guid PartnerId { get; init; }
    public required string Url { get; set; }
    public string? Description { get; set; }

    /// <summary>Event types it wants; none means all.</summary>
    public List<string> Events { get; set; } = [];

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
