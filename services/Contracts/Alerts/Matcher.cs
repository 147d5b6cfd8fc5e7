using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Mat.Contracts.Alerts;

/// <summary>What of an alert a matcher looks at.</summary>
public enum MatchField
{
    /// <summary>The source's name or id.</summary>
    Source,
    SourceKind,
    Severity,
    Rule,
    Title,
    Host,
    User,
    Ip,

    /// <summary>The school's name or id.</summary>
    School,

    /// <summary>The asset's tag or id.</summary>
    Asset,
    Technique,
}

/// <summary>How a matcher compares; upper and lower case are the same to all of them.</summary>
public enum MatchOp
{
    Equal,
    NotEqual,

    /// <summary>A regular expression that fits the whole text.</summary>
    Matches,
    NotMatches,
}

/// <summary>One condition; an alert fits when it fits every matcher of a list.</summary>
public sealed record Matcher([property: Required] MatchField? Field, MatchOp Op, [property: Required, StringLength(300)] string Value);

/// <summary>What matchers see of an alert: every text of a field, e.g. both name and id of the school.</summary>
public sealed record MatchSubject(IReadOnlyDictionary<MatchField, IReadOnlyList<string>> Texts)
{
    public IReadOnlyList<string> Of(MatchField field) => Texts.GetValueOrDefault(field) ?? [];

    /// <summary>The same alert at another severity, which an earlier rule gave it.</summary>
    /// <param name="severity">Snake case.</param>
    public MatchSubject With(string severity) =>
        new(new Dictionary<MatchField, IReadOnlyList<string>>(Texts) { [MatchField.Severity] = [severity] });
}

/// <summary>A list of matchers ready for use.</summary>
public sealed class CompiledMatchers
{
    /// <summary>How many matchers one list may have.</summary>
    public const int Max = 20;

    private readonly List<Func<MatchSubject, bool>> _tests = [];

    public CompiledMatchers(IReadOnlyList<Matcher> matchers)
    {
        foreach (var matcher in matchers)
        {
            var field = matcher.Field!.Value;
            var value = matcher.Value;
            if (matcher.Op is MatchOp.Equal or MatchOp.NotEqual)
            {
                var wanted = matcher.Op == MatchOp.Equal;
                _tests.Add(s => s.Of(field).Contains(value, StringComparer.OrdinalIgnoreCase) == wanted);
            }
            else
            {
                var expression = Compile(value);
                var wanted = matcher.Op == MatchOp.Matches;
                _tests.Add(s => s.Of(field).Any(expression.IsMatch) == wanted);
            }
        }
    }

    public bool Fit(MatchSubject subject) => _tests.TrueForAll(test => test(subject));

    /// <summary>What is wrong with a list, by field; empty when it can be kept.</summary>
    public static Dictionary<string, string[]> Wrong(IReadOnlyList<Matcher>? matchers, string name, bool required)
    {
        var errors = new Dictionary<string, string[]>();
        if (matchers is null or [])
        {
            if (required)
                errors[name] = ["At least one matcher: without any it would fit every alert there is."];
            return errors;
        }
        if (matchers.Count > Max)
            errors[name] = [$"At most {Max} matchers."];
        foreach (var (matcher, i) in matchers.Take(Max).Select((m, i) => (m, i)))
        {
            if (matcher.Field is null || string.IsNullOrEmpty(matcher.Value) || matcher.Value.Length > 300)
                errors[$"{name}[{i}]"] = ["A matcher has a field and a value of at most 300 characters."];
            else if (matcher.Op is MatchOp.Matches or MatchOp.NotMatches && !IsExpression(matcher.Value))
                errors[$"{name}[{i}].value"] = ["This is no regular expression that can be matched in bounded time."];
        }
        return errors;
    }

    private static bool IsExpression(string pattern)
    {
        try
        {
            Compile(pattern);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Never goes back over the text, so that no pattern takes longer than the text is long.</summary>
    private static Regex Compile(string pattern) =>
        new($"^(?:{pattern})$",
            RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
