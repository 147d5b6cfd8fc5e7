namespace Mat.Platform.Http;

/// <summary>Patterns for <c>EF.Functions.Like(column, pattern, "\\")</c> on a lower-cased column.</summary>
public static class Like
{
    public const string Escape = "\\";

    /// <summary>A pattern that finds the words anywhere, with the wildcards of LIKE taken literally.</summary>
    public static string Contains(string words) => $"%{Literal(words)}%";

    public static string StartsWith(string words) => $"{Literal(words)}%";

    private static string Literal(string words) => words.Trim().ToLowerInvariant()
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
