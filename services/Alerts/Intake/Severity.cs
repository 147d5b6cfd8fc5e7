using System.Globalization;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Intake;

/// <summary>The severity behind the words and numbers of each tool.</summary>
internal static class Severities
{
    private static readonly Dictionary<string, Severity> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["informational"] = Severity.Informational,
        ["information"] = Severity.Informational,
        ["info"] = Severity.Informational,
        ["notice"] = Severity.Informational,
        ["debug"] = Severity.Informational,
        ["none"] = Severity.Informational,
        ["ok"] = Severity.Informational,
        ["low"] = Severity.Low,
        ["minor"] = Severity.Low,
        ["medium"] = Severity.Medium,
        ["moderate"] = Severity.Medium,
        ["warning"] = Severity.Medium,
        ["warn"] = Severity.Medium,
        ["high"] = Severity.High,
        ["major"] = Severity.High,
        ["error"] = Severity.High,
        ["err"] = Severity.High,
        ["critical"] = Severity.Critical,
        ["crit"] = Severity.Critical,
        ["very-high"] = Severity.Critical,
        ["alert"] = Severity.Critical,
        ["disaster"] = Severity.Critical,
        ["page"] = Severity.Critical,
        ["fatal"] = Severity.Fatal,
        ["emergency"] = Severity.Fatal,
        ["emerg"] = Severity.Fatal,
        ["panic"] = Severity.Fatal,
    };

    /// <summary>A tool's own word; an unrecognised word maps to unknown and is never refused.</summary>
    public static Severity FromWord(string? word) =>
        word is not null && Words.TryGetValue(word.Trim(), out var severity) ? severity : Severity.Unknown;

    /// <summary>Wazuh's own bands of its rule level 0-16.</summary>
    public static Severity FromWazuhLevel(int? level) => level switch
    {
        null => Severity.Unknown,
        >= 15 => Severity.Critical,
        >= 11 => Severity.High,
        >= 8 => Severity.Medium,
        >= 4 => Severity.Low,
        _ => Severity.Informational,
    };

    /// <summary>OCSF's <c>severity_id</c>; 99 is a word of the tool's own.</summary>
    public static Severity FromOcsf(int? id, string? word) => id is >= 0 and <= 6 ? (Severity)id : FromWord(word);

    /// <summary>TheHive counts from 1 (low) to 4 (critical).</summary>
    public static Severity FromTheHive(int? number) => number is >= 1 and <= 4 ? (Severity)(number + 1) : Severity.Unknown;

    /// <summary>CEF counts from 0 to 10, or says Low to Very-High.</summary>
    public static Severity FromCef(string? text) =>
        !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? FromWord(text) : number switch
        {
            <= 3 => Severity.Low,
            <= 6 => Severity.Medium,
            <= 8 => Severity.High,
            <= 10 => Severity.Critical,
            _ => Severity.Unknown,
        };

    /// <summary>The last three bits of a syslog priority, from 0 (emergency) to 7 (debug).</summary>
    public static Severity FromSyslog(int? number) => number switch
    {
        0 => Severity.Fatal,
        1 or 2 => Severity.Critical,
        3 => Severity.High,
        4 => Severity.Medium,
        >= 5 and <= 7 => Severity.Informational,
        _ => Severity.Unknown,
    };
}
