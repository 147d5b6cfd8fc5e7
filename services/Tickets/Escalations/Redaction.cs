using System.Text.RegularExpressions;
using Mat.Platform.Data;

namespace Mat.Tickets.Escalations;

/// <summary>What is taken out of everything that goes to a partner; one row, made with the first change.</summary>
internal sealed class RedactionPolicy : Entity, IAudited
{
    public static readonly Guid TheOne = new("0193a000-0000-7000-8000-000000000002");

    public bool Emails { get; set; } = true;
    public bool Phones { get; set; } = true;

    /// <summary>Names (of pupils, most of all), whole words in any case.</summary>
    public List<string> Names { get; set; } = [];

    /// <summary>Regular expressions, e.g. for numbers of pupils; matched in linear time.</summary>
    public List<string> Patterns { get; set; } = [];
}

/// <summary>Takes out what the policy says. The same text in, the same text out: the preview shows what will be sent.</summary>
internal sealed partial class Redactor(RedactionPolicy policy)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<(Regex What, string Instead)> _rules =
    [
        .. policy.Emails ? [(Email(), "[e-mail]")] : Array.Empty<(Regex, string)>(),
        // A longer name first: of "Ann" and "Ann Lee" nothing of the second is left.
        .. policy.Names.OrderByDescending(n => n.Length).Select(n => (Linear($@"\b{Regex.Escape(n)}\b"), "[name]")),
        .. policy.Patterns.Select(p => (Linear(p), "[redacted]")),
        .. policy.Phones ? [(Phone(), "[phone]")] : Array.Empty<(Regex, string)>(),
    ];

    /// <summary>How much was taken out so far.</summary>
    public int Count { get; private set; }

    public string Clean(string text)
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
    public static Regex Linear(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);

    [GeneratedRegex(@"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Email();

    /// <summary>British numbers as people write them: 01632 960123, 07700 900 123, (0117) 496 0123, +44 20 7946 0958. Not times, dates or addresses of machines.</summary>
    [GeneratedRegex(@"(?<![\w.:-])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|\(?0)\d(?:[\s()-]{0,2}\d){7,9}(?![\w:-])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Phone();
}
