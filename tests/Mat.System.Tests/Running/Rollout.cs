namespace Mat.SystemTests.Running;

/// <summary>
/// Two replicas of some services and two gateways, each behind a balancer, replaced as a Deployment of the chart replaces them
/// (<c>maxSurge: 1, maxUnavailable: 0</c>): a new one starts, is ready, joins; an old one leaves, then gets SIGTERM.
/// </summary>
internal sealed class Rollout : IAsyncDisposable
{
    /// <summary>The chart's <c>preStopSeconds</c> is longer; the time between leaving the balancer and SIGTERM.</summary>
    private static readonly TimeSpan PreStop = TimeSpan.FromSeconds(1);

    /// <summary>The chart's <c>terminationGracePeriodSeconds</c> without the pause before it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly RunningMat _mat;
    private readonly Dictionary<string, Balancer> _balancers = [];
    private readonly Dictionary<string, List<MatProcess>> _replicas = [];
    private readonly List<MatProcess> _started = [];
    private readonly Dictionary<string, string> _addresses = [];
    private int _number;

    private Rollout(RunningMat mat) => _mat = mat;

    /// <summary>What people and tools call.</summary>
    public Uri Address => _balancers["gateway"].Address;

    /// <summary>The old ones and the new.</summary>
    public IEnumerable<MatProcess> Processes => _mat.Processes.Concat(_started);

    public static async Task<Rollout> StartAsync(RunningMat mat, IReadOnlyList<string> services)
    {
        var rollout = new Rollout(mat);
        foreach (var service in services)
        {
            rollout._balancers[service] = new Balancer();
            rollout._replicas[service] = [];
            rollout._addresses[$"MAT__SERVICES__{service}"] = rollout._balancers[service].Address.ToString().TrimEnd('/');
            rollout.Join(service, mat.Processes.Single(p => p.Name == service));
        }
        rollout._balancers["gateway"] = new Balancer();
        rollout._replicas["gateway"] = [];
        await Task.WhenAll(services.Append("gateway").Append("gateway").Select(rollout.SurgeAsync));
        // Ready is not yet warm: where all start at once on a busy machine, a first sign-in may outlast the gateway's patience. That is
        // before the upgrade, so it is none of what the test is about. A new connection each time, so that each gateway is met.
        foreach (var _ in rollout._replicas["gateway"])
        {
            using var nobody = new MatClient(rollout.Address);
            await Eventually.TrueAsync("Trust behind the gateways",
                async () =>
                    (await nobody.PostAsync("/api/session",
                        new { email = "nobody@trust.example", password = "not a password" })).Code == 401);
        }
        return rollout;
    }

    /// <summary>
    /// Replaces every replica of everything, all services at the same time, as an upgrade does. The system's own gateway, which nobody
    /// calls
    /// here, ends until this is disposed: it knows of no balancer.
    /// </summary>
    public async Task ReplaceAllAsync()
    {
        await Task.WhenAll(_replicas.Keys.Select(ReplaceAsync));
        await _mat.Processes.Single(p => p.Name == "gateway").TerminateAsync(Grace);
    }

    public async ValueTask DisposeAsync()
    {
        // The system's own processes were replaced too: they come back before the others go.
        foreach (var own in _mat.Processes.Where(p => !p.Runs))
            own.Start();
        await Task.WhenAll(_mat.Processes.Select(p => p.ReadyAsync(TimeSpan.FromSeconds(120))));
        foreach (var process in _started)
            await process.DisposeAsync();
        foreach (var balancer in _balancers.Values)
            await balancer.DisposeAsync();
    }

    private async Task ReplaceAsync(string service)
    {
        foreach (var old in _replicas[service].ToList())
        {
            await SurgeAsync(service);
            _replicas[service].Remove(old);
            _balancers[service].Remove(old.Address);
            await Task.Delay(PreStop);
            await old.TerminateAsync(Grace);
        }
    }

    private async Task SurgeAsync(string service)
    {
        var replica = _mat.Another(service, $"{service}-{Interlocked.Increment(ref _number)}", _addresses);
        lock (_started)
            _started.Add(replica);
        replica.Start();
        // With two of everything at work a start takes as long as the machine lets it.
        await replica.ReadyAsync(TimeSpan.FromMinutes(4));
        Join(service, replica);
    }

    private void Join(string service, MatProcess replica)
    {
        lock (_replicas)
            _replicas[service].Add(replica);
        _balancers[service].Add(replica.Address);
    }
}
