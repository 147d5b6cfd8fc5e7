using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Mat.Chart.Tests.Rendering;

/// <summary>YAML as JSON, the way the API server reads it; what two readers could take for different things is refused.</summary>
internal static class Yaml
{
    private static readonly string[] Ambiguous = ["yes", "no", "on", "off", "y", "n"];

    public static IReadOnlyList<JsonNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(d => Json(d.RootNode)).OfType<JsonNode>()];
    }

    public static JsonObject Document(string text) => Documents(text) is [var first, ..] ? first.AsObject() : [];

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => throw new InvalidDataException($"{node.NodeType} at {node.Start}"),
    };

    private static JsonValue Number(long whole) =>
        whole is >= int.MinValue and <= int.MaxValue ? JsonValue.Create((int)whole) : JsonValue.Create(whole);

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            return JsonValue.Create(text);
        if (text is "" or "~" or "null")
            return null;
        if (text is "true" or "false")
            return JsonValue.Create(text == "true");
        if (Ambiguous.Contains(text, StringComparer.OrdinalIgnoreCase))
            throw new InvalidDataException($"'{text}' at {scalar.Start} wants quotes: YAML 1.1 takes it for a bool.");
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return Number(text.Length > 1 && text[0] == '0' ? Convert.ToInt64(text, 8) : whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !text.Any(char.IsLetter)
            ? JsonValue.Create(number) : JsonValue.Create(text);
    }
}
