using System.ComponentModel.DataAnnotations;

namespace Mat.Trust;

/// <summary>The section <c>Trust</c>.</summary>
public sealed class TrustOptions
{
    /// <summary>A session ends when nobody used it for so long.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(12);

    /// <summary>A session ends after so long however busy it is.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Failures in a row that lock an e-mail address.</summary>
    [Range(3, 100)]
    public int LockAfter { get; set; } = 10;

    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LockFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Rounds of PBKDF2-HMAC-SHA512; OWASP's advice is 210,000.</summary>
    [Range(100_000, 5_000_000)]
    public int HashIterations { get; set; } = 210_000;
}
