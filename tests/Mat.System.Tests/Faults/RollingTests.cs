using Mat.SystemTests.Running;

namespace Mat.SystemTests.Faults;

/// <summary>An upgrade while people work: two replicas of everything, replaced one after the other.</summary>
public sealed class RollingTests(Systems systems)
{
    /// <summary>
    /// Before it, the databases get what the next version's migration would add. So the old ones serve on the new schema, and what
    /// starts then is a rollback too: a version that is older than its database. What starts also signs in to the backends as a second
    /// user, and the first is locked out when all have been replaced.
    /// </summary>
    [Fact]
    public async Task Rolling_restart_on_a_newer_schema_with_new_passwords_fails_no_request_and_loses_and_doubles_nothing()
    {
        var world = await systems.GetAsync(Shape.Distributed);
        await using var receiver = await FakePartner.StartAsync();
        await using var load = await UpgradeAsync(world, receiver);
        var failed = load.History.Where(a => a.Outcome != Outcome.Acknowledged)
            .Select(a => $"{a.At:HH:mm:ss.fff} {a.Word} {a.Outcome} {a.Status} {a.Fault}").ToList();
        Assert.True(failed.Count == 0, $"{load.Summary}\n{string.Join('\n', failed.Take(20))}");
        await load.CheckAsync(TimeSpan.FromSeconds(120));
        foreach (var service in world.Mat.Services)
            await SqlAsync(world, service, Undo);
    }

    /// <returns>The load, which has ended; the system's own processes run again.</returns>
    private static async Task<Load> UpgradeAsync(World world, FakePartner receiver)
    {
        await using var rollout = await Rollout.StartAsync(world.Mat, world.Mat.Services);
        var load = await Load.CreateAsync(world, receiver, rollout.Address);
        // Two of everything and the new beside the old, on the machine that also sends: more would measure the machine.
        load.Start(perSecond: 10);
        await using var readers = await Readers.StartAsync(rollout.Address);
        await Eventually.TrueAsync("Work being done", () => load.Acknowledged > 40);

        await using var turn = await PasswordTurn.BeginAsync(world.Mat);
        foreach (var service in world.Mat.Services)
            await SqlAsync(world, service, NextVersion);
        await using (var migrate = world.Mat.Another("migrate", "migrate-again"))
            await migrate.RunToEndAsync(TimeSpan.FromSeconds(120));
        await rollout.ReplaceAllAsync();
        await turn.LockFirstAsync();

        var mark = load.Acknowledged;
        await Eventually.TrueAsync("Work going on", () => load.Acknowledged > mark + 40);
        await load.StopAsync();
        await readers.CheckAsync();
        // What was prepared before the schema grew goes on working.
        foreach (var process in rollout.Processes)
            Assert.DoesNotContain("cached plan", process.Log, StringComparison.Ordinal);
        return load;
    }

    /// <summary>Expand, as every migration of Mat begins: a table, a column that may be null and one with a default on a table that is
    /// written to.</summary>
    private const string NextVersion = """
        CREATE TABLE next_version (id uuid PRIMARY KEY);
        ALTER TABLE outbox_messages ADD COLUMN next_note text NULL, ADD COLUMN next_count integer NOT NULL DEFAULT 0;
        INSERT INTO migrations VALUES ('99991231235959_NextVersion', '99.0.0');
        """;

    private const string Undo = """
        DROP TABLE next_version;
        ALTER TABLE outbox_messages DROP COLUMN next_note, DROP COLUMN next_count;
        DELETE FROM migrations WHERE "MigrationId" = '99991231235959_NextVersion';
        """;

    private static Task SqlAsync(World world, string service, string sql) =>
        Checkout.RunAsync("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-d", $"mat_{service}"], sql,
            world.Mat.Backends.PostgresEnvironment);

    /// <summary>Somebody who looks at what nobody writes to meanwhile.</summary>
    private sealed class Readers : IAsyncDisposable
    {
        private static readonly string[] Pages = ["/api/trust/schools", "/api/assets?limit=5", "/api/insights/overview"];

        private readonly List<string> _failed = [];
        private readonly CancellationTokenSource _stop = new();
        private MatClient _client = null!;
        private Task _running = Task.CompletedTask;
        private int _read;

        public static async Task<Readers> StartAsync(Uri at)
        {
            var readers = new Readers { _client = await MatClient.SignInAsync(at, RunningMat.AdminEmail, RunningMat.AdminPassword) };
            readers._running = readers.RunAsync();
            return readers;
        }

        public async Task CheckAsync()
        {
            await _stop.CancelAsync();
            await _running;
            Assert.True(_failed.Count == 0 && _read > 50, $"{_read} read\n{string.Join('\n', _failed.Take(20))}");
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _client.Dispose();
            _stop.Dispose();
        }

        private async Task RunAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                var page = Pages[_read++ % Pages.Length];
                try
                {
                    var answer = await _client.GetAsync(page);
                    if (answer.Code != 200)
                        _failed.Add($"{page}: {answer.Code} {answer.Text}");
                }
                catch (HttpRequestException e)
                {
                    _failed.Add($"{page}: {e.GetBaseException().Message}");
                }
                await Task.Delay(100);
            }
        }
    }
}
