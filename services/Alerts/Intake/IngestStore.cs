using Mat.Alerts.Correlation;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Indicators;
using Mat.Alerts.Storms;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Intake;

/// <summary>What became of one item.</summary>
public enum ItemStatus
{
    Created,
    Updated,
    Duplicate,
    Resolved,
    Rejected,
}

/// <summary>One item of a request, in the request's order.</summary>
public sealed record ItemResult(int Index, ItemStatus Status, Guid? AlertId, string? Code, string? Message);

/// <summary>Puts a batch into episodes: one transaction, a fixed number of reads whatever the batch holds, and one save.</summary>
internal sealed class IngestStore(
    AlertsDb db, AlertPublisher announcer, StormWatch storms, RuleLimits limits, IndicatorStore indicators, ActivityBuffer activity,
    IngestMetrics meter, IHttpContextAccessor http,
    TimeProvider clock)
{
    private const int MaxConflicts = 20;

    /// <summary>Beyond this many signals of one identity a late one is placed by the newest of them alone.</summary>
    private const int MaxMarks = 20_000;

    /// <summary>From so many on, COPY is worth its three messages to and fro.</summary>
    private const int Bulk = 20;

    public async Task<IReadOnlyList<ItemResult>> StoreAsync(SourceSummary source, Batch batch, CancellationToken ct)
    {
        // With an Idempotency-Key the transaction is not ours to try again.
        var nested = db.Database.CurrentTransaction is not null;
        // A failed save is never gone back from: the whole transaction goes.
        db.Database.AutoSavepointsEnabled = false;
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                ItemResult[] results = [];
                await db.InTransactionAsync(async token => results = await OnceAsync(source, batch, token), ct);
                meter.Ingested(source.Kind, results);
                return results;
            }
            catch (Exception e) when (e is DbUpdateConcurrencyException || Storage.IsUniqueViolation(e))
            {
                // A person or a ticket was at the same alert. A tool can do nothing about that, so it never hears of it.
                if (nested || conflicts == MaxConflicts)
                {
                    if (http.HttpContext is null)
                        throw;
                    throw new ProblemException(
                        Problems.Unavailable(http.HttpContext, "alert.busy", "The same alerts are being changed; send it again.",
                            TimeSpan.FromSeconds(1)));
                }
                db.ChangeTracker.Clear();
                await Task.Delay(Random.Shared.Next(1, 10 + 5 * conflicts), ct);
            }
        }
    }

    private async Task<ItemResult[]> OnceAsync(SourceSummary source, Batch batch, CancellationToken ct)
    {
        var results = new ItemResult[batch.Items.Count];
        foreach (var item in batch.Items.Where(i => i.Rejection is not null))
            results[item.Index] = new(item.Index, ItemStatus.Rejected, null, item.Rejection!.Code, item.Rejection.Message);

        var groups = batch.Items.Where(i => i.Finding is not null).GroupBy(i => i.Finding!.Identity).ToList();
        await db.LockAsync(source.Id, groups.Select(g => g.Key), ct);
        var work = await LoadAsync(source, groups, ct);
        var dropped = 0;
        foreach (var group in groups)
        {
            if (await limits.RefusesAsync(db, source.Id, group, work.States[group.Key], ct) is { } limit)
            {
                foreach (var item in group)
                    results[item.Index] = new(item.Index, ItemStatus.Rejected, null, limit.Code, limit.Message);
                dropped += group.Count();
                continue;
            }
            // By the time it happened; a firing at the very time of a resolve comes before it.
            foreach (var item in group.OrderBy(i => i.Finding!.At).ThenBy(i => i.Finding!.Resolves))
                results[item.Index] = Put(source, work, work.States[group.Key], item);
        }
        await PlaceAsync(source, work, ct);
        var storm = await storms.JoinAsync(db, source, work.New, ct);
        await TellAsync(work, ct);
        if (storm is { IsNew: true })
            await announcer.RaiseStormAsync(storm.Episode, ct);
        Raw.Keep(db, work, clock.GetUtcNow());
        if (work.Said.Count < Bulk)
            db.AddRange(work.Said);
        await db.SaveChangesAsync(ct);
        if (work.Said.Count >= Bulk)
            await new BulkWriter(db, clock.GetUtcNow()).InsertAsync(work.Said, ct);
        await indicators.KeepAsync(work.Traces, ct);
        // Last, because every batch of the source meets at this row.
        if (storm is not null)
            await storms.CountAsync(db, storm, ct);
        activity.Add(source.Id, new(batch.Items.Count, batch.Truncated, dropped, clock.GetUtcNow()));
        meter.Dropped(source.Kind, dropped);
        return results;
    }

    private async Task<IngestContext> LoadAsync(SourceSummary source, List<IGrouping<Guid, ItemReading>> groups, CancellationToken ct)
    {
        var contents = groups.SelectMany(g => g).Select(i => i.Finding!.Content).Distinct().ToList();
        var seen = await db.Signals.Where(s => s.SourceId == source.Id && EF.Parameter(contents).Contains(s.Content))
            .ToDictionaryAsync(s => s.Content, ct);
        var keys = groups.Select(g => Alert.KeyOf(source.Id, g.Key)).ToList();
        var heads = await db.Episodes.Where(e => EF.Parameter(keys).Contains(e.HeadKey!)).ToDictionaryAsync(e => e.Identity, ct);
        var work = new IngestContext(seen, groups.ToDictionary(g => g.Key, g => new AlertSeries { Head = heads.GetValueOrDefault(g.Key) }));
        foreach (var head in heads.Values)
            work.Known[head.Id] = new SeriesSnapshot(head.IsOpen, head.Count, head.Severity);

        foreach (var group in groups)
        {
            var state = work.States[group.Key];
            var late = group.Where(i => !seen.ContainsKey(i.Finding!.Content)
                && AlertTimeline.IsLate(state.Head, i.Finding.Resolves, i.Finding.At)).ToList();
            if (late.Count > 0)
                await LoadPastAsync(source, work, state, group.Key, late.Min(i => i.Finding!.At), ct);
        }
        return work;
    }

    private async Task LoadPastAsync(SourceSummary source, IngestContext work, AlertSeries state, Guid identity, DateTimeOffset from,
        CancellationToken ct)
    {
        var marks = await db.Signals.AsNoTracking().Where(s => s.SourceId == source.Id && s.Identity == identity)
            .OrderByDescending(s => s.At).Take(MaxMarks).Select(s => new { s.At, s.Resolves, s.Severity }).ToListAsync(ct);
        state.Marks = [.. marks.Select(m => new TimelineEntry(m.At, m.Resolves, m.Severity))];
        state.Closed.AddRange(await db.Episodes
            .Where(e => e.SourceId == source.Id && e.Identity == identity && e.HeadKey == null && e.ResolvedAt >= from).ToListAsync(ct));
        foreach (var episode in state.Closed)
            work.Known[episode.Id] = new SeriesSnapshot(episode.IsOpen, episode.Count, episode.Severity);
    }

    private ItemResult Put(SourceSummary source, IngestContext work, AlertSeries state, ItemReading item)
    {
        var finding = item.Finding!;
        if (work.Seen.TryGetValue(finding.Content, out var signal) && IsRepeat(signal, finding, state.Head))
            return new(item.Index, ItemStatus.Duplicate, signal.AlertId, null, null);

        var step = AlertTimeline.Apply(state, source, finding);
        foreach (var episode in new[] { step.Episode, step.Reopened }.OfType<Alert>())
        {
            if (!work.Known.ContainsKey(episode.Id) && work.New.Add(episode))
                db.Add(episode);
            work.Touched.Add(episode);
        }
        work.LastRaw[step.Episode.Id] = finding.Raw;
        foreach (var (kind, value) in finding.Indicators)
        {
            work.Traces.Add(new(kind, value, step.Episode.Id));
            if (kind != IndicatorKind.Rule)
                step.Episode.NewIndicators.Add((kind, value));
        }

        if (signal is null)
        {
            signal = new AlertOccurrence
            {
                SourceId = source.Id,
                Content = finding.Content,
                Identity = finding.Identity,
                Resolves = finding.Resolves,
                Severity = finding.Severity,
            };
            work.Said.Add(signal);
            work.Seen[finding.Content] = signal;
        }
        (signal.At, signal.AlertId, signal.ReceivedAt) = (finding.At, step.Episode.Id, clock.GetUtcNow());
        var status = finding.Resolves ? ItemStatus.Resolved : step.Effect is TransitionEffect.Opened or TransitionEffect.Recorded
            ? ItemStatus.Created : ItemStatus.Updated;
        return new(item.Index, status, step.Episode.Id, null, null);
    }

    /// <summary>
    /// The same content is the same event sent again. Where the tool gives no time of its own it may also be the same thing
    /// happening again, which it is when the episode that the content was counted in is over (or, for a resolve, when
    /// something is open): rather an alert too many than one too few.
    /// </summary>
    private static bool IsRepeat(AlertOccurrence signal, NormalizedAlert finding, Alert? head) =>
        finding.OwnTime || (finding.Resolves ? head is not { IsOpen: true } : head is { IsOpen: true } && head.Id == signal.AlertId);

    private async Task PlaceAsync(SourceSummary source, IngestContext work, CancellationToken ct)
    {
        var unplaced = work.New.Where(e => e.Why.Length == 0).Select(e => (Episode: e, Clues: e.Clues(source.SchoolId))).ToList();
        if (unplaced.Count == 0)
            return;
        var register = await AssetIndex.ReadAsync(db, [.. unplaced.Select(u => u.Clues)], ct);
        foreach (var (episode, clues) in unplaced)
            episode.Place(register.Place(clues));
    }

    private async Task TellAsync(IngestContext work, CancellationToken ct)
    {
        foreach (var episode in work.Touched)
        {
            if (work.New.Contains(episode))
            {
                await announcer.RaiseAsync(episode, ct);
                continue;
            }
            var before = work.Known[episode.Id];
            // What was only a resolve of nothing counts from its first firing.
            var worse = episode.Severity > before.Severity || (before.Count == 0 && episode.Count > 0);
            if (before.WasOpen && !episode.IsOpen)
                await announcer.ChangeAsync(episode, "resolved", weigh: false, ct);
            else if (worse)
                await announcer.ChangeAsync(episode, "severity", weigh: episode.IsOpen || episode.ResolvedBy == "source", ct);
            else if (IsRoundCount(before.Count, episode.Count))
                await announcer.ChangeAsync(episode, "repeated", weigh: false, ct);
        }
    }

    /// <summary>2, 10, 100, 1000 … was reached: a storm is told in a handful of messages.</summary>
    internal static bool IsRoundCount(long before, long after)
    {
        if (before < 2 && after >= 2)
            return true;
        for (long round = 10; round <= after; round *= 10)
            if (before < round)
                return true;
        return false;
    }
}
