using Mat.Platform.Hosting;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations.Policies;
using Mat.Tickets.Timeline;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>
/// Looks after what time does to tickets: missed goals are announced, planned escalations are taken, resolved tickets close, a changed calendar moves due
/// dates. Every replica runs one: each ticket is saved alone under its version, so of several that find the same breach
/// one announces it and the others fail on the version and go on.
/// </summary>
internal sealed class SlaWatcher(
    IServiceScopeFactory scopes, SchoolCache schools, EscalationPlanService plans, TimeProvider clock, Microsoft.Extensions.Options.IOptions<TicketsOptions> options, ILogger<SlaWatcher> log)
    : BackgroundService
{
    private const int Batch = 200;
    private const int MaxBatches = 250;
    private static readonly TimeSpan Settle = SchoolCache.Fresh * 3;
    private static readonly TimeSpan EpisodesKept = TimeSpan.FromDays(7);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<(Guid School, int Stamp), long> _seen = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromSeconds(options.Value.WatchSeconds), clock, log, PassAsync, stoppingToken);

    /// <summary>Everything that is due now.</summary>
    internal async Task PassAsync(CancellationToken ct)
    {
        await RecalendarAsync(ct);
        var now = clock.GetUtcNow();
        // What is done with leaves the list by itself. A ticket that somebody else saved meanwhile is looked at again; the
        // bound keeps one pass from running for ever.
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
            var due = await db.Tickets.Where(t => t.WatchAt <= now).OrderBy(t => t.WatchAt).Select(t => t.Id).Take(Batch).ToListAsync(ct);
            foreach (var id in due) await SaveAsync(id, (d, t, s) => WatchAsync(d, t, s, ct), ct);
            if (due.Count < Batch) break;
        }
        await ForgetAsync(now - EpisodesKept, ct);
    }

    private async Task WatchAsync(TicketsDb db, Ticket ticket, SchoolEntry school, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (ticket.WatchAt > now || ticket.WatchAt is null) return;
        if (ticket.Watch(school.Calendar, now))
        {
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Closed, EntryVisibility.Public, now, "Closed by itself, a week after it was resolved."));
            db.Announce(ticket, "closed");
        }
        else
        {
            var replan = ticket.ReplanAt <= now;
            if (replan) await plans.PlanAsync(db, ticket, school, ct);
            var step = ticket.DueStep(now);
            if (step is { } due) await plans.TakeAsync(db, ticket, school, due.Layer, due.Why, null, now, ct);
            db.Announce(ticket, step is null ? "breached" : "escalated");
        }
    }

    private async Task RecalendarAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        var changed = await db.Schools.AsNoTracking().Where(s => s.Recalendar).ToListAsync(ct);
        TicketStatus[] running = [TicketStatus.New, TicketStatus.Open, TicketStatus.WaitingRequester, TicketStatus.WaitingPartner];
        foreach (var school in changed)
        {
            schools.Forget(school.Id);
            var (stamp, after) = (school.CalendarStamp, Guid.Empty);
            while (true)
            {
                var from = after;
                var ids = await db.Tickets.Where(t => t.SchoolId == school.Id && running.Contains(t.Status) && t.CalendarStamp < stamp && t.Id.CompareTo(from) > 0)
                    .OrderBy(t => t.Id).Select(t => t.Id).Take(Batch).ToListAsync(ct);
                foreach (var id in ids) await SaveAsync(id, RecalendarAsync, ct);
                if (ids.Count < Batch) break;
                after = ids[^1];
            }
            // Other replicas open tickets by the calendar they have cached for some seconds more: the school stays marked
            // until those are behind, and until the last of its tickets carries the new stamp.
            if (clock.GetElapsedTime(_seen.GetOrAdd((school.Id, stamp), _ => clock.GetTimestamp())) < Settle) continue;
            _seen.TryRemove((school.Id, stamp), out _);
            await db.InTransactionAsync(token => db.Schools.Where(s => s.Id == school.Id && s.CalendarStamp == stamp
                    && !db.Tickets.Any(t => t.SchoolId == s.Id && running.Contains(t.Status) && t.CalendarStamp < stamp))
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.Recalendar, false), token), ct);
        }
    }

    private Task RecalendarAsync(TicketsDb db, Ticket ticket, SchoolEntry school)
    {
        if (ticket.CalendarStamp >= school.CalendarStamp) return Task.CompletedTask;
        ticket.Recalendar(school.Calendar, school.CalendarStamp, clock.GetUtcNow());
        db.Announce(ticket, "changed");
        return Task.CompletedTask;
    }

    private async Task SaveAsync(Guid id, Func<TicketsDb, Ticket, SchoolEntry, Task> change, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (await db.Tickets.FirstOrDefaultAsync(t => t.Id == id, ct) is not { } ticket) return;
        await change(db, ticket, await schools.GetAsync(db, ticket.SchoolId, ct));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogDebug("{Ticket} was saved by somebody else meanwhile", ticket.Reference);
        }
    }

    /// <summary>Episodes that never became a ticket are only kept for messages that overtake each other.</summary>
    private async Task ForgetAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (await db.Episodes.AnyAsync(e => e.TicketId == null && e.SeenAt < before, ct))
            await db.InTransactionAsync(token => db.Episodes.Where(e => e.TicketId == null && e.SeenAt < before).ExecuteDeleteAsync(token), ct);
    }
}
