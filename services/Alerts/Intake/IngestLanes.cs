using System.Collections.Concurrent;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Alerts.Intake;

/// <summary>
/// Small requests of one source share a transaction: while one writes, those that come wait, and the first of them then writes for
/// all (group commit, as databases do it for their logs). A tool that posts each alert by itself so pays one commit for many
/// requests, and requests of one source never contend for the same alerts. Nothing is answered before it is on the disk.
/// </summary>
internal sealed class IngestLanes
{
    /// <summary>A request of more items has its own transaction; it is a batch already.</summary>
    private const int Small = 20;

    /// <summary>Items that one transaction takes.</summary>
    private const int Max = 500;

    private readonly ConcurrentDictionary<Guid, Lane> _lanes = new();

    /// <summary>Returns when the batch is on the disk, whoever wrote it; throws what its own store threw.</summary>
    public async Task<IReadOnlyList<ItemResult>> StoreAsync(AlertsDb db, IngestStore store, SourceSummary source, Batch batch,
        CancellationToken ct)
    {
        // With an Idempotency-Key the transaction is the request's own.
        if (batch.Items.Count > Small || db.Database.CurrentTransaction is not null)
            return await store.StoreAsync(source, batch, ct);

        var lane = _lanes.GetOrAdd(source.Id, _ => new Lane());
        var mine = new Waiting(batch);
        if (lane.Join(mine) || await mine.Turn.Task)
        {
            try
            {
                await WriteAsync(db, store, source, lane.Take(mine));
            }
            finally
            {
                lane.Leave();
            }
        }
        return await mine.Results.Task;
    }

    /// <summary>Never cancelled: the others' requests are still there when the writer's own client has gone.</summary>
    private static async Task WriteAsync(AlertsDb db, IngestStore store, SourceSummary source, List<Waiting> all)
    {
        try
        {
            var items = all.SelectMany(w => w.Batch.Items).Select((item, i) => item with { Index = i }).ToList();
            var results = await store.StoreAsync(source, new Batch(null, items, all.Sum(w => w.Batch.Truncated)), CancellationToken.None);
            var from = 0;
            foreach (var one in all)
            {
                one.Answer([.. results.Skip(from).Take(one.Batch.Items.Count).Select((r, i) => r with { Index = i })]);
                from += one.Batch.Items.Count;
            }
        }
        catch (Exception e) when (all.Count == 1 || e is ProblemException || Storage.IsTransient(e))
        {
            foreach (var one in all)
                one.Fail(e);
        }
        catch
        {
            // Something in one of them: each by itself, so that it sinks no other.
            foreach (var one in all)
            {
                try
                {
                    db.ChangeTracker.Clear();
                    one.Answer(await store.StoreAsync(source, one.Batch, CancellationToken.None));
                }
                catch (Exception e)
                {
                    one.Fail(e);
                }
            }
        }
    }

    /// <summary>A request in its lane.</summary>
    private sealed class Waiting(Batch batch)
    {
        public Batch Batch => batch;

        /// <summary>True: it is to write; false: another has written for it.</summary>
        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource<IReadOnlyList<ItemResult>> Results { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer(IReadOnlyList<ItemResult> results)
        {
            Results.SetResult(results);
            Turn.TrySetResult(false);
        }

        public void Fail(Exception e)
        {
            Results.SetException(e);
            Turn.TrySetResult(false);
        }
    }

    private sealed class Lane
    {
        private readonly Lock _gate = new();
        private readonly Queue<Waiting> _waiting = new();
        private bool _busy;

        /// <returns>True when nobody writes, so that this one is to.</returns>
        public bool Join(Waiting one)
        {
            lock (_gate)
            {
                if (!_busy)
                    return _busy = true;
                _waiting.Enqueue(one);
                return false;
            }
        }

        /// <summary>The writer's own request and those that wait, as many as fit.</summary>
        public List<Waiting> Take(Waiting writer)
        {
            lock (_gate)
            {
                List<Waiting> all = [writer];
                var items = writer.Batch.Items.Count;
                while (_waiting.TryPeek(out var next) && (items += next.Batch.Items.Count) <= Max)
                    all.Add(_waiting.Dequeue());
                return all;
            }
        }

        /// <summary>The next of the waiting writes, or nobody does.</summary>
        public void Leave()
        {
            lock (_gate)
            {
                if (_waiting.TryDequeue(out var next))
                    next.Turn.SetResult(true);
                else
                    _busy = false;
            }
        }
    }
}
