using Mat.Cases.Data;
using Mat.Contracts.Alerts;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Replicas;

internal static class AlertReplicas
{
    /// <summary>Brings the replica up to the event; saves nothing. Indicators only ever add, so the order of events does not matter to
    /// them.</summary>
    public static async Task<AlertReplica> ApplyAsync(CasesDb db, AlertSnapshot alert, CancellationToken ct)
    {
        await db.LockAsync(alert.Id, ct);
        var replica = await db.Alerts.FirstOrDefaultAsync(a => a.Id == alert.Id, ct);
        if (replica is null)
            db.Add(replica = new AlertReplica { Id = alert.Id });
        replica.Apply(alert);
        if (alert.Indicators is not { Count: > 0 } indicators)
            return replica;
        var known = (await db.AlertIndicators.Where(i => i.AlertId == alert.Id).Select(i => new { i.Kind, i.Value })
            .ToListAsync(ct)).Select(i => new AlertIndicator(i.Kind, i.Value));
        foreach (var indicator in indicators.Except(known))
            db.Add(new AlertIndicatorReplica { AlertId = alert.Id, Kind = indicator.Kind, Value = indicator.Value });
        return replica;
    }
}

internal sealed class AlertChangedConsumer(CasesDb db) : IConsumer<AlertChanged>
{
    public Task Consume(AlertChanged message, MessageContext context, CancellationToken ct) =>
        AlertReplicas.ApplyAsync(db, message.Alert, ct);
}
