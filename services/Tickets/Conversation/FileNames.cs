using System.Globalization;
using System.Net.Http.Headers;

namespace Mat.Tickets.Conversation;

/// <summary>Cleans names and types of uploaded files.</summary>
internal static class FileNames
{
    private const int MaxLength = 200;

    /// <summary>Types that no browser runs; everything else is bytes.</summary>
    private static readonly string[] InertTypes =
        ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "text/csv", "application/zip",
            "application/json"];

    /// <summary>The last part of a path, without what is no text; null when nothing is left.</summary>
    public static string? Clean(string? name)
    {
        if (name is null)
            return null;
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        // Format characters would let a name show its ending the wrong way round.
        name =
            new string(
                [
                    .. name.Where(c => char.GetUnicodeCategory(c)
                        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate))]).Trim(' ', '.');
        if (name.Length > MaxLength)
            name = name[..(MaxLength - 20)] + name[^20..];
        return name.Length == 0 ? null : name;
    }

    public static string ContentType(string? header) =>
        MediaTypeHeaderValue.TryParse(header, out var type) && InertTypes.Contains(type.MediaType, StringComparer.OrdinalIgnoreCase)
            ? type.MediaType!.ToLowerInvariant()
            : "application/octet-stream";
}
