using System.Text.Json;
using System.Text.RegularExpressions;
using Mat.Alerts.Intake;

namespace Mat.Alerts.Indicators;

/// <summary>
/// Finds traces in whatever a tool sent, by what they look like and what the member is called that holds them: no tool's
/// format has to be known, and what is not understood is left out.
/// </summary>
internal static partial class IndicatorReader
{
    /// <summary>How many one alert may have; more would be a list and not a trace.</summary>
    public const int Max = 32;
    private const int MaxVisits = 2000;

    public static IReadOnlyCollection<(IndicatorKind Kind, string Value)> Read(JsonElement item, string? rule, string sourceKind)
    {
        var found = new HashSet<(IndicatorKind, string)>();
        if (rule is not null)
            found.Add((IndicatorKind.Rule, $"{sourceKind}:{rule.ToLowerInvariant()}"));
        var left = MaxVisits;
        Walk(item, "", found, ref left);
        return found;
    }

    private static void Walk(JsonElement element, string name, HashSet<(IndicatorKind, string)> found, ref int left)
    {
        if (--left < 0 || found.Count >= Max)
            return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Walk(member.Value, member.Name, found, ref left);
                break;
            case JsonValueKind.Array:
                foreach (var each in element.EnumerateArray())
                    Walk(each, name, found, ref left);
                break;
            case JsonValueKind.String:
                if (Of(name.ToLowerInvariant(), element.GetString()!) is { } indicator)
                    found.Add(indicator);
                break;
            default:
                break;
        }
    }

    private static (IndicatorKind, string)? Of(string name, string text)
    {
        if (text.Length is < 4 or > 320)
            return null;
        var value = text.Trim().ToLowerInvariant();
        // A digest in hex is 32, 40 or 64 digits long; ids of that shape are told apart by what their member is called.
        if (value.Length is 32 or 40 or 64 && value.All(char.IsAsciiHexDigit) && HashName().IsMatch(name))
            return (IndicatorKind.Hash, value);
        // An address inside the trust is a device and not a trace that others could have too.
        if (IdentifierNormalizer.Ip(value) is { } ip)
            return IdentifierNormalizer.IsOutside(ip) ? (IndicatorKind.Ip, ip) : null;
        if (SenderName().IsMatch(name) && Address().Match(value) is { Success: true } mail)
            return (IndicatorKind.Sender, mail.Value);
        if (DomainName().IsMatch(name) && Domain(value) is { } domain)
            return (IndicatorKind.Domain, domain);
        return null;
    }

    /// <summary>A domain as it is, or the one of an address of the web.</summary>
    private static string? Domain(string value)
    {
        if (value.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri))
                return null;
            value = uri.Host;
        }
        value = value.TrimEnd('.');
        return IdentifierNormalizer.Ip(value) is null && DomainShape().IsMatch(value) ? value : null;
    }

    [GeneratedRegex("hash|sha|md5|digest|imphash|fingerprint|checksum|syscheck", RegexOptions.CultureInvariant)]
    private static partial Regex HashName();

    [GeneratedRegex("sender|^from|mailfrom|p1|p2|suser|return.?path", RegexOptions.CultureInvariant)]
    private static partial Regex SenderName();

    [GeneratedRegex("domain|url|uri|dns|query|request|site|fqdn|referr?er|link", RegexOptions.CultureInvariant)]
    private static partial Regex DomainName();

    [GeneratedRegex("[a-z0-9._%+'-]+@[a-z0-9.-]+\\.[a-z]{2,24}", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex("^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z]{2,24}$", RegexOptions.CultureInvariant)]
    private static partial Regex DomainShape();
}
