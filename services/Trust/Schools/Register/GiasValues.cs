using System.Globalization;
using System.Text;

namespace Mat.Trust.Schools.Register;

/// <summary>Reads single values of the GIAS file.</summary>
internal static class GiasValues
{
    /// <summary>
    /// GIAS calls its encoding Latin-1 and uses the printable characters of Windows-1252 (curly apostrophes), which is a superset.
    /// </summary>
    public static readonly Encoding Latin = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// Trims, drops control characters (PostgreSQL refuses NUL) and mends a value that was saved as UTF-8 without a mark:
    /// such text read as Latin-1 is valid UTF-8 when turned back into bytes, which real Latin-1 text practically never is.
    /// </summary>
    public static string Clean(string value)
    {
        if (value.Any(c => c > 127))
            value = Mend(value);
        if (value.Any(char.IsControl))
            value = string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));
        return value.Trim();
    }

    /// <summary>Day-month-year; some exports carry slashes.</summary>
    public static bool TryDate(string value, out DateOnly? date)
    {
        date = null;
        if (value.Length == 0)
            return true;
        if (!DateOnly.TryParseExact(value, ["dd-MM-yyyy", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return false;
        date = day;
        return true;
    }

    /// <summary>A count; GIAS leaves it empty or writes SUPP where it suppresses the figure.</summary>
    public static bool TryCount(string value, int most, out int? count)
    {
        count = null;
        if (value.Length == 0 || value.Equals("SUPP", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > most)
            return false;
        count = number;
        return true;
    }

    /// <summary>GIAS drops the leading zero of British numbers; an overseas number is left as it is.</summary>
    public static string? Telephone(string value) =>
        value.Length is 9 or 10 && value[0] != '0' && value.All(char.IsAsciiDigit) ? "0" + value : NullIfEmpty(value);

    /// <summary>An absolute web address, or null when it is none: a link is shown to people, so no other scheme gets through.</summary>
    public static string? Website(string value)
    {
        if (value.Length == 0)
            return null;
        var text = value.Contains("://", StringComparison.Ordinal) ? value : "https://" + value;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Contains('.') && uri.UserInfo.Length == 0 && text.Length <= 300
            ? text : null;
    }

    /// <summary>GIAS writes placeholders where a list has no entry.</summary>
    public static string? Named(string value) =>
        value.Equals("Not applicable", StringComparison.OrdinalIgnoreCase)
        || value.Equals("Not recorded", StringComparison.OrdinalIgnoreCase)
        || value.Equals("Does not apply", StringComparison.OrdinalIgnoreCase) ? null : NullIfEmpty(value);

    public static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;

    public static bool IsUrn(string value) => value.Length is >= 5 and <= 8 && value.All(char.IsAsciiDigit);

    private static string Mend(string value)
    {
        try
        {
            return StrictUtf8.GetString(Strict1252.GetBytes(value));
        }
        catch (ArgumentException)
        {
            return value;
        }
    }

    // Throws on what Windows-1252 cannot write: such text came from a marked UTF-8 file and needs no mending.
    private static readonly Encoding Strict1252 = CodePagesEncodingProvider.Instance.GetEncoding(
        1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
}
