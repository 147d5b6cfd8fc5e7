using Microsoft.Extensions.Configuration;

namespace Mat.Platform.Hosting;

/// <summary>The section <c>Mat</c>: four switches and what each of their values needs.</summary>
public sealed class MatOptions
{
    /// <summary><c>sqlite</c> (default) or <c>postgres</c>.</summary>
    public string Storage { get; set; } = "sqlite";

    /// <summary><c>memory</c> (default, one process) or <c>rabbitmq</c>.</summary>
    public string Bus { get; set; } = "memory";

    /// <summary><c>memory</c> (default) or <c>redis</c>.</summary>
    public string Cache { get; set; } = "memory";

    /// <summary>How one service calls another: <c>loopback</c> (default, one process), <c>direct</c> or <c>dapr</c>.</summary>
    public string Invoke { get; set; } = "loopback";

    /// <summary>Folder of the embedded shape's databases and keys.</summary>
    public string Data { get; set; } = ".data";

    /// <summary>Npgsql connection string without a database name.</summary>
    public string? Postgres { get; set; }

    /// <summary>Put before the service's name to make the database's name.</summary>
    public string DatabasePrefix { get; set; } = "mat_";

    /// <summary>amqp:// address.</summary>
    public string? RabbitMq { get; set; }

    /// <summary>StackExchange.Redis configuration string (<c>host:6380,ssl=true,user=mat,password=…</c>).</summary>
    public string? Redis { get; set; }

    /// <summary>PEM file of the authority that issued Redis' certificate; null trusts the system's authorities.</summary>
    public string? RedisCaFile { get; set; }

    /// <summary>Put before every Redis key, so that two installations can share a server.</summary>
    public string RedisPrefix { get; set; } = "mat:";

