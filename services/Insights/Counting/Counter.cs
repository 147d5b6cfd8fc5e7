using Mat.Platform.Data;

namespace Mat.Insights.Counting;

/// <summary>One figure: how many of a measure in a bucket at a school. Kept by difference, never recounted on a read.</summary>
public sealed class Counter : ISchoolOwned
{
    public string Measure { get; init; } = "";

    /// <summary>A day (<c>2026-11-22</c>), a severity, a kind; empty where the measure has no parts.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>The school, or all zeros for what no school owns (an alert nobody could place).</summary>
    public Guid SchoolId { get; init; }

    public long Value { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>The key of one counter; the order is the order in which rows are locked.</summary>
internal readonly record struct CounterKey(string Measure, string Bucket, Guid SchoolId) : IComparable<CounterKey>
{
    public int CompareTo(CounterKey other)
    {
        var byMeasure = string.CompareOrdinal(Measure, other.Measure);
        if (byMeasure != 0)
            return byMeasure;
        var byBucket = string.CompareOrdinal(Bucket, other.Bucket);
        return byBucket != 0 ? byBucket : SchoolId.CompareTo(other.SchoolId);
    }
}
