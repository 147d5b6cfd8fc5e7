using System.Globalization;

namespace Mat.Insights.Counting;

/// <summary>What is counted. The text is stored: a measure that changes its meaning gets a new name and a rebuild.</summary>
internal static class Measures
{
    public const string TicketsOpen = "tickets.open";
    public const string TicketsCritical = "tickets.critical";
    public const string TicketsOpened = "tickets.opened";
    public const string TicketsResolved = "tickets.resolved";
    public const string TicketsBreached = "tickets.breached";
    public const string AlertsOpen = "alerts.open";
    public const string AlertsRaised = "alerts.raised";
    public const string EscalationsOpen = "escalations.open";
    public const string EscalationsUnroutable = "escalations.unroutable";
    public const string EscalationsRaised = "escalations.raised";
    public const string AssetsLive = "assets.live";
    public const string AssetsKind = "assets.kind";
    public const string AssetsEndOfLife = "assets.end_of_life";
    public const string AssetsWarranty = "assets.warranty";
    public const string AssetsBought = "assets.bought";

    /// <summary>Bucket of assets without a purchase date; sorts after every day.</summary>
    public const string Unknown = "unknown";

    /// <summary>Buckets by day compare as text in the order of the days.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly Day(string bucket) => DateOnly.ParseExact(bucket, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
