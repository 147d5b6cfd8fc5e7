using System.Globalization;
using System.Text.RegularExpressions;

namespace Mat.Assets.Imports.Formats;

/// <summary>Which of day and month comes first where a date is written with numbers only.</summary>
internal enum DateOrder
{
    DayFirst,
    MonthFirst,
}

/// <summary>Reads the values that tools and people write into cells. Null is a value that cannot be read.</summary>
internal static partial class CellParser
{
    private static readonly string[] Iso = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy/MM/dd"];
    private static readonly string[] DayFirst = ["d/M/yyyy", "d/M/yy", "d-M-yyyy", "d.M.yyyy", "d/M/yyyy HH:mm", "d/M/yyyy HH:mm:ss"];
    private static readonly string[] MonthFirst = ["M/d/yyyy", "M/d/yy", "M-d-yyyy", "M/d/yyyy HH:mm", "M/d/yyyy HH:mm:ss",
        "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm tt"];
    private static readonly string[] Worded = ["d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "d-MMM-yy", "MMM d, yyyy", "MMMM d, yyyy",
        "MMM yyyy", "MMMM yyyy"];

    /// <summary>A moment; true with null is a date that says "none" (0001-01-01, 9999-12-31 and the like).</summary>
    public static bool TryMoment(string text, DateOrder order, out DateTimeOffset? moment)
    {
        moment = null;
        text = text.Trim();
        // Milliseconds since 1970, as the Directory API and some exports of it write.
        if (text.Length is 12 or 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
            moment = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        else if (text is "0" or "never" or "Never" or "0000-00-00" or "0000-00-00 00:00:00" or "N/A")
            return true;
        else if ((Exact(text, Iso) ?? Exact(text, order == DateOrder.DayFirst ? DayFirst : MonthFirst) ?? Exact(text, Worded)) is { } found)
            moment = found;
        else
            return false;
        if (moment.Value.Year is < 1970 or > 9000)
            moment = null;
        return true;
    }

    public static bool TryDay(string text, DateOrder order, out string? day)
    {
        var known = TryMoment(text, order, out var moment);
        day = moment?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return known;
    }

    /// <summary>Pounds from <c>£1,299.00</c>, <c>1299</c>, <c>GBP 1299.00</c>.</summary>
    public static string? Money(string text)
    {
        var digits = text.Trim();
        if (digits.StartsWith("GBP", StringComparison.OrdinalIgnoreCase))
            digits = digits[3..];
        digits = digits.Trim().TrimStart('£').Trim();
        if (!MoneyText().IsMatch(digits))
            return null;
        return decimal.TryParse(digits.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var pounds)
            ? pounds.ToString("0.00", CultureInfo.InvariantCulture) : null;
    }

    public static string? Bool(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "y" or "1" or "on" or "enabled" => "true",
        "false" or "no" or "n" or "0" or "off" or "disabled" => "false",
        _ => null,
    };

    /// <summary>Parts of a cell that holds several values.</summary>
    public static string[] Parts(string text) =>
        text.Split([' ', ',', ';', '|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static DateTimeOffset? Exact(string text, string[] formats) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var found) ? found : null;

    [GeneratedRegex(@"^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,4})?$")]
    private static partial Regex MoneyText();
}
