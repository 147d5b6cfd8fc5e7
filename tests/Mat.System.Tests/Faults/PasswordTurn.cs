using Mat.SystemTests.Running;

namespace Mat.SystemTests.Faults;

/// <summary>
/// Passwords change as docs/operations.md says: a second user of PostgreSQL and RabbitMQ with the same rights takes its turn, and when
/// nothing uses the first any more it is locked out. Disposed, everything is as before.
/// </summary>
internal sealed class PasswordTurn : IAsyncDisposable
{
    private const string Password = "Second-turn-9";
    private static readonly string[] Changed = ["MAT__POSTGRES", "MAT__RABBITMQ"];

    private readonly RunningMat _mat;
    private readonly Dictionary<string, string> _before;

    private PasswordTurn(RunningMat mat)
    {
        _mat = mat;
        _before = Changed.ToDictionary(name => name, name => mat.Settings[name]);
    }

    /// <summary>Processes that start from now on are the second user.</summary>
    public static async Task<PasswordTurn> BeginAsync(RunningMat mat)
    {
        var turn = new PasswordTurn(mat);
        await turn.SqlAsync("postgres",
            $"CREATE ROLE mat_b LOGIN PASSWORD '{Password}' IN ROLE postgres; ALTER ROLE mat_b SET role = postgres");
        await mat.Backends.RabbitmqctlAsync("add_user", "mat_b", Password);
        await mat.Backends.RabbitmqctlAsync("set_permissions", "mat_b", ".*", ".*", ".*");
        mat.Settings["MAT__POSTGRES"] = turn._before["MAT__POSTGRES"]
            .Replace("Username=postgres", $"Username=mat_b;Password={Password}", StringComparison.Ordinal);
        mat.Settings["MAT__RABBITMQ"] = turn._before["MAT__RABBITMQ"].Replace("guest:guest", "mat_b:" + Password, StringComparison.Ordinal);
        return turn;
    }

    /// <summary>The first user cannot sign in any more, and what it still had open is closed.</summary>
    public async Task LockFirstAsync()
    {
        await SqlAsync("mat_b",
            "ALTER ROLE postgres NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'");
        await _mat.Backends.RabbitmqctlAsync("change_password", "guest", "locked");
        await _mat.Backends.RabbitmqctlAsync("close_all_user_connections", "guest", "turned");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, value) in _before)
            _mat.Settings[name] = value;
        await SqlAsync("mat_b", "ALTER ROLE postgres LOGIN");
        await _mat.Backends.RabbitmqctlAsync("change_password", "guest", "guest");
    }

    private Task SqlAsync(string user, string sql) =>
        Checkout.RunAsync("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", "-d", "postgres"], sql,
            _mat.Backends.PostgresEnvironment.Where(e => e.Key != "PGUSER").Append(new("PGUSER", user)).Append(new("PGPASSWORD", Password))
                .ToDictionary());
}
