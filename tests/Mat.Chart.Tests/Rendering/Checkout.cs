using System.Diagnostics;

namespace Mat.Chart.Tests.Rendering;

/// <summary>The checkout under test and the programs that are run on it.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Chart(string name) => Path.Combine(Root, "charts", name);

    public static string Values(string chart, string name) => Path.Combine(Chart(chart), "ci", name + "-values.yaml");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mat.sln")))
                return folder.FullName;
        throw new InvalidOperationException("Mat.sln is not above " + AppContext.BaseDirectory);
    }

    public sealed record Answer(int Code, string Output, string Error)
    {
        public override string ToString() => $"exit {Code}\n{Output}\n{Error}";
    }

    public static Answer Run(string program, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end.");
        }

        return new(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
