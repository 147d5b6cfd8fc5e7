using System.ComponentModel.DataAnnotations;
using Mat.Partners.Deliveries;
using Mat.Platform.Http;

namespace Mat.Partners.Endpoints;

/// <param name="Url">An https address, or <c>mailto:</c> and an address for e-mail.</param>
/// <param name="Headers">Names of the headers that go along; their values are shown to nobody.</param>
/// <param name="Concurrency">Attempts under way at the same time; null is the trust's default.</param>
public sealed record PartnerEndpointView(
    Guid Id, int Version, Guid PartnerId, PartnerEndpointChannel Channel, string Url, string? Description, IReadOnlyList<string> Events,
    IReadOnlyList<string> Headers, int? Concurrency, bool Ordered, PartnerEndpointStatus Status, string? DisabledReason, string SecretHint,
    DateTimeOffset? LastSuccessAt, DateTimeOffset? LastFailureAt, DateTimeOffset CreatedAt) : IVersioned
{
    internal static PartnerEndpointView Of(WebhookEndpoint e) => new(
        e.Id, e.Version, e.PartnerId, e.Channel, e.Url, e.Description, e.Events, e.HeaderNames, e.Concurrency, e.Ordered, e.Status,
        e.DisabledReason, e.SecretHint, e.LastSuccessAt, e.LastFailureAt, e.CreatedAt);
}

/// <summary>The only time that the secret itself is shown; an e-mail address has none.</summary>
public sealed record NewPartnerEndpoint(
    Guid Id, int Version, Guid PartnerId, PartnerEndpointChannel Channel, string Url, string? Description, IReadOnlyList<string> Events,
    IReadOnlyList<string> Headers, int? Concurrency, bool Ordered, PartnerEndpointStatus Status, string? DisabledReason, string SecretHint,
    DateTimeOffset? LastSuccessAt, DateTimeOffset? LastFailureAt, DateTimeOffset CreatedAt, string? Secret) : IVersioned
{
    internal static NewPartnerEndpoint Of(WebhookEndpoint e, string? secret) => new(
        e.Id, e.Version, e.PartnerId, e.Channel, e.Url, e.Description, e.Events, e.HeaderNames, e.Concurrency, e.Ordered, e.Status,
        e.DisabledReason, e.SecretHint, e.LastSuccessAt, e.LastFailureAt, e.CreatedAt, secret);
}

/// <param name="OldSecretUntil">Until then the secret before signs as well.</param>
public sealed record RotatedSecret(string Secret, DateTimeOffset OldSecretUntil);

/// <param name="Url">An https address, or <c>mailto:</c> and an address for e-mail.</param>
/// <param name="Events">The events it gets; none means all.</param>
public sealed record CreateWebhookEndpoint(
    [property: Required, StringLength(2000, MinimumLength = 1)] string Url,
    [property: StringLength(500)] string? Description,
    [property: MaxLength(10)] IReadOnlyList<string>? Events,
    IReadOnlyList<EndpointHeader>? Headers,
    [property: Range(1, 50)] int? Concurrency,
    bool? Ordered) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        [.. EndpointEvents.Check(Events), .. EndpointHeaders.Check(Headers)];
}

/// <summary>What to change about an endpoint.</summary>
public sealed record ChangeWebhookEndpoint : PatchBody, IValidatableObject
{
    /// <summary>The address; another host needs the headers again.</summary>
    [CannotClear, StringLength(2000, MinimumLength = 1)]
    public string? Url { get; init; }

    /// <summary>A note for people; null for none.</summary>
    [StringLength(500)]
    public string? Description { get; init; }

    /// <summary>The events it receives; null or none for all.</summary>
    [MaxLength(10)]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>All headers sent with every delivery, null for none; one without a value keeps the one it has.</summary>
    public IReadOnlyList<EndpointHeader>? Headers { get; init; }

    /// <summary>Deliveries under way at a time; null for the default.</summary>
    [Range(1, 50)]
    public int? Concurrency { get; init; }

    /// <summary>Whether deliveries keep the order of the events.</summary>
    [CannotClear]
    public bool? Ordered { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        [.. EndpointEvents.Check(Events), .. EndpointHeaders.Check(Headers)];
}

internal static class EndpointEvents
{
    public static IEnumerable<ValidationResult> Check(IReadOnlyList<string>? events)
    {
        if (events?.Any(e => !WebhookEvents.Choosable.Contains(e)) == true)
            yield return new($"Events are {string.Join(", ", WebhookEvents.Choosable)}; none means all.", ["Events"]);
    }
}
