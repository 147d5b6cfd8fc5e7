using System.Security.Cryptography;

namespace Mat.SystemTests.Running;

/// <summary>A whole Mat, started as people start it, in one of its shapes; everything of it lives in one temporary folder.</summary>
public sealed class RunningMat : IAsyncDisposable
{
    public const string AdminEmail = "admin@mat.example";
    public const string AdminPassword = "Correct-horse-battery-9";

    /// <summary>The services of each process of the grouped shape, as scripts/up.sh starts them.</summary>
    private static readonly Lazy<Task<Dictionary<string, string[]>>> Groups = new(async () =>
        (await Checkout.RunAsync("bash", ["-c", $". '{Checkout.Root}/scripts/lib.sh' && printf '%s\\n' \"${{MAT_GROUPS[@]}}\""])).Trim()
        .Split('\n')
        .Select(line => line.Split('=')).ToDictionary(g => g[0], g => g[1].Split(',')));

    private readonly string _folder;
    private readonly List<MatProcess> _processes = [];
    private readonly Dictionary<string, Dictionary<string, string>> _keys = [];
    private string[] _services = [];
    private Backends? _backends;

    private RunningMat(Shape shape, string folder)
    {
        Shape = shape;
        _folder = folder;
    }

    public Shape Shape { get; }
    public Uri Address { get; private set; } = null!;

    /// <summary>Environment variables of every process from its next start on.</summary>
    internal Dictionary<string, string> Settings { get; } = [];

    internal Backends Backends => _backends ?? throw new InvalidOperationException("The embedded shape has no backends.");
    internal IReadOnlyList<MatProcess> Processes => _processes;

    /// <summary>Every service but the gateway; empty in the embedded shape.</summary>
    internal IReadOnlyList<string> Services => _services;

    /// <summary>The embedded shape's databases and keys.</summary>
    internal string Data => Path.Combine(_folder, "data");

