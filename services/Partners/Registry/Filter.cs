using System.Text.Json;
using Mat.Platform.Http;

namespace Mat.Partners.Registry;

/// <summary>Enumerations in query strings are named as they are in bodies: snake_case, and never by number.</summary>
internal static class Filter
{
    /// <returns>The value, or null when nothing was asked.</returns>
    /// <exception cref="ProblemException">400: there is no such value.</exception>
    public static T? Parse<T>(string? text, string name)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text)) return null;
        foreach (var value in Enum.GetValues<T>())
            if (NameOf(value) == text) return value;
        throw new ProblemException(Problems.BadRequest($"{name}.unknown", $"{name} is one of {string.Join(", ", Enum.GetValues<T>().Select(NameOf))}."));
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
