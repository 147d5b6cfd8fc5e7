using Mat.Contracts.Assets;
using Mat.Insights.Counting;
using Mat.Platform.Data;

namespace Mat.Insights.Facts;

/// <summary>What the figures need to know of one asset.</summary>
public sealed class AssetReplica : Entity, ICounted<AssetSnapshot>, ISchoolOwned
{
    public int SourceVersion { get; private set; } = -1;

    /// <summary>When it was last announced again for a read model; null before the first replay.</summary>
    public DateTimeOffset? ReplayedAt { get; private set; }

    public Guid SchoolId { get; private set; }

    /// <summary>Part of the estate: neither retired nor disposed of.</summary>
    public bool Live { get; private set; }

    public string Kind { get; private set; } = "";
    public DateOnly? BoughtOn { get; private set; }
    public DateOnly? WarrantyEndsOn { get; private set; }
    public DateOnly? EndOfLifeOn { get; private set; }

    void ICounted<AssetSnapshot>.Take(AssetSnapshot facts, DateTimeOffset? replayedAt)
    {
        SourceVersion = facts.Version;
        ReplayedAt = replayedAt ?? ReplayedAt;
        SchoolId = facts.SchoolId;
        Live = facts.Status is not ("retired" or "disposed");
        Kind = facts.Kind;
        BoughtOn = facts.PurchasedOn;
        WarrantyEndsOn = facts.WarrantyEndsOn;
        EndOfLifeOn = facts.EndOfLifeOn;
    }

    void ICounted<AssetSnapshot>.Count(CounterDelta tally, long amount) =>
        Count(tally, amount, SchoolId, Live, Kind, BoughtOn, WarrantyEndsOn, EndOfLifeOn);

    /// <summary>
    /// Days are counted by their date and not as "past" or "not yet": what is past changes at midnight without any
    /// event, and things bought together share their dates, so that there are few of them.
    /// </summary>
    internal static void Count(
        CounterDelta tally, long amount, Guid school, bool live, string kind, DateOnly? boughtOn, DateOnly? warrantyEndsOn,
        DateOnly? endOfLifeOn)
    {
        if (!live)
            return;
        tally.Add(Measures.AssetsLive, "", school, amount);
        tally.Add(Measures.AssetsKind, kind, school, amount);
        tally.Add(Measures.AssetsBought, boughtOn is { } bought ? Measures.Day(bought) : Measures.Unknown, school, amount);
        if (warrantyEndsOn is { } warranty)
            tally.Add(Measures.AssetsWarranty, Measures.Day(warranty), school, amount);
        if (endOfLifeOn is { } end)
            tally.Add(Measures.AssetsEndOfLife, Measures.Day(end), school, amount);
    }
}