    /// <summary>Skips the test that needs what this machine does not have: every shape but the embedded one needs MAT_TEST_POSTGRES to be
    /// set.</summary>
    public static void SkipUnlessPossible(Shape shape)
    {
        if (shape != Shape.Embedded && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MAT_TEST_POSTGRES")))
            Assert.Skip($"The {shape} shape runs under make test, or with MAT_TEST_POSTGRES set.");
    }

    /// <param name="settings">Environment variables over the tests' own; a system with such is its test's own, and not shared.</param>
    public static async Task<RunningMat> StartAsync(Shape shape, IReadOnlyDictionary<string, string>? settings = null)
    {
        var mat = new RunningMat(shape, Checkout.NewFolder(shape.ToString().ToLowerInvariant()));
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
        foreach (var process in _processes)
            process.Start();
        await Task.WhenAll(_processes.Select(p => p.ReadyAsync(TimeSpan.FromSeconds(300))));
    }

    /// <summary>Whether it is as the next test wants it: everything runs and is ready.</summary>
    public async Task<bool> IsWellAsync()
    {
        try
        {
            if (_backends is not null)
                await _backends.ResumeAllAsync();
            await Task.WhenAll(_processes.Select(p => p.ReadyAsync(TimeSpan.FromSeconds(60))));
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Another process of this system, not started: a second replica, or one that is set up differently.</summary>
    internal MatProcess Another(string target, string name, IReadOnlyDictionary<string, string>? settings = null)
    {
        var address = new Uri($"http://127.0.0.1:{Checkout.FreePort()}");
        return new(name, address,
            target == "migrate" ? ["migrate", $"--target={string.Join(',', _services)}"]
                : [$"--target={target}", "--urls", address.ToString().TrimEnd('/')],
            () => Settings.Concat(_keys.GetValueOrDefault(target) ?? []).Concat(settings ?? new Dictionary<string, string>()),
            Path.Combine(_folder, name + ".log"));
    }

    /// <summary>What the processes said about errors of their own, for the message of a test that failed.</summary>
    public string Logs() => string.Join('\n', _processes.Select(p => $"== {p.Name}\n{p.Tail()}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        if (_backends is not null)
            await _backends.DisposeAsync();
        if (Environment.GetEnvironmentVariable("MAT_TEST_LOGS") is { Length: > 0 } keep)
        {
            Directory.CreateDirectory(keep);
            foreach (var log in Directory.EnumerateFiles(_folder, "*.log"))
                File.Copy(log, Path.Combine(keep, $"{Path.GetFileName(_folder)}-{Path.GetFileName(log)}"), true);
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAllAsync(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (name, value) in new Dictionary<string, string>
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
            // The loads are storms, and here each of their alerts is to have its own ticket.
            ["ALERTS__STORMAFTER"] = "1000000",
            ["MAT__DATA"] = Data,
        }.Concat(settings))
            Settings[name] = value;
        if (Shape == Shape.Embedded)
        {
            _processes.Add(Another("all", "mat"));
        }
        else
        {
            _backends = await Backends.StartAsync(Path.Combine(_folder, "backends"));
            var groups = await Groups.Value;
            _services = [.. groups.Values.SelectMany(s => s)];
            if (Shape == Shape.Distributed)
                groups = _services.ToDictionary(s => s, s => new[] { s });
            await MakeKeysAsync(groups.Values);
            Settings["MAT__STORAGE"] = "postgres";
            Settings["MAT__BUS"] = "rabbitmq";
            Settings["MAT__CACHE"] = "redis";
            Settings["MAT__INVOKE"] = "direct";
            Settings["MAT__POSTGRES"] = _backends.Postgres;
            Settings["MAT__RABBITMQ"] = _backends.RabbitMq;
            Settings["MAT__REDIS"] = _backends.Redis;
            var master = Path.Combine(_folder, "master.keys");
            await File.WriteAllTextAsync(master, "k1:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            Settings["MAT__KEYS__MASTERKEYFILE"] = master;
            await using (var migration = Another("migrate", "migrate"))
                await migration.RunToEndAsync(TimeSpan.FromSeconds(300));
            foreach (var (name, services) in groups)
            {
                _processes.Add(Another(string.Join(',', services), name));
                foreach (var service in services)
                    Settings[$"MAT__SERVICES__{service}"] = _processes[^1].Address.ToString().TrimEnd('/');
            }
            _processes.Add(Another("gateway", "gateway"));
        }
        Address = _processes[^1].Address;
        await RestartAsync();
    }

    /// <summary>As the chart gives them out: who signs has its own key, everybody accepts the gateway's, and Tickets that of Partners
    /// besides.</summary>
    private async Task MakeKeysAsync(IEnumerable<string[]> processes)
    {
        var (gateway, partners) = (await MakeKeyAsync("signing-key"), await MakeKeyAsync("partners-key"));
        _keys["migrate"] = new() { ["MAT__KEYS__VERIFYKEYFILES__0"] = gateway.Public };
        _keys["gateway"] = new() { ["MAT__KEYS__SIGNINGKEYFILE"] = gateway.Private };
        foreach (var services in processes)
        {
            var keys = _keys[string.Join(',', services)] = new() { ["MAT__KEYS__VERIFYKEYFILES__0"] = gateway.Public };
            if (services.Contains("partners"))
                keys["MAT__KEYS__SIGNINGKEYFILE"] = partners.Private;
            if (services.Contains("tickets"))
                keys["MAT__KEYS__VERIFYKEYFILES__1"] = partners.Public;
        }
    }

    private async Task<(string Private, string Public)> MakeKeyAsync(string name)
    {
        var (own, open) = (Path.Combine(_folder, name + ".pem"), Path.Combine(_folder, name + "-public.pem"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(own, key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(open, key.ExportSubjectPublicKeyInfoPem());
        return (own, open);
    }
}
