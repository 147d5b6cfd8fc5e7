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
        if (string.IsNullOrEmpty(text))
            return null;
        if (WireEnum<T>.TryParse(text, out var value))
            return value;
        throw new ProblemException(Problems.BadRequest($"{name}.unknown", $"{name} is one of {string.Join(", ", WireEnum<T>.All)}."));
    }
}
