using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Mat.SystemTests.Running;

/// <summary>Where things are in this checkout, and how a script of it is run.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The server beside this build: <c>artifacts/bin/Mat.Server/debug/mat.dll</c>; MAT_TEST_SERVER overrides it.</summary>
    public static string Server { get; } = Environment.GetEnvironmentVariable("MAT_TEST_SERVER") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(Root, "artifacts", "bin", "Mat.Server", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name, "mat.dll");

    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, string? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Root,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        // What a script left running in the background may hold the pipes open: what it said until now is enough.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(TimeSpan.FromSeconds(2)));
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}: {(errors.IsCompleted ? await errors : "")}{(output.IsCompleted ? await output : "")}");
        return output.IsCompleted ? await output : "";
    }

    /// <summary>Ports are chosen before they are bound, so one that was given once is not free any more.</summary>
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port below the range of outgoing connections, so that a process that was killed finds it free again.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 31_000);
            if (!Given.TryAdd(port, true))
                continue;
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    public static string NewFolder(string name)
    {
        var folder = Directory.CreateTempSubdirectory($"mat-{name}-").FullName;
        // PostgreSQL runs as a user of its own when the tests run as root.
        File.SetUnixFileMode(folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute
                | UnixFileMode.OtherExecute);
        return folder;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mat.sln")))
                return folder.FullName;
        throw new InvalidOperationException("Mat.sln is not above " + AppContext.BaseDirectory);
    }
}
