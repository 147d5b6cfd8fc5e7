using Mat.Alerts.Data;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Correlation;

/// <summary>Keeps the copy of the schools; new domains or ranges may tell where waiting alerts belong.</summary>
internal sealed class SchoolChangedConsumer(AlertsDb db, Recorrelator replacer) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.School;
        var copy = await db.Schools.FirstOrDefaultAsync(s => s.Id == facts.Id, ct);
        if (copy is not null && copy.SourceVersion >= facts.Version)
            return;
        var before = copy is null ? [] : copy.Domains.Concat(copy.IpRanges).ToList();
        if (copy is null)
            db.Add(copy = new SchoolReplica { Id = facts.Id });
        copy.Take(facts);
        if (!copy.Domains.Concat(copy.IpRanges).Except(before).Any())
            return;
        await db.SaveChangesAsync(ct);
        await replacer.PlaceAsync(db.Episodes.Where(e => e.User != null || e.Ip != null), ct);
    }
}
