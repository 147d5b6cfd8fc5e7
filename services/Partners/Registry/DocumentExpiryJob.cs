using Mat.Contracts.Partners;
using Mat.Partners.Data;
using Mat.Partners.Inbound;
using Mat.Platform.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

/// <summary>
/// Warns 60, 30 and 7 days before a document runs out, each once: the notice's row is unique, so of several replicas one tells.
/// Forgets taken messages after their time, too.
/// </summary>
internal sealed class DocumentExpiryJob(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DocumentExpiryJob> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromHours(1), clock, log, PassAsync, stoppingToken, atOnce: true);

    internal async Task PassAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PartnersDb>();
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var documents = (await db.Documents.AsNoTracking().ToListAsync(ct)).ToLookup(p => p.PartnerId);
        foreach (var partner in await db.Partners.AsNoTracking().Where(p => p.Status == PartnerStatus.Active).ToListAsync(ct))
            foreach (var (kind, reference, expiresOn) in ComplianceDocuments.InForce(partner, documents[partner.Id]))
            {
                if (expiresOn is not { } end || ComplianceDocuments.Due(end, today) is not { } days)
                    continue;
                if (await db.DocumentExpiryNotices.AnyAsync(n => n.PartnerId == partner.Id && n.Kind == kind && n.ExpiresOn == end
                    && n.Days == days, ct))
                    continue;
                db.DocumentExpiryNotices.Add(
                    new DocumentExpiryNotice { PartnerId = partner.Id, Kind = kind, ExpiresOn = end, Days = days });
                db.Publish(new PartnerDocumentExpiring(partner.Id, partner.Name, ComplianceDocuments.Name(kind), reference, end,
                    end.DayNumber - today.DayNumber, now));
                db.Audit("document.expiring", "partner", partner.Id,
                    new { kind, reference, expiresOn = end, daysLeft = end.DayNumber - today.DayNumber });
            }

        await db.SaveChangesAsync(ct);
        var old = now - InboundRecord.Kept;
        await db.InTransactionAsync(token => db.InboundRecords.Where(r => r.ReceivedAt < old).ExecuteDeleteAsync(token), ct);
    }
}
