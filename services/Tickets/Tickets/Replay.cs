using Mat.Contracts;
using Mat.Contracts.Tickets;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Messaging;
using Mat.Tickets.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Tickets;

/// <summary>A replay of all tickets; persisted so that it continues after a restart.</summary>
internal sealed class ReplayRun : Entity
{
    public Guid AfterId { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class ReplayRequestedConsumer(TicketsDb db) : IConsumer<ReplayRequested>
{
    public async Task Consume(ReplayRequested message, MessageContext context, CancellationToken ct)
    {
        if (message.Service is not (null or "tickets") || await db.ReplayRuns.AnyAsync(r => r.Id == message.RequestId, ct))
            return;
        db.ReplayRuns.Add(new ReplayRun { Id = message.RequestId });
    }
}

/// <summary>
/// Works replay runs off, a page of tickets in a transaction, in the order of their ids. Two replicas on one run meet at
/// its version: one page is announced by one of them.
/// </summary>
internal sealed class Replayer(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Replayer> log) : BackgroundService
{
    private const int PageSize = 500;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromSeconds(1), clock, log, async ct =>
        {
            while (await PageAsync(ct))
                log.LogDebug("Replay page published");
        }, stoppingToken);

    private async Task<bool> PageAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (await db.ReplayRuns.Where(r => r.FinishedAt == null).OrderBy(r => r.Id).FirstOrDefaultAsync(ct) is not { } run)
            return false;
        var after = run.AfterId;
        var page = await db.Tickets.AsNoTracking().Where(t => t.Id.CompareTo(after) > 0).OrderBy(t => t.Id).Take(PageSize).ToListAsync(ct);
        foreach (var ticket in page)
            db.Publish(new TicketChanged(ticket.ToSnapshot(ticket.Version), "replayed"));
        if (page.Count > 0)
            run.AfterId = page[^1].Id;
        if (page.Count < PageSize)
            run.FinishedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return true;
    }
}

internal sealed class ReplayRunMapping : IEntityTypeConfiguration<ReplayRun>
{
    public void Configure(EntityTypeBuilder<ReplayRun> e)
    {
        e.ToTable("replay_runs");
        e.HasIndex(r => r.FinishedAt);
    }
}
