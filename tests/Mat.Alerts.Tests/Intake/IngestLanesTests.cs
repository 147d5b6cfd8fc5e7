using System.Data.Common;
using System.Text;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Intake;

/// <summary>The first request is held at its commit while the others join, so that what they share is no matter of chance.</summary>
public sealed class IngestLanesTests : IAsyncLifetime
{
    private readonly Held _held = new();
    private readonly List<AsyncServiceScope> _scopes = [];
    private AlertsApp _app = null!;
    private Source _source = null!;

    public async ValueTask InitializeAsync()
    {
        _app =
            new(await MatApp.StartAsync([new AlertsModule()], null,
                b => b.Services.ConfigureDbContext<AlertsDb>(o => o.AddInterceptors(_held, new Poisoned()))));
        _source = await _app.SourceAsync(SourceKind.Generic);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var scope in _scopes)
            await scope.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Those_that_wait_are_written_in_one_transaction_and_each_hears_of_its_own()
    {
        var first = await PostAsync(Event("a", "firing", 1));
        Task<IReadOnlyList<ItemResult>>[] others =
        [
            await PostAsync($"[{Event("b", "firing", 1)},{{}},{Event("c", "firing", 1)}]"),
            await PostAsync(Event("a", "firing", 1)),
            await PostAsync($"[{Event("b", "firing", 2)},{Event("a", "resolved", 2)}]"),
        ];
        Assert.DoesNotContain(others, o => o.IsCompleted);
        _held.Let();

        Assert.Equal([(0, ItemStatus.Created)], Said(await first));
        Assert.Equal([(0, ItemStatus.Created), (1, ItemStatus.Rejected), (2, ItemStatus.Created)], Said(await others[0]));
        Assert.Equal([(0, ItemStatus.Duplicate)], Said(await others[1]));
        Assert.Equal([(0, ItemStatus.Updated), (1, ItemStatus.Resolved)], Said(await others[2]));
        Assert.Equal((await first)[0].AlertId, (await others[1])[0].AlertId);
        Assert.Equal((await others[0])[0].AlertId, (await others[2])[0].AlertId);
        Assert.Equal(2, _held.Commits);
        Assert.Equal(3, (await _app.ListAsync()).Count);
    }

    [Fact]
    public async Task One_that_cannot_be_written_sinks_no_other()
    {
        var first = await PostAsync(Event("a", "firing", 1));
        var good = await PostAsync(Event("b", "firing", 1));
        var bad = await PostAsync(Event("poison", "firing", 1));
        var last = await PostAsync(Event("c", "firing", 1));
        _held.Let();

        Assert.Equal([(0, ItemStatus.Created)], Said(await first));
        Assert.Equal([(0, ItemStatus.Created)], Said(await good));
        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        Assert.Equal([(0, ItemStatus.Created)], Said(await last));
        Assert.Equal(["a", "b", "c"], (await _app.ListAsync()).Select(a => a.HostName).Order());
    }

    [Fact]
    public async Task When_the_database_is_away_all_hear_it_and_the_lane_is_free_again()
    {
        var first = await PostAsync(Event("a", "firing", 1));
        var others = new[] { await PostAsync(Event("b", "firing", 1)), await PostAsync(Event("c", "firing", 1)) };
        _held.Away = true;
        _held.Let();

        await Assert.ThrowsAsync<SqliteException>(() => first);
        foreach (var other in others)
            await Assert.ThrowsAsync<SqliteException>(() => other);
        Assert.Empty(await _app.ListAsync());
        _held.Away = false;
        Assert.Equal([(0, ItemStatus.Created)], Said(await await PostAsync(Event("b", "firing", 1))));
    }

    private static IEnumerable<(int, ItemStatus)> Said(IReadOnlyList<ItemResult> results) => results.Select(r => (r.Index, r.Status));

    /// <returns>When the request has joined its lane, and as the first of it is held at its commit.</returns>
    private async Task<Task<IReadOnlyList<ItemResult>>> PostAsync(string body)
    {
        var scope = _app.App.Services.CreateAsyncScope();
        _scopes.Add(scope);
        var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
        var source = await db.Sources.AsNoTracking().SingleAsync(s => s.Id == _source.View.Id, TestContext.Current.CancellationToken);
        var batch = source.Reader()
            .Read(Encoding.UTF8.GetBytes(body), _app.App.Clock.GetUtcNow(), BodyForms.Of("application/json", source.Kind)!.Value);
        var holds = _held.First is null;
        if (holds)
            _held.First = db;
        var posted = _app.App.Services.GetRequiredService<IngestLanes>()
            .StoreAsync(db, scope.ServiceProvider.GetRequiredService<IngestStore>(), source.Facts, batch,
                TestContext.Current.CancellationToken);
        if (holds)
            await _held.Reached.Task;
        return posted;
    }

    /// <summary>Holds the commit of the first request.</summary>
    private sealed class Held : DbTransactionInterceptor
    {
        private readonly TaskCompletionSource _let = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _commits;

        public AlertsDb? First { get; set; }
        public bool Away { get; set; }
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Of transactions that wrote signals.</summary>
        public int Commits => _commits;

        public void Let() => _let.SetResult();

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default)
        {
            if (eventData.Context is null || !eventData.Context.ChangeTracker.Entries<AlertOccurrence>().Any())
                return result;
            if (eventData.Context == First)
            {
                Reached.TrySetResult();
                await _let.Task;
            }
            Interlocked.Increment(ref _commits);
            return Away ? throw new SqliteException("database is locked", 5) : result;
        }
    }

    /// <summary>A database that cannot write one thing.</summary>
    private sealed class Poisoned : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default) =>
            command.CommandText.Contains("INSERT", StringComparison.Ordinal) && command.Parameters.Cast<DbParameter>()
            .Any(p => p.Value is "poison")
                ? throw new InvalidOperationException("It cannot be written.")
                : ValueTask.FromResult(result);
    }
}
