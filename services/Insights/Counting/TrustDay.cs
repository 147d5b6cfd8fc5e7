namespace Mat.Insights.Counting;

/// <summary>The day as people in the schools know it: figures "by day" turn at midnight in London, not at 01:00 in summer.</summary>
internal static class TrustDay
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static DateOnly Of(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, London).DateTime);
}