    /// <summary>Base addresses by service, for <c>direct</c>.</summary>
    public Dictionary<string, string> Services { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Dapr app id by service, for <c>dapr</c> where several services share a process and so a sidecar. Default:
    /// <c>mat-{service}</c>.</summary>
    public Dictionary<string, string> AppIds { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal string AppIdOf(string service) => AppIds.GetValueOrDefault(service) ?? $"mat-{service}";

    /// <summary>Base address of the Dapr sidecar, loopback only.</summary>
    public string DaprAddress { get; set; } = "http://127.0.0.1:3500";

    /// <summary>Address of the same sidecar's gRPC API, out of which secrets are read; loopback only.</summary>
    public string DaprGrpcAddress { get; set; } = "http://127.0.0.1:50001";

    /// <summary>Name of a Dapr secret store out of which further settings are read at the start, through the sidecar; empty for
    /// none.</summary>
    public string? SecretStore { get; set; }

    /// <summary>The secrets of that store: each of their keys is a setting.</summary>
    public string[] Secrets { get; set; } = [];

    /// <summary>Keys: who signs internal tokens, who encrypts secrets at rest.</summary>
    public KeyOptions Keys { get; set; } = new();

    /// <summary>How people sign in: <c>local</c> (default, passwords kept by Trust) or <c>oidc</c>.</summary>
    public string Auth { get; set; } = "local";

    /// <summary>The identity provider, for <c>oidc</c>.</summary>
    public OidcOptions Oidc { get; set; } = new();

    /// <summary>Seconds that a stop waits for running work.</summary>
    public int ShutdownTimeoutSeconds { get; set; } = 25;

    /// <summary>
    /// Seconds of those in which a stopping process goes on serving and closes its callers' connections, one after its answer.
    /// Null: 2 where others call this process, none where one process is everything. Keep it longer than
    /// <see cref="IdleConnectionTimeout"/>.
    /// </summary>
    public int? ConnectionDrainSeconds { get; set; }

    /// <summary>
    /// How long one of ours keeps a connection to another that it does not use. Shorter than the other lingers: so no request goes out on
    /// a connection that the other, having waited for a last use, is just about to close.
    /// </summary>
    public static readonly TimeSpan IdleConnectionTimeout = TimeSpan.FromSeconds(1);

    internal int ConnectionDrain => ConnectionDrainSeconds ?? (Invoke == "loopback" ? 0 : 2);

    /// <summary>Port of <c>/metrics</c> for Prometheus, on every address of the machine and without sign-in; 0 (default) is none.</summary>
    public int MetricsPort { get; set; }

    internal static MatOptions From(IConfiguration configuration)
    {
        var options = new MatOptions();
        configuration.GetSection("Mat").Bind(options);
        return options;
    }

    /// <summary>Everything that cannot work, each as one sentence that says what to set.</summary>
    /// <param name="targets">The targets that this process runs.</param>
    /// <param name="partial">True lets one process run alone on the memory bus (a service's own tests).</param>
    public IReadOnlyList<string> Validate(IReadOnlyCollection<string> targets, bool partial = false)
    {
        var problems = new List<string>();
        var everything = partial || ServiceCatalog.Targets.All(targets.Contains);

        OneOf("Mat:Storage", Storage, "sqlite", "postgres");
        OneOf("Mat:Bus", Bus, "memory", "rabbitmq");
        OneOf("Mat:Cache", Cache, "memory", "redis");
        OneOf("Mat:Invoke", Invoke, "loopback", "direct", "dapr");
        OneOf("Mat:Auth", Auth, "local", "oidc");
        if (Auth == "oidc" && targets.Contains("gateway"))
            problems.AddRange(Oidc.Validate());

        if (ConnectionDrain < 0 || ConnectionDrain >= ShutdownTimeoutSeconds)
            problems.Add(
                $"Mat:ConnectionDrainSeconds is {ConnectionDrain} and Mat:ShutdownTimeoutSeconds {ShutdownTimeoutSeconds}: the first is a part of the second, set it lower.");
        if (MetricsPort is < 0 or > 65535)
            problems.Add($"Mat:MetricsPort is {MetricsPort}: set it to a free port for /metrics, or to 0 for none.");
        if (Storage == "postgres" && string.IsNullOrWhiteSpace(Postgres) && targets.Any(t => t != "gateway")) // it has no data
            problems.Add("Mat:Storage is postgres but Mat:Postgres is empty: set it to a connection string without a database.");
        if (Storage == "sqlite" && !everything)
            problems.Add("Mat:Storage is sqlite but this process runs only a part of Mat: set Mat:Storage=postgres, or run --target=all.");
        if (Bus == "rabbitmq" && string.IsNullOrWhiteSpace(RabbitMq))
            problems.Add("Mat:Bus is rabbitmq but Mat:RabbitMq is empty: set it to amqp://user:password@host:5672/.");
        if (Bus == "memory" && !everything)
            problems.Add("Mat:Bus is memory but this process runs only a part of Mat: set Mat:Bus=rabbitmq, or run --target=all.");
        if (Bus == "memory" && Storage == "postgres" && !partial)
            problems.Add("Mat:Storage is postgres but Mat:Bus is memory: set Mat:Bus=rabbitmq, so that several replicas hear each other.");
        if (Cache == "redis" && string.IsNullOrWhiteSpace(Redis))
            problems.Add("Mat:Cache is redis but Mat:Redis is empty: set it to host:port.");
        if (!string.IsNullOrEmpty(RedisCaFile) && !File.Exists(RedisCaFile))
            problems.Add("Mat:RedisCaFile does not exist: set it to the PEM file of the authority that issued Redis' certificate.");
        if (Invoke == "loopback" && !everything)
            problems.Add("Mat:Invoke is loopback but this process runs only a part of Mat: set Mat:Invoke=direct or dapr.");
        if (Invoke == "direct" && targets.Contains("gateway"))
            problems.AddRange(ServiceCatalog.Targets
                .Where(t => t != "gateway" && !targets.Contains(t) && !Services.ContainsKey(t))
                .Select(t => $"Mat:Invoke is direct but Mat:Services:{t} is empty: set it to that service's http address."));
        if (Invoke == "dapr" && !(Uri.TryCreate(DaprAddress, UriKind.Absolute, out var dapr) && dapr.IsLoopback))
            problems.Add("Mat:DaprAddress must be a loopback address: the sidecar's token would leak to any other.");
        if (!everything && Keys.SigningKeyFile is null && Keys.VerifyKeyFiles.Length == 0)
            problems.Add(
                "This process runs only a part of Mat: set Mat:Keys:SigningKeyFile (gateway and callers) or Mat:Keys:VerifyKeyFiles to the ES256 key that all share.");
        return problems;

        void OneOf(string name, string value, params string[] allowed)
        {
            if (!allowed.Contains(value))
                problems.Add($"{name} is '{value}': set it to {string.Join(" or ", allowed)}.");
        }
    }
}
