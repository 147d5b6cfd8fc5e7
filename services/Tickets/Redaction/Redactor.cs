using System.Text.RegularExpressions;

namespace Mat.Tickets.Redaction;

/// <summary>Removes what the policy lists. Deterministic, so the preview shows what is sent.</summary>
internal sealed partial class Redactor(RedactionPolicy policy)
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly List<(Regex What, string Instead)> _rules =
    [
        .. policy.Emails ? [(Email(), "[e-mail]")] : Array.Empty<(Regex, string)>(),
        // A longer name first: of "Ann" and "Ann Lee" nothing of the second is left.
        .. policy.Names.OrderByDescending(n => n.Length).Select(n => (Linear($@"\b{Regex.Escape(n)}\b"), "[name]")),
        .. policy.Patterns.Select(p => (Linear(p), "[redacted]")),
        .. policy.Phones ? [(Phone(), "[phone]")] : Array.Empty<(Regex, string)>(),
    ];

    /// <summary>Number of removals so far.</summary>
    public int Count { get; private set; }

    public string Redact(string text)
    {
        foreach (var (what, instead) in _rules)
            text = what.Replace(text, _ =>
            {
                Count++;
                return instead;
            });
        return text;
    }

    /// <exception cref="ArgumentException">It is no expression that can be matched in linear time.</exception>
    public static Regex Linear(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);

    [GeneratedRegex(@"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Email();

    /// <summary>British numbers as people write them: 01632 960123, 07700 900 123, (0117) 496 0123, +44 20 7946 0958. Not times, dates or
    /// addresses of machines.</summary>
    [GeneratedRegex(@"(?<![\w.:-])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|\(?0)\d(?:[\s()-]{0,2}\d){7,9}(?![\w:-])", RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Phone();
}
