using System.Collections.Frozen;
using System.Text.Json;

namespace Mat.Assets.Register;

/// <summary>snake_case names of an enumeration, as they stand on the wire, in events and in the database.</summary>
internal static class WireEnum<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, T> ByName =
        ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);

    public static string Of(T value) => ByValue[value];

    public static bool TryParse(string? name, out T value)
    {
        value = default;
        return name is not null && ByName.TryGetValue(name.Trim(), out value);
    }

    public static T Parse(string name) => ByName[name];

    public static IEnumerable<string> All => Enum.GetValues<T>().Select(Of);
}
