using System.Collections.Concurrent;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Intake;
using Mat.Alerts.Silences;
using Mat.Contracts.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Storms;

/// <summary>A storm that a batch met. <paramref name="Joined"/> is how many of the batch's alerts came in it.</summary>
internal sealed record Storm(Alert Episode, bool IsNew, int Joined);

/// <summary>
/// Many different new alerts of one source in a short time are one thing to look at: each is kept and listed, but the ticket
/// is the storm's. Other sources never notice.
/// </summary>
internal sealed class StormWatch(IOptions<AlertsOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>The identity of every source's storm, so that a source has one open storm at most.</summary>
    private static readonly Guid Identity = new("57020000-0000-7000-8000-000000000000");

    private readonly ConcurrentDictionary<Guid, Recent> _recent = new();

    public async Task<Storm?> JoinAsync(AlertsDb db, SourceSummary source, IReadOnlyCollection<Alert> news, CancellationToken ct)
    {
        var fresh = news.Where(e => e is { IsOpen: true, Count: > 0 }).ToList();
        if (fresh.Count == 0)
            return null;
        var key = Alert.KeyOf(source.Id, Identity);
        var open = await db.Episodes.AsNoTracking().FirstOrDefaultAsync(e => e.HeadKey == key, ct);
        var storm = open is { IsOpen: true } ? open : await BeginsAsync(db, source, fresh.Count, ct) ? Begin(db, source, fresh, open)
            : null;
        if (storm is null)
            return null;
        foreach (var episode in fresh)
        {
            episode.StormId = storm.Id;
            episode.KeepQuiet(new(SuppressionKind.Storm, storm.Id, storm.Title, null, null));
        }
        return new(storm, storm != open, fresh.Count);
    }

    /// <summary>Last in the transaction, because every batch of the source meets at this row. No new version: nobody's click may fail for
    /// it.</summary>
    public Task CountAsync(AlertsDb db, Storm storm, CancellationToken ct)
    {
        if (storm.IsNew)
            return Task.CompletedTask;
        var now = EventTime.Whole(clock.GetUtcNow());
        return db.Episodes.IgnoreQueryFilters().Where(e => e.Id == storm.Episode.Id)
            .ExecuteUpdateAsync(u => u.SetProperty(e => e.Count, e => e.Count + storm.Joined).SetProperty(e => e.LastSeenAt, now), ct);
    }

    /// <summary>Storms whose source has been quiet long enough; the last word on how many alerts came.</summary>
    public async Task EndAsync(AlertsDb db, AlertPublisher announcer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var quiet = now.AddMinutes(-options.Value.StormQuietMinutes);
        foreach (var storm in await db.Episodes.Where(e => e.IsStorm && e.Status != AlertStatus.Resolved && e.LastSeenAt < quiet)
            .OrderBy(e => e.Id).Take(100).ToListAsync(ct))
        {
            AlertTimeline.CloseByHand(storm, "Mat", now);
            await announcer.ChangeAsync(storm, "resolved", weigh: false, ct);
        }
        await db.SaveChangesAsync(ct);
    }

    private async Task<bool> BeginsAsync(AlertsDb db, SourceSummary source, int fresh, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var after = options.Value.StormAfter;
        // The database knows what all replicas took; it is asked only when this one alone has seen a good part.
        if (_recent.GetOrAdd(source.Id, _ => new Recent()).Add(fresh, now) <= after / 4)
            return false;
        var since = now - Window;
        return fresh + await db.Episodes.Where(e => e.SourceId == source.Id && e.CreatedAt > since).Take(after + 1).CountAsync(ct) > after;
    }

    private Alert Begin(AlertsDb db, SourceSummary source, List<Alert> fresh, Alert? last)
    {
        var now = EventTime.Whole(clock.GetUtcNow());
        var title = $"Storm of alerts from {source.Name}";
        var storm = new Alert
        {
            SourceId = source.Id,
            SourceName = source.Name,
            SourceKind = source.Kind,
            Identity = Identity,
            IsStorm = true,
            HeadKey = Alert.KeyOf(source.Id, Identity),
            Title = title,
            Description =
                $"More than {options.Value.StormAfter} different alerts came within a minute. They are kept and counted; this one ticket is for all of them.",
            Count = fresh.Count,
            FirstSeenAt = now,
            LastSeenAt = now,
            ReportedSeverity = Severity.High,
            Severity = Severity.High,
            // Where most of it happens; a ticket needs a school.
            SchoolId = source.SchoolId ?? fresh.Where(e => e.SchoolId is not null).GroupBy(e => e.SchoolId).MaxBy(g => g.Count())?.Key,
            Why = source.SchoolId is null ? "Most of its alerts are of this school." : "The source belongs to this school.",
            SearchText = title.ToLowerInvariant(),
        };
        if (storm.SchoolId is null)
            storm.Why = "No school is known of any of its alerts.";
        // The key is unique, so the storm before gives it up in the same save.
        if (last is not null)
            db.Attach(last).Entity.HeadKey = null;
        db.Add(storm);
        return storm;
    }

    /// <summary>How many came in this window and, in part, in the one before.</summary>
    private sealed class Recent
    {
        private DateTimeOffset _began;
        private int _now;
        private int _before;

        public int Add(int count, DateTimeOffset now)
        {
            lock (this)
            {
                if (now - _began >= Window)
                {
                    _before = now - _began < 2 * Window ? _now : 0;
                    (_now, _began) = (0, now);
                }
                _now += count;
                return _now + _before;
            }
        }
    }
}
