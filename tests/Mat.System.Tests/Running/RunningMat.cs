using System.Security.Cryptography;

namespace Mat.SystemTests.Running;

/// <summary>A whole Mat, started as people start it, in one of its shapes; everything of it lives in one temporary folder.</summary>
public sealed class RunningMat : IAsyncDisposable
{
    public const string AdminEmail = "admin@mat.example";
    public const string AdminPassword = "Correct-horse-battery-9";
    private static readonly string[] Services = ["trust", "assets", "tickets", "partners", "alerts", "insights"];

    private readonly string _folder;
    private readonly List<MatProcess> _processes = [];
    private Backends? _backends;

    private RunningMat(Shape shape, string folder)
    {
        Shape = shape;
        _folder = folder;
    }

    public Shape Shape { get; }
    public Uri Address { get; private set; } = null!;
    internal Backends Backends => _backends ?? throw new InvalidOperationException("The embedded shape has no backends.");
    internal IReadOnlyList<MatProcess> Processes => _processes;

    /// <summary>The embedded shape's databases and keys.</summary>
    internal string Data => Path.Combine(_folder, "data");

    /// <summary>Skips the test that asks for what this machine has not: the distributed shape needs MAT_TEST_POSTGRES to be set.</summary>
    public static void SkipUnlessPossible(Shape shape)
    {
        if (shape == Shape.Distributed && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MAT_TEST_POSTGRES")))
            Assert.Skip("The distributed shape runs under make test, or with MAT_TEST_POSTGRES set.");
    }

    public static async Task<RunningMat> StartAsync(Shape shape, IReadOnlyDictionary<string, string>? settings = null)
    {
        var mat = new RunningMat(shape, Checkout.NewFolder(shape == Shape.Embedded ? "embedded" : "distributed"));
        try
        {
            await mat.StartAllAsync(settings ?? new Dictionary<string, string>());
            return mat;
        }
        catch
        {
            await mat.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills every process at once and starts them again on the same data.</summary>
    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await RestartAsync();
    }

    public Task KillAsync() => Task.WhenAll(_processes.Select(p => p.KillAsync()));

    public async Task RestartAsync()
    {
        foreach (var process in _processes) process.Start();
        await Task.WhenAll(_processes.Select(p => p.ReadyAsync(TimeSpan.FromSeconds(300))));
    }

    /// <summary>What the processes said about errors of their own, for the message of a test that failed.</summary>
    public string Logs() => string.Join('\n', _processes.Select(p => $"== {p.Name}\n{p.Tail()}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        if (_backends is not null) await _backends.DisposeAsync();
        if (Environment.GetEnvironmentVariable("MAT_TEST_LOGS") is { Length: > 0 } keep)
        {
            Directory.CreateDirectory(keep);
            foreach (var log in Directory.EnumerateFiles(_folder, "*.log")) File.Copy(log, Path.Combine(keep, $"{Path.GetFileName(_folder)}-{Path.GetFileName(log)}"), true);
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAllAsync(IReadOnlyDictionary<string, string> settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["MAT_ADMIN_EMAIL"] = AdminEmail,
            ["MAT_ADMIN_PASSWORD"] = AdminPassword,
            ["DOTNET_gcServer"] = "0",
            // The receivers of these tests listen on this machine, where Mat refuses to call by default.
            ["PARTNERS__ALLOWEDNETWORKS__0"] = "127.0.0.0/8",
            // All tests come from one address; what the limits do is tested where they are made.
            ["MAT__GATEWAY__SIGNINPERMINUTE"] = "100000",
            ["MAT__GATEWAY__ANONYMOUSPERMINUTE"] = "1000000",
            ["MAT__GATEWAY__APIPERMINUTE"] = "1000000",
            ["MAT__GATEWAY__PORTALPERMINUTE"] = "1000000",
            ["MAT__GATEWAY__INGESTPERMINUTE"] = "1000000",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        var data = Data;
        Address = new Uri($"http://127.0.0.1:{Checkout.FreePort()}");
        if (Shape == Shape.Embedded)
        {
            _processes.Add(new MatProcess("mat", Address, ["--urls", Address.ToString().TrimEnd('/'), "--data", data], environment, Path.Combine(_folder, "mat.log")));
        }
        else
        {
            _backends = await Backends.StartAsync(Path.Combine(_folder, "backends"));
            var key = Path.Combine(_folder, "signing-key.pem");
            using (var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256)) await File.WriteAllTextAsync(key, ecdsa.ExportPkcs8PrivateKeyPem());
            environment["MAT__STORAGE"] = "postgres";
            environment["MAT__BUS"] = "rabbitmq";
            environment["MAT__CACHE"] = "redis";
            environment["MAT__INVOKE"] = "direct";
            environment["MAT__POSTGRES"] = _backends.Postgres;
            environment["MAT__RABBITMQ"] = _backends.RabbitMq;
            environment["MAT__REDIS"] = _backends.Redis;
            environment["MAT__KEYS__SIGNINGKEYFILE"] = key;
            var master = Path.Combine(_folder, "master.keys");
            await File.WriteAllTextAsync(master, "k1:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            environment["MAT__KEYS__MASTERKEYFILE"] = master;
            var addresses = Services.ToDictionary(s => s, _ => new Uri($"http://127.0.0.1:{Checkout.FreePort()}"));
            foreach (var (service, address) in addresses) environment[$"MAT__SERVICES__{service}"] = address.ToString().TrimEnd('/');
            await using (var migration = new MatProcess("migrate", Address, ["migrate", $"--target={string.Join(',', Services)}", "--data", data], environment, Path.Combine(_folder, "migrate.log")))
                await migration.RunToEndAsync(TimeSpan.FromSeconds(300));
            MatProcess Service(string name, Uri address) =>
                new(name, address, [$"--target={name}", "--urls", address.ToString().TrimEnd('/'), "--data", data], environment, Path.Combine(_folder, name + ".log"));
            _processes.AddRange(Services.Select(s => Service(s, addresses[s])));
            _processes.Add(Service("gateway", Address));
        }
        await RestartAsync();
    }
}
