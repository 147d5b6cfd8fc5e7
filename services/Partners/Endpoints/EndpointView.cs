using System.ComponentModel.DataAnnotations;
using Mat.Partners.Deliveries;
using Mat.Platform.Http;

namespace Mat.Partners.Endpoints;

public sealed record PartnerEndpointView(
    Guid Id, int Version, Guid PartnerId, string Url, string? Description, IReadOnlyList<string> Events, PartnerEndpointStatus Status,
    string? DisabledReason, string SecretHint, DateTimeOffset? LastSuccessAt, DateTimeOffset? LastFailureAt, DateTimeOffset CreatedAt) : IVersioned
{
    internal static PartnerEndpointView Of(WebhookEndpoint e) => new(
        e.Id, e.Version, e.PartnerId, e.Url, e.Description, e.Events, e.Status, e.DisabledReason, e.SecretHint, e.LastSuccessAt, e.LastFailureAt, e.CreatedAt);
}

/// <summary>The only time that the secret itself is shown.</summary>
public sealed record NewPartnerEndpoint(
    Guid Id, int Version, Guid PartnerId, string Url, string? Description, IReadOnlyList<string> Events, PartnerEndpointStatus Status,
    string? DisabledReason, string SecretHint, DateTimeOffset? LastSuccessAt, DateTimeOffset? LastFailureAt, DateTimeOffset CreatedAt, string Secret) : IVersioned;

/// <param name="OldSecretUntil">Until then the secret before signs as well.</param>
public sealed record RotatedSecret(string Secret, DateTimeOffset OldSecretUntil);

public sealed record CreateWebhookEndpoint(
    [property: Required, StringLength(2000, MinimumLength = 1)] string Url,
    [property: StringLength(500)] string? Description,
    [property: MaxLength(10)] IReadOnlyList<string>? Events) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => EndpointEvents.Check(Events);
}

public sealed record ChangeWebhookEndpoint(
    [property: StringLength(2000, MinimumLength = 1)] string? Url,
    [property: StringLength(500)] string? Description,
    [property: MaxLength(10)] IReadOnlyList<string>? Events) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => EndpointEvents.Check(Events);
}

internal static class EndpointEvents
{
    public static IEnumerable<ValidationResult> Check(IReadOnlyList<string>? events)
    {
        if (events?.Any(e => !WebhookEvents.Choosable.Contains(e)) == true)
            yield return new($"Events are {string.Join(", ", WebhookEvents.Choosable)}; none means all.", ["Events"]);
    }
}
