using System.ComponentModel.DataAnnotations;

namespace Mat.Gateway.Session;

/// <summary>A change of one's own password.</summary>
public sealed record ChangePasswordRequest
{
    /// <summary>The password in use; attempts count against the same lockout as sign-ins.</summary>
    [Required, StringLength(1000)]
    public required string CurrentPassword { get; init; }

    /// <summary>The new password: 12 to 200 characters, not the e-mail address and not a common password.</summary>
    [Required, StringLength(1000)]
    public required string NewPassword { get; init; }
}
