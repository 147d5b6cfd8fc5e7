using System.ComponentModel.DataAnnotations;

namespace Mat.Gateway.Session;

/// <summary>Credentials of a person.</summary>
public sealed record SignInRequest
{
    /// <summary>E-mail address under which the person is registered; case and surrounding spaces do not matter.</summary>
    [Required, StringLength(254)]
    public required string Email { get; init; }

    /// <summary>The person's password, or the one-time password that an administrator issued.</summary>
    [Required, StringLength(1000)]
    public required string Password { get; init; }
}
