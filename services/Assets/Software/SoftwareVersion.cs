using System.Text.RegularExpressions;

namespace Mat.Assets.Software;

/// <summary>
/// Which of two versions is the newer one, or null where a person has to look: services that decide by versions must decide
/// alike, and a wrong guess leaves a hole open or a device off the network. Comparable is <c>[v]N[.N…]</c>, then perhaps one
/// suffix, then perhaps text in brackets or build metadata after <c>+</c>, which do not count:
/// <list type="bullet">
/// <item>numbers one by one, a missing one as 0: 14 = 14.0.0, 10.0.9 &lt; 10.0.10;</item>
/// <item>before the plain version: dev, alpha (a1), beta (b2), preview (pre), rc, in this order;</item>
/// <item>after it: one or two letters (OpenSSL's 1.1.1 &lt; 1.1.1k &lt; 1.1.1za), p, sp or patch with a number;</item>
/// <item>another word (24H2, 8u391) compares only with the same word.</item>
/// </list>
/// Packages of Linux distributions (epoch, revision: <c>1:2.4.57-2+deb12u1</c>) are never comparable: they mend old versions.
/// </summary>
public static partial class SoftwareVersion
{
    /// <summary>Longer texts are no versions.</summary>
    public const int MaxLength = 100;

    private static readonly string[] Before = ["dev", "alpha", "beta", "preview", "rc"];
    private static readonly string[] After = ["p", "sp", "patch"];

    /// <summary>Whether it can be compared with others of its kind at all.</summary>
    public static bool IsComparable(string? version) => Parse(version) is not null;

    /// <returns>Less than 0, 0 or more than 0 as the left one is older, the same or newer; null when nobody can say.</returns>
    public static int? Compare(string? left, string? right)
    {
        if (Parse(left) is not { } a || Parse(right) is not { } b)
            return left is not null && right is not null && left.Trim().Length > 0 && left.Trim()
                .Equals(right.Trim(), StringComparison.OrdinalIgnoreCase) ? 0 : null;
        if (a.Rank is null != b.Rank is null || (a.Rank is null && a.Word != b.Word))
            return null;
        for (var i = 0; i < Math.Max(a.Numbers.Length, b.Numbers.Length); i++)
        {
            if (Number(i < a.Numbers.Length ? a.Numbers[i] : "0", i < b.Numbers.Length ? b.Numbers[i] : "0") is var order and not 0)
                return order;
        }

        if (a.Rank == b.Rank && a.Word == b.Word)
            return Number(a.Count, b.Count);
        if (a.Rank != b.Rank)
            return a.Rank!.Value.CompareTo(b.Rank!.Value);
        // Letters of the same kind: z before za. Patches of different kinds say nothing about each other.
        return a.Rank == LettersRank ? a.Word.Length != b.Word.Length ? a.Word.Length.CompareTo(b.Word.Length)
            : string.CompareOrdinal(a.Word, b.Word) : null;
    }

    private const int LettersRank = 1;

    private static Parts? Parse(string? text)
    {
        if (text is null || text.Length > MaxLength || Shape().Match(text.Trim().ToLowerInvariant()) is not { Success: true } match)
            return null;
        var (word, count) = (match.Groups["word"].Value, match.Groups["count"].Value);
        word = word switch
        {
            "a" when count.Length > 0 => "alpha",
            "b" when count.Length > 0 => "beta",
            "pre" => "preview",
            "cr" => "rc",
            _ => word
        };
        int? rank = word.Length == 0 ? 0
            : Array.IndexOf(Before, word) is var before and >= 0 ? before - Before.Length
            : count.Length > 0 ? (Array.IndexOf(After, word) >= 0 ? LettersRank + 1 : null)
            : word.Length <= 2 && match.Groups["gap"].Length == 0 ? LettersRank : null;
        return new Parts(match.Groups["numbers"].Value.Split('.'), rank, word, count.Length == 0 ? "0" : count);
    }

    private static int Number(string left, string right)
    {
        var (a, b) = (left.TrimStart('0'), right.TrimStart('0'));
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : Math.Sign(string.CompareOrdinal(a, b));
    }

    [GeneratedRegex(@"^v?\s?(?<numbers>\d+(\.\d+)*)((?<gap>[ ._~-]?)(?<word>[a-z]+)[ ._-]?(?<count>\d*))?(\+[0-9a-z.-]+)?(\s*\([^()]*\))?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();

    /// <param name="Rank">Where the suffix puts it: below 0 before the plain version, 0 plain, above after it; null compares only with its
    /// like.</param>
    private sealed record Parts(string[] Numbers, int? Rank, string Word, string Count);
}
