namespace Mat.Trust.SignIn;

/// <summary>
/// How a person signs in. Apart from the person, so that a sign-in is no new version of them, and never shown or audited.
/// </summary>
public sealed class Account(Guid personId)
{
    public Guid PersonId { get; private init; } = personId;

    public string PasswordHash { get; set; } = "";

    /// <summary>The password is a one-time one that others have seen.</summary>
    public bool MustChange { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }
}

/// <summary>A sign-in that holds until it idles, ages or is ended. The token itself is with the browser alone.</summary>
public sealed class Session
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required string TokenHash { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; set; }
    public string? Ip { get; init; }

    internal static Session Open(Guid personId, string tokenHash, string? ip, DateTimeOffset now, TrustOptions options) => new()
    {
        PersonId = personId,
        TokenHash = tokenHash,
        CreatedAt = now,
        LastSeenAt = now,
        ExpiresAt = now + options.SessionLife,
        Ip = ip,
    };

    public bool Holds(DateTimeOffset now, TimeSpan idle) => now < ExpiresAt && now < LastSeenAt + idle;
}
