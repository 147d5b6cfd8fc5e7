using System.Globalization;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Deliveries;

/// <summary>When a failed attempt is made again.</summary>
internal sealed class RetrySchedule(IReadOnlyList<TimeSpan> delays)
{
    public RetrySchedule(IOptions<PartnersOptions> options)
        : this(options.Value.RetryDelays is { Count: > 0 } delays ? [.. delays] : StandardDelays)
    {
    }

    /// <summary>Part of a wait by which it is shortened or stretched, so that many messages do not come back together.</summary>
    public const double Jitter = 0.2;

    /// <summary>The longest wait that a receiver can ask for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The example of Standard Webhooks 1.0: ten attempts in about 76 hours.</summary>
    public static readonly IReadOnlyList<TimeSpan> StandardDelays =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    public int Attempts => delays.Count;

    /// <summary>The wait before the first attempt; none, unless an operator wants one.</summary>
    public TimeSpan First => delays[0];

    /// <summary>The wait after attempt <paramref name="attempt"/> (the first is 1) failed; null when that was the last.</summary>
    /// <param name="asked">What the receiver asked for: taken between the plain wait and <see cref="Longest"/>, never earlier than
    /// asked.</param>
    /// <param name="random">0 to 1.</param>
    public TimeSpan? After(int attempt, int budget, TimeSpan? asked, double random)
    {
        if (attempt >= Math.Min(budget, delays.Count))
            return null;
        var plain = delays[attempt];
        if (asked is { } wish)
        {
            var capped = wish > Longest ? Longest : wish;
            return capped > plain ? capped : plain;
        }

        return plain * (1 - Jitter + (2 * Jitter * random));
    }
}

/// <summary>Reads the header <c>Retry-After</c>: seconds or an HTTP date; anything else counts as absent.</summary>
internal static class RetryAfter
{
    // The three forms of RFC 9110, 5.6.7.
    private static readonly string[] Dates = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        value = value?.Trim();
        if (string.IsNullOrEmpty(value))
            return null;
        if (value.All(char.IsAsciiDigit))
            // More digits than any wait needs mean "very long", not garbage.
            return value.Length > 9 ? TimeSpan.FromDays(365) : TimeSpan.FromSeconds(int.Parse(value, CultureInfo.InvariantCulture));
        return DateTimeOffset.TryParseExact(value, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at > now
            ? at - now
            : null;
    }
}
