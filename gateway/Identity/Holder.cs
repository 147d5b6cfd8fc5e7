using System.Text.Json.Nodes;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;

namespace Mat.Gateway.Identity;

/// <summary>Who holds a session or API token, as Trust answers it.</summary>
/// <param name="Scopes">What an API token may do; null for a person.</param>
/// <param name="Session">The session as the console reads it; null for an API token.</param>
internal sealed record Holder(
    Guid PersonId, string Name, string Email, ActorKind Kind, IReadOnlyList<Grant> Grants, IReadOnlyList<string>? Scopes, JsonObject? Session)
{
    private Minted? _minted;

    /// <summary>Signed in with a password that somebody else knows: it opens nothing but the way to a new one.</summary>
    public bool MustChangePassword => Session?["mustChangePassword"]?.GetValue<bool>() == true;

    /// <summary>The token that goes inside, the same one until it should be renewed: services check a token they know much faster.</summary>
    public string InternalToken(InternalTokens tokens, string? ip, DateTimeOffset now)
    {
        if (_minted is { } minted && minted.Ip == ip && minted.RenewAt > now) return minted.Token;
        var (token, renewAt) = tokens.Mint(new Principal(Kind, PersonId, Name, Email, Grants, Scopes, ip));
        _minted = new Minted(ip, token, renewAt);
        return token;
    }

    private sealed record Minted(string? Ip, string Token, DateTimeOffset RenewAt);
}

/// <summary>The request's holder and the token they showed.</summary>
internal sealed record Caller(Holder Holder, string Token)
{
    public static Caller? Of(HttpContext http) => http.Items[typeof(Caller)] as Caller;
}

/// <summary>Trust did not answer: nobody can be told who they are, and nobody may be told that they are nobody.</summary>
internal sealed class TrustAwayException(string reason, Exception? inner = null) : Exception(reason, inner);
