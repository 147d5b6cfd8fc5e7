using System.Globalization;
using Mat.Demo;

var options = new Dictionary<string, string>();
for (var i = 0; i + 1 < args.Length; i += 2)
    options[args[i].TrimStart('-')] = args[i + 1];
string? Option(string name) => options.GetValueOrDefault(name);
if (Option("email") is not { } email || Option("password") is not { } password)
{
    Console.Error.WriteLine(
        "usage: Mat.Demo --url http://localhost:8080 --email … --password … [--seed 42] [--size full|small] [--today 2026-11-20] [--people-password …]");
    return 2;
}

using var api = new Api(new Uri(Option("url") ?? "http://localhost:8080"));
try
{
    await api.SignInAsync(email, password);
    var loader = new Loader(
        api,
        new Uri(Option("url") ?? "http://localhost:8080"),
        int.Parse(Option("seed") ?? "42", CultureInfo.InvariantCulture),
        Option("size") == "small" ? new Size(300, 60, 8, 20, 2) : new Size(6000, 2000, 25, 300, 25),
        Option("today") is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        Option("people-password") ?? password);
    await loader.LoadAsync();
    return 0;
}
catch (RefusedException e)
{
    Console.Error.WriteLine($"Mat refused: {e.Message}");
    return 1;
}
