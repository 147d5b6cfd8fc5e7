using System.Text.RegularExpressions;

namespace Mat.Assets.Software;

/// <summary>Names of programs as inventories write them, which put version, architecture and language into them.</summary>
internal static partial class ProgramName
{
    private static readonly HashSet<string> Noise = ["x64", "x86", "amd64", "arm64", "64-bit", "32-bit", "64bit", "32bit", "win64",
        "win32", "version", "-", "–"];

    /// <summary>Lower case without text in brackets, dotted versions, architecture and language: <c>7-Zip 23.01 (x64)</c> is
    /// <c>7-zip</c>.</summary>
    public static string Key(string name)
    {
        var words = Brackets().Replace(name.ToLowerInvariant().Replace('_', ' '), " ").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Where(w => !Noise.Contains(w) && !Dotted().IsMatch(w) && !Language().IsMatch(w)));
    }

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]", RegexOptions.NonBacktracking)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^v?[0-9]+(\.[0-9]+)+[a-z]?$", RegexOptions.NonBacktracking)]
    private static partial Regex Dotted();

    [GeneratedRegex("^[a-z]{2}-[a-z]{2}$", RegexOptions.NonBacktracking)]
    private static partial Regex Language();
}
