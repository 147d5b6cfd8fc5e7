namespace Mat.Trust;

internal static class Clocks
{
    /// <summary>The day at the trust: every school of a trust in England is on London time.</summary>
    public static DateOnly Today(this TimeProvider clock) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/London")).DateTime);
}
