using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Insights.Counting;
using Mat.Insights.Data;
using Mat.Platform.Data;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Insights.Facts;

internal sealed class SchoolChangedConsumer(InsightsDb db) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        var state = await db.Schools.FindAsync([message.School.Id], ct) ?? db.Add(new SchoolReplica { Id = message.School.Id }).Entity;
        state.Take(message.School);
    }
}

internal sealed class TicketChangedConsumer(InsightsDb db, TimeProvider clock) : IConsumer<TicketChanged>
{
    public async Task Consume(TicketChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.Ticket;
        var now = clock.GetUtcNow();
        var state = await db.Tickets.FindAsync([facts.Id], ct) ?? db.Add(new TicketReplica { Id = facts.Id }).Entity;
        var tally = new CounterDelta();
        tally.Apply(state, facts, facts.Version, message.What == "replayed" ? now : null);
        await db.CountAsync(tally, now, ct);
    }
}

/// <summary>An episode is announced when it begins and when it changes: two events, one row.</summary>
internal sealed class AlertConsumer(InsightsDb db, TimeProvider clock) : IConsumer<AlertRaised>, IConsumer<AlertChanged>
{
    public Task Consume(AlertRaised message, MessageContext context, CancellationToken ct) => TakeAsync(message.Alert, replayed: false, ct);

    public Task Consume(AlertChanged message, MessageContext context, CancellationToken ct) =>
        TakeAsync(message.Alert, message.What == "replayed", ct);

    private async Task TakeAsync(AlertSnapshot facts, bool replayed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var state = await db.Alerts.FindAsync([facts.Id], ct) ?? db.Add(new AlertReplica { Id = facts.Id }).Entity;
        var tally = new CounterDelta();
        tally.Apply(state, facts, facts.Version, replayed ? now : null);
        await db.CountAsync(tally, now, ct);
    }
}

internal sealed class EscalationProgressedConsumer(InsightsDb db, TimeProvider clock) : IConsumer<EscalationProgressed>
{
    public async Task Consume(EscalationProgressed message, MessageContext context, CancellationToken ct)
    {
        var facts = message.Escalation;
        var now = clock.GetUtcNow();
        var state = await db.Escalations.FindAsync([facts.Id], ct) ?? db.Add(new EscalationReplica { Id = facts.Id }).Entity;
        var tally = new CounterDelta();
        tally.Apply(state, facts, facts.Version, message.Event.Kind == "replayed" ? now : null);
        await db.CountAsync(tally, now, ct);
    }
}

internal sealed class AssetsChangedConsumer(InsightsDb db, TimeProvider clock) : IConsumer<AssetsChanged>
{
    public async Task Consume(AssetsChanged message, MessageContext context, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ids = message.Assets.Select(a => a.Id).Distinct().ToList();
        var known = await db.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var fresh = new List<AssetReplica>();
        var tally = new CounterDelta();
        foreach (var facts in message.Assets)
        {
            if (!known.TryGetValue(facts.Id, out var state))
                fresh.Add(known[facts.Id] = state = new AssetReplica { Id = facts.Id });
            // The event does not say why it was sent, so every announcement counts as one made for a replay.
            tally.Apply(state, facts, facts.Version, now);
        }
        await new BulkWriter(db, now).InsertAsync(fresh, ct);
        await db.CountAsync(tally, now, ct);
    }
}
