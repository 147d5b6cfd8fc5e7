using System.Text.Json.Nodes;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;

namespace Mat.Gateway.Identity;

/// <summary>The person or API token that a credential belongs to, as Trust resolves it.</summary>
internal sealed record ResolvedPrincipal
{
    private IssuedToken? _issued;

    public required Guid PersonId { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required ActorKind Kind { get; init; }

    public required IReadOnlyList<Grant> Grants { get; init; }

    /// <summary>Scopes of an API token; null for a person, who is not limited by scopes.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The session as the console reads it; null for an API token.</summary>
    public JsonObject? Session { get; init; }

    /// <summary>Signed in with a one-time password: only the session routes are open until it is changed.</summary>
    public bool MustChangePassword => Session?["mustChangePassword"]?.GetValue<bool>() == true;

    /// <summary>Internal token for the services, reused until half of its life: a token seen before is validated faster.</summary>
    public string InternalToken(InternalTokens tokens, string? ip, DateTimeOffset now)
    {
        if (_issued is { } issued && issued.Ip == ip && issued.RenewAt > now)
            return issued.Token;
        var (token, renewAt) = tokens.Issue(new RequestPrincipal(Kind, PersonId, Name, Email, Grants, Scopes, ip));
        _issued = new IssuedToken(ip, token, renewAt);
        return token;
    }

    private sealed record IssuedToken(string? Ip, string Token, DateTimeOffset RenewAt);
}
