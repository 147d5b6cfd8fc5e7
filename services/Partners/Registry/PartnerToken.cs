using Mat.Platform.Data;

namespace Mat.Partners.Registry;

/// <summary>A partner's key to the portal; only its hash is kept.</summary>
internal sealed class PartnerToken : Entity, IAudited
{
    public Guid PartnerId { get; init; }
    public required string Name { get; init; }
    public required string Prefix { get; init; }

    [NotAudited]
    public required string Hash { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}
