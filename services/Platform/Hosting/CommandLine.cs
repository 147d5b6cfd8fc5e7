namespace Mat.Platform.Hosting;

/// <summary>What the process was asked to do: the same words in every executable.</summary>
/// <param name="Verb">serve, migrate, openapi, list-targets, verify-config, health, help.</param>
/// <param name="Targets">Names of the modules to run.</param>
/// <param name="Argument">The folder of <c>openapi</c>, the address of <c>--health</c>.</param>
/// <param name="Rest">What configuration reads (<c>--urls</c>, <c>--Mat:Storage=…</c>).</param>
public sealed record CommandLine(string Verb, IReadOnlyList<string> Targets, string? Argument, string[] Rest)
{
    public const string Help = """
        mat [--target=all|gateway,trust,…] [--data DIR] [--urls http://localhost:8080]
        mat migrate               brings the databases and the broker's queues up to date, then ends
        mat openapi DIR           writes the OpenAPI documents
        mat --list-targets        the modules in this executable
        mat --verify-config       says what is wrong with the configuration, then ends
        mat --health [URL]        asks a running process whether it is ready; exit code 0 or 1
        """;

    /// <exception cref="ArgumentException">A word that nothing here knows.</exception>
    public static CommandLine Parse(string[] args)
    {
        var verb = "serve";
        string? argument = null;
        IReadOnlyList<string> targets = [ServiceCatalog.All];
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            switch (name)
            {
                case "migrate" when i == 0:
                    verb = "migrate";
                    break;
                case "openapi" when i == 0:
                    verb = "openapi";
                    argument = Next() ?? "docs/api";
                    break;
                case "--list-targets":
                    verb = "list-targets";
                    break;
                case "--verify-config":
                    verb = "verify-config";
                    break;
                case "--help" or "-h":
                    verb = "help";
                    break;
                case "--health":
                    verb = "health";
                    argument = value ?? Next() ?? "http://localhost:8080";
                    break;
                case "--target":
                    targets = (value ?? Next() ?? "").Split(',',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                    break;
                case "--data":
                    rest.Add($"--Mat:Data={value ?? Next()}");
                    break;
                case var _ when name.StartsWith("--", StringComparison.Ordinal):
                    rest.Add(args[i]);
                    break;
                case var _ when rest.Count > 0 && !rest[^1].Contains('=', StringComparison.Ordinal):
                    rest.Add(args[i]);
                    break;
                default:
                    throw new ArgumentException($"'{args[i]}' is no verb or option of mat.");
            }

            string? Next() => i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : null;
        }

        return new(verb, targets, argument, [.. rest]);
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (argument, null) : (argument[..at], argument[(at + 1)..]);
    }
}
