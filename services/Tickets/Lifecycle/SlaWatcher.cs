using Mat.Platform.Hosting;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>
/// Processes what is due: SLA breaches, escalation steps, automatic closing, due dates after a calendar change. Every replica runs one:
/// each ticket is saved alone under its version, so of several that find the same breach
/// one announces it and the others fail on the version and go on.
/// </summary>
internal sealed class SlaWatcher(
    IServiceScopeFactory scopes, SchoolCache schools, EscalationPlanService plans, TimeProvider clock,
    Microsoft.Extensions.Options.IOptions<TicketsOptions> options, ILogger<SlaWatcher> log)
    : BackgroundService
{
    private const int Batch = 200;
    private const int MaxBatches = 250;
    private static readonly TimeSpan CalendarChangeGrace = SchoolCache.CacheTtl * 3;
    private static readonly TimeSpan AlertLinkRetention = TimeSpan.FromDays(7);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<(Guid School, int Stamp), long> _seen = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromSeconds(options.Value.WatchSeconds), clock, log, RunOnceAsync, stoppingToken);

    /// <summary>Processes everything that is due.</summary>
    internal async Task RunOnceAsync(CancellationToken ct)
    {
        await ApplyCalendarAsync(ct);
        var now = clock.GetUtcNow();
        // Processed tickets leave the query. Tickets changed concurrently are read again, so the number of batches is bounded.
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
            var due = await db.Tickets.Where(t => t.NextCheckAt <= now).OrderBy(t => t.NextCheckAt).Select(t => t.Id).Take(Batch)
                .ToListAsync(ct);
            foreach (var id in due)
                await SaveAsync(id, (d, t, s) => WatchAsync(d, t, s, ct), ct);
            if (due.Count < Batch)
                break;
        }
        await PurgeExpiredAsync(now - AlertLinkRetention, ct);
    }

    private async Task WatchAsync(TicketsDb db, Ticket ticket, SchoolEntry school, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (ticket.NextCheckAt > now || ticket.NextCheckAt is null)
            return;
        if (ticket.ProcessDueTime(school.Calendar, now))
        {
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Closed, EntryVisibility.Public, now,
                "Closed automatically 7 days after it was resolved."));
            db.PublishChange(ticket, "closed");
        }
        else
        {
            var replan = ticket.ReplanAt <= now;
            if (replan)
                await plans.PlanAsync(db, ticket, school, ct);
            var step = ticket.DueStep(now);
            if (step is { } due)
                await plans.ExecuteStepAsync(db, ticket, school, due.Tier, due.Reason, null, now, ct);
            db.PublishChange(ticket, step is null ? "breached" : "escalated");
        }
    }

    private async Task ApplyCalendarAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        var changed = await db.Schools.AsNoTracking().Where(s => s.CalendarChanged).ToListAsync(ct);
        TicketStatus[] running = [TicketStatus.New, TicketStatus.Open, TicketStatus.WaitingRequester, TicketStatus.WaitingPartner];
        foreach (var school in changed)
        {
            schools.Evict(school.Id);
            var (stamp, after) = (school.CalendarVersion, Guid.Empty);
            while (true)
            {
                var from = after;
                var ids = await db.Tickets.Where(t => t.SchoolId == school.Id && running.Contains(t.Status) && t.CalendarVersion < stamp
                    && t.Id.CompareTo(from) > 0)
                    .OrderBy(t => t.Id).Select(t => t.Id).Take(Batch).ToListAsync(ct);
                foreach (var id in ids)
                    await SaveAsync(id, ApplyCalendarAsync, ct);
                if (ids.Count < Batch)
                    break;
                after = ids[^1];
            }
            // Other replicas open tickets by the calendar they have cached for some seconds more: the school stays marked
            // until those are behind, and until the last of its tickets carries the new stamp.
            if (clock.GetElapsedTime(_seen.GetOrAdd((school.Id, stamp), _ => clock.GetTimestamp())) < CalendarChangeGrace)
                continue;
            _seen.TryRemove((school.Id, stamp), out _);
            await db.InTransactionAsync(token => db.Schools.Where(s => s.Id == school.Id && s.CalendarVersion == stamp
                    && !db.Tickets.Any(t => t.SchoolId == s.Id && running.Contains(t.Status) && t.CalendarVersion < stamp))
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.CalendarChanged, false), token), ct);
        }
    }

    private Task ApplyCalendarAsync(TicketsDb db, Ticket ticket, SchoolEntry school)
    {
        if (ticket.CalendarVersion >= school.CalendarVersion)
            return Task.CompletedTask;
        ticket.ApplyCalendar(school.Calendar, school.CalendarVersion, clock.GetUtcNow());
        db.PublishChange(ticket, "changed");
        return Task.CompletedTask;
    }

    private async Task SaveAsync(Guid id, Func<TicketsDb, Ticket, SchoolEntry, Task> change, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (await db.Tickets.FirstOrDefaultAsync(t => t.Id == id, ct) is not { } ticket)
            return;
        await change(db, ticket, await schools.GetAsync(db, ticket.SchoolId, ct));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogDebug("Ticket changed concurrently; skipped. ticket={Ticket}", ticket.Reference);
        }
    }

    /// <summary>Links without a ticket only serve messages that arrive out of order.</summary>
    private async Task PurgeExpiredAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (await db.AlertLinks.AnyAsync(e => e.TicketId == null && e.SeenAt < before, ct))
            await db.InTransactionAsync(token => db.AlertLinks.Where(e => e.TicketId == null && e.SeenAt < before)
                .ExecuteDeleteAsync(token), ct);
    }
}
