using Mat.Insights.Counting;

namespace Mat.Insights.Overview;

/// <summary>One sum that the database worked out: a measure (and part of it) of a school.</summary>
internal readonly record struct Sum(Guid SchoolId, string Measure, string Bucket, long Value);

/// <summary>Names of sums that are not stored but worked out for the moment of the question.</summary>
internal static class Momentary
{
    public const string Breached = "now.breached";
    public const string DueSoon = "now.due_soon";
    public const string Resolved7d = "now.resolved_7d";
    public const string PastLife = "now.past_life";
    public const string OutOfWarranty = "now.out_of_warranty";
}

/// <summary>Sums to cells.</summary>
internal static class CellSums
{
    public static OverviewCell Cell(IEnumerable<Sum> sums)
    {
        var by = sums.GroupBy(s => (s.Measure, s.Bucket)).ToDictionary(g => g.Key, g => g.Sum(s => s.Value));
        long Of(string measure, string bucket = "") => Math.Max(0, by.GetValueOrDefault((measure, bucket)));
        return new OverviewCell(
            Of(Measures.TicketsOpen), Of(Measures.TicketsCritical), Of(Momentary.Breached), Of(Momentary.DueSoon), Of(Momentary.Resolved7d),
            new AlertCells(
                Of(Measures.AlertsOpen, "critical"), Of(Measures.AlertsOpen, "high"), Of(Measures.AlertsOpen, "medium"),
                Of(Measures.AlertsOpen, "low"), Of(Measures.AlertsOpen, "other")),
            Of(Measures.EscalationsOpen), Of(Measures.EscalationsUnroutable),
            Of(Measures.AssetsLive), Of(Momentary.PastLife), Of(Momentary.OutOfWarranty));
    }

    /// <summary>Every band, also the empty ones, youngest first.</summary>
    public static IReadOnlyList<AgeCount> ByAge(IEnumerable<(string Bought, long Count)> bought, DateOnly today)
    {
        var bands = new[] { "under_1", "1_to_3", "3_to_5", "over_5", "unknown" }.ToDictionary(b => b, _ => 0L);
        foreach (var (day, count) in bought)
            bands[Band(day, today)] += count;
        return [.. bands.Select(b => new AgeCount(b.Key, Math.Max(0, b.Value)))];
    }

    internal static string Band(string bought, DateOnly today)
    {
        if (bought == Measures.Unknown)
            return "unknown";
        var day = Measures.Day(bought);
        if (day > today.AddYears(-1))
            return "under_1";
        if (day > today.AddYears(-3))
            return "1_to_3";
        return day > today.AddYears(-5) ? "3_to_5" : "over_5";
    }
}
