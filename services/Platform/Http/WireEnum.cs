using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mat.Platform.Http;

/// <summary>The snake_case names of an enumeration, as they stand in bodies, query strings, events and metrics.</summary>
public static class WireEnum<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, T> ByName = ByValue.ToFrozenDictionary(p => p.Value, p => p.Key,
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, T> ByAnyCase = ByName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> All => Enum.GetValues<T>().Select(Of);

    public static string Of(T value) => ByValue[value];

    /// <summary>By name, never by number.</summary>
    public static bool TryParse(string? name, out T value, bool ignoreCase = false)
    {
        value = default;
        return name is not null && (ignoreCase ? ByAnyCase : ByName).TryGetValue(name.Trim(), out value);
    }

    /// <exception cref="KeyNotFoundException">There is no such value.</exception>
    public static T Parse(string name) => ByName[name];

    /// <summary>Values with commas between them, as query strings have them.</summary>
    /// <returns>Null when one of them is no value, or there is none at all.</returns>
    public static List<T>? ParseList(string names, bool ignoreCase = false)
    {
        var found = new List<T>();
        foreach (var name in names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!TryParse(name, out var value, ignoreCase))
                return null;
            found.Add(value);
        }

        return found.Count == 0 ? null : found;
    }
}

public static class WireEnum
{
    /// <summary>Reads and writes every enumeration by its wire name.</summary>
    public static JsonStringEnumConverter Converter { get; } = new(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

    /// <summary>The name on the wire: <c>waiting_partner</c>.</summary>
    public static string ToWire<T>(this T value)
        where T : struct, Enum => WireEnum<T>.Of(value);

    /// <summary>The name in a sentence: <c>waiting partner</c>.</summary>
    public static string ToWords<T>(this T value)
        where T : struct, Enum => WireEnum<T>.Of(value).Replace('_', ' ');
}
