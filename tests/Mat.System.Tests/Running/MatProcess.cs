using System.Diagnostics;
using System.Text;

namespace Mat.SystemTests.Running;

/// <summary>One process of Mat: its log in a file, killed with SIGKILL when a test says so, started again on the same address.</summary>
internal sealed class MatProcess(string name, Uri address, IReadOnlyList<string> arguments,
    Func<IEnumerable<KeyValuePair<string, string>>> environment, string logFile)
    : IAsyncDisposable
{
    private readonly Lock _writing = new();
    private Process? _process;

    public string Name => name;
    public Uri Address => address;
    public bool Runs => _process is { HasExited: false };
    public int Id => _process!.Id;
    public string Log => File.Exists(logFile) ? ReadLog() : "";

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(logFile)!
        };
        start.ArgumentList.Add(Checkout.Server);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var inherited in start.Environment.Keys.Where(k => k.StartsWith("MAT_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (key, value) in environment())
            start.Environment[key] = value;
        foreach (var unset in start.Environment.Where(e => e.Value is { Length: 0 }).Select(e => e.Key).ToList())
            start.Environment.Remove(unset);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        Write($"---- start {DateTimeOffset.UtcNow:O} ----");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    /// <summary>Runs to its end, as the verb <c>migrate</c> does.</summary>
    public async Task RunToEndAsync(TimeSpan within)
    {
        Start();
        using var deadline = new CancellationTokenSource(within);
        await _process!.WaitForExitAsync(deadline.Token);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"{name} ended with {_process.ExitCode}:\n{Tail()}");
    }

    public async Task ReadyAsync(TimeSpan within)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (!Runs)
                throw new InvalidOperationException($"{name} ended before it was ready:\n{Tail()}");
            try
            {
                using var answer = await http.GetAsync(new Uri(address, "/health/ready"));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }
            if (clock.Elapsed > within)
                throw new TimeoutException($"{name} was not ready within {within}:\n{Tail()}");
            await Task.Delay(100);
        }
    }

    /// <summary>SIGKILL: no farewell, no flush.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        Write($"---- killed {DateTimeOffset.UtcNow:O} ----");
    }

    /// <summary>SIGTERM, as Kubernetes says it: the process finishes what it has and ends with 0.</summary>
    public async Task TerminateAsync(TimeSpan within)
    {
        await Checkout.RunAsync("kill", ["-TERM", $"{Id}"]);
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process!.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{name} did not end within {within} of SIGTERM:\n{Tail()}");
        }
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"{name} ended with {_process.ExitCode}:\n{Tail()}");
        Write($"---- ended {DateTimeOffset.UtcNow:O} ----");
    }

    public string Tail(int characters = 4000) => Log is { } log && log.Length > characters ? log[^characters..] : Log;

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private void Write(string? line)
    {
        if (line is null)
            return;
        lock (_writing)
            File.AppendAllText(logFile, line + "\n", Encoding.UTF8);
    }

    private string ReadLog()
    {
        lock (_writing)
            return File.ReadAllText(logFile);
    }
}
