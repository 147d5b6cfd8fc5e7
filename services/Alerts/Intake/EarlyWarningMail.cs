using System.Text;
using System.Text.RegularExpressions;

namespace Mat.Alerts.Intake;

/// <summary>
/// The text of a mail as labelled lines. A digest is cut into one mail for each thing it reports: the head and the words
/// before the first of them stay with each, and so does the heading that it stands under.
/// </summary>
internal static partial class EarlyWarningMail
{
    /// <summary>Enough for a salutation and an explanation; five hundred copies of a long one would fill the memory.</summary>
    private const int LongestOpening = 4096;
    private const int LongestHeading = 100;

    /// <summary>What a label stands for. NCSC publishes no layout, so these are the words for the facts it says it sends.</summary>
    private static readonly Dictionary<string, string> Labels = new (string Field, string[] Labels)[]
    {
        ("subject", ["subject"]),
        ("date", ["date", "sent"]),
        ("mail", ["message-id"]),
        ("from", ["from"]),
        ("to", ["to"]),
        ("ip", ["ip", "ip address", "source ip", "affected ip", "affected ip address", "ip addresses"]),
        ("host", ["domain", "domain name", "affected domain", "host", "hostname", "host name"]),
        ("asset", ["asset"]),
        ("event",
            ["event", "event type", "type", "category", "alert", "threat", "malware", "malware family", "infection", "vulnerability",
                "vulnerability name"]),
        ("cve", ["cve", "cves"]),
        ("port", ["port", "open port"]),
        ("service", ["service"]),
        ("protocol", ["protocol"]),
        ("time", ["time", "timestamp", "event time", "last seen", "observed", "detected"]),
        ("first", ["first seen"]),
        ("grade", ["grade", "grading", "admiralty grade", "confidence"]),
        ("severity", ["severity"]),
        ("reference", ["reference", "event id", "incident reference", "id"]),
    }.SelectMany(field => field.Labels, (field, label) => (label, field.Field)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    public static (string Name, string Value, string Label)? Field(string line)
    {
        if (line.Length > 1024 || Labelled().Match(line) is not { Success: true } match)
            return null;
        var label = Unit().Replace(match.Groups["label"].Value, "").Trim();
        return Labels.TryGetValue(label, out var name) ? (name, match.Groups["value"].Value.Trim(), match.Groups["label"].Value) : null;
    }

    /// <summary>The words of a class of report in a line of text: incident, abuse or vulnerability.</summary>
    public static string? Class(string? text) =>
        text is null ? null
        : Has(text, "incident notification") ? "incident"
        : Has(text, "network abuse") || Has(text, "abuse event") ? "abuse"
        : Has(text, "vulnerab") || Has(text, "open port") ? "vulnerability"
        : null;

    /// <summary>Where the head of the mail ends and its text begins.</summary>
    public static int Head(string[] lines)
    {
        if (lines.Length == 0 || !IsHead(lines[0]))
            return 0;
        var end = 0;
        // A line that begins with a space goes on with the one before it.
        while (end < lines.Length && lines[end].Length > 0 && (IsHead(lines[end]) || lines[end][0] is ' ' or '\t'))
            end++;
        return end;
    }

    public static IReadOnlyList<string> Cut(string text, int most)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var head = Head(lines);
        var parts = new List<string>();
        var opening = new StringBuilder();
        var block = new Block();
        string? heading = null;
        foreach (var line in lines.Skip(head))
        {
            var field = Field(line.Trim());
            var isHeading = field is null && line.Length <= LongestHeading && Class(line) is not null;
            if (block.IsFull && (isHeading || (field is { } next && block.Ends(next.Name))))
                Close();
            if (isHeading && !block.Begun && parts.Count > 0)
                heading = line;
            else if (field is { } known)
                block.Add(line, known.Name);
            else if (block.Begun)
                block.Add(line, null);
            else if (parts.Count == 0 && opening.Length < LongestOpening)
                opening.Append(line.AsSpan(0, Math.Min(line.Length, 1024))).Append('\n');
            if (parts.Count == most)
                return parts;
        }
        if (block.IsFull)
            Close();
        // One report, or none that is labelled: the mail is the item, whole.
        return parts.Count <= 1 ? [text] : parts;

        void Close()
        {
            var part = new StringBuilder();
            foreach (var line in lines.Take(Math.Min(head, 50)))
                part.Append(line.AsSpan(0, Math.Min(line.Length, 1024))).Append('\n');
            part.Append('\n').Append(opening);
            if (heading is not null)
                part.Append(heading).Append('\n');
            parts.Add(part.Append(block.Text).ToString());
            block = new Block();
        }
    }

    private static bool IsHead(string line) => HeadLine().IsMatch(line);

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[\s*•>-]{0,8}(?<label>[A-Za-z][A-Za-z -]{1,30}(\([A-Za-z]{1,8}\))?)\s{0,8}:\s{0,8}(?<value>\S.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"\([A-Za-z]{1,8}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z-]{1,40}:\s", RegexOptions.CultureInvariant)]
    private static partial Regex HeadLine();

    /// <summary>The lines of one report, and which of its facts have been said.</summary>
    private sealed class Block
    {
        private readonly HashSet<string> _said = [];
        private int _together;
        private bool _isParagraph;

        public StringBuilder Text { get; } = new();
        public bool Begun => _said.Count > 0;
        public bool IsFull => _said.Contains("ip") || _said.Contains("host") || _said.Contains("asset");

        /// <summary>A fact said twice belongs to the next report, and so does one after a paragraph of several.</summary>
        public bool Ends(string name) => _isParagraph || _said.Contains(name);

        public void Add(string line, string? name)
        {
            Text.Append(line).Append('\n');
            if (name is not null)
            {
                _said.Add(name);
                _together++;
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                _isParagraph |= IsFull && _together > 1;
                _together = 0;
            }
        }
    }
}
