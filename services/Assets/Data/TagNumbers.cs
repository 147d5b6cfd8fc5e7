using System.Globalization;
using Mat.Assets.Register;
using Mat.Platform.Sequences;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Data;

/// <summary>Gives tags that no asset has: <c>A-10001</c> and on.</summary>
internal static class TagNumbers
{
    private static readonly NumberSequence Sequence = new("tag", first: 10_001);

    /// <summary>Runs in the caller's transaction, so that a number that is not used is not lost.</summary>
    public static async Task<Queue<string>> TakeAsync(AssetsDb db, int count, CancellationToken ct)
    {
        var free = new Queue<string>();
        while (free.Count < count)
        {
            var wanted = count - free.Count;
            var first = await Sequence.ReserveAsync(db, wanted, ct);
            var tags = Enumerable.Range(0, wanted).Select(i => string.Create(CultureInfo.InvariantCulture, $"A-{first + i}")).ToList();
            var keys = tags.ConvertAll(Identifiers.Key);
            // Such a tag may have been written by hand, at any school.
            var taken = await db.Assets.IgnoreQueryFilters().Where(a => keys.Contains(a.TagKey)).Select(a => a.TagKey).ToListAsync(ct);
            foreach (var tag in tags.Where(t => !taken.Contains(Identifiers.Key(t))))
                free.Enqueue(tag);
        }

        return free;
    }
}
