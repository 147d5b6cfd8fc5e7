using System.Text.Json;

namespace Mat.Alerts.Intake;

/// <summary>
/// Reads what a tool sent without ever minding what it is: a member that is missing, null or of another type is null.
/// The text guard has run before, so no string in here can fail to decode.
/// </summary>
internal static class LenientJson
{
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element))
                return null;
        }
        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) => AsText(At(element, path));

    public static string? AsText(JsonElement? element)
    {
        var text = element?.ValueKind switch
        {
            JsonValueKind.String => element.Value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.Value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    public static int? Whole(this JsonElement element, params ReadOnlySpan<string> path) => At(element, path) switch
    {
        { ValueKind: JsonValueKind.Number } n when n.TryGetInt32(out var value) => value,
        { ValueKind: JsonValueKind.String } s when int.TryParse(s.GetString(), System.Globalization.CultureInfo.InvariantCulture,
            out var value) => value,
        _ => null,
    };

    public static IEnumerable<JsonElement> Items(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IReadOnlyList<string> Texts(this JsonElement element, params ReadOnlySpan<string> path) =>
        [.. Items(At(element, path)).Select(e => AsText(e)).OfType<string>()];
}
