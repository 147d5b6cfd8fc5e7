using Mat.Contracts.Trust;
using Mat.Platform.Data;
using Mat.Trust.People;

namespace Mat.Trust.ApiTokens;

/// <summary>A token for a program. It never does more than the person who made it may do at that moment.</summary>
public sealed class ApiToken : Entity, IAudited
{
    public required string Name { get; init; }
    public required Guid OwnerId { get; init; }

    [NotAudited]
    public required string TokenHash { get; init; }

    /// <summary>The beginning of the token, by which people recognise it.</summary>
    public required string Prefix { get; init; }

    public required List<string> Scopes { get; init; }
    public required List<Grant> Grants { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; private set; }
}

/// <summary>What an API token is limited to: reading or writing in one service, or everything.</summary>
internal static class TokenScopes
{
    private static readonly HashSet<string> Known = new(
        new[] { "trust", "assets", "tickets", "partners", "alerts", "cases", "standards", "insights",
            "gateway" }.SelectMany(s => new[] { $"{s}.read", $"{s}.write" }).Append("*"),
        StringComparer.Ordinal);

    public static string? FirstUnknown(IEnumerable<string> scopes) => scopes.FirstOrDefault(s => !Known.Contains(s));
}

/// <summary>A token as it is listed; the token itself is in the answer that made it and nowhere else.</summary>
public sealed record ApiTokenView(
    Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, IReadOnlyList<GrantView> Grants, Guid OwnerId,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    internal static ApiTokenView Of(ApiToken t) => new(
        t.Id, t.Name, t.Prefix, t.Scopes, GrantView.Of(t.Grants), t.OwnerId, t.CreatedAt, t.ExpiresAt, t.LastUsedAt);
}
