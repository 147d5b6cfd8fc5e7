using System.Text.RegularExpressions;

namespace Mat.SystemTests.Running;

/// <summary>PostgreSQL, RabbitMQ and Redis of one running system, started by scripts/backends.sh, broken on purpose by tests.</summary>
internal sealed partial class Backends : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HashSet<string> _killed = [];

    private Backends(string folder, string postgres, string rabbitmq, string redis)
    {
        _folder = folder;
        Postgres = postgres;
        RabbitMq = rabbitmq;
        Redis = redis;
    }

    public string Postgres { get; }

    /// <summary>The same for psql and its like.</summary>
    public IReadOnlyDictionary<string, string> PostgresEnvironment
    {
        get
        {
            var server = Postgres.Split(';').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
            return new Dictionary<string, string>
            {
                ["PGHOST"] = server["Host"],
                ["PGPORT"] = server["Port"],
                ["PGUSER"] = server["Username"]
            };
        }
    }

    public string RabbitMq { get; }
    public string Redis { get; }

    public static async Task<Backends> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await ScriptAsync("start", folder);
        var env = await File.ReadAllTextAsync(Path.Combine(folder, "env"));
        string Value(string name) => Line().Matches(env).Single(m => m.Groups[1].Value == name).Groups[2].Value;
        return new Backends(folder, Value("MAT_TEST_POSTGRES"), Value("MAT_TEST_RABBITMQ"), Value("MAT_TEST_REDIS"));
    }

    /// <param name="service">postgres, rabbitmq or redis.</param>
    public Task KillAsync(string service)
    {
        _killed.Add(service);
        return ScriptAsync("kill", _folder, service);
    }

    public async Task ResumeAsync(string service)
    {
        await ScriptAsync("resume", _folder, service);
        _killed.Remove(service);
    }

    public Task RabbitmqctlAsync(params string[] words) => ScriptAsync(["rabbitmqctl", _folder, .. words]);

    /// <summary>What a test that failed has left dead.</summary>
    public async Task ResumeAllAsync()
    {
        foreach (var service in _killed.ToList())
            await ResumeAsync(service);
    }

    public async ValueTask DisposeAsync() => await ScriptAsync("remove", _folder);

    private static Task<string> ScriptAsync(params string[] arguments) =>
        Checkout.RunAsync(Path.Combine(Checkout.Root, "scripts", "backends.sh"), arguments);

    [GeneratedRegex("export (\\w+)='([^']*)'")]
    private static partial Regex Line();
}
