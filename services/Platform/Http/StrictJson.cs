using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Http;

/// <summary>How Mat reads and writes JSON at its routes: camelCase, snake_case enumerations, nothing unknown, nothing twice.</summary>
public static class StrictJson
{
    /// <summary>The options of every route.</summary>
    public static JsonSerializerOptions Options { get; } = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    internal static void AddStrictJson(this IHostApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(o => Apply(o.SerializerOptions));

    private static JsonSerializerOptions Apply(JsonSerializerOptions o)
    {
        o.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        o.AllowDuplicateProperties = false;
        o.NumberHandling = JsonNumberHandling.Strict;
        o.MaxDepth = 32;
        o.TypeInfoResolver = (o.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(PatchBody.Track);
        o.Converters.Add(WireEnum.Converter);
        o.Converters.Add(new StorableString());
        return o;
    }

    /// <summary>Text that both databases can hold: PostgreSQL refuses NUL, UTF-8 has no lone surrogates.</summary>
    private sealed class StorableString : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return null;
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException();
            var text = reader.GetString();
            return text is not null && text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException("NUL in a text.") : text;
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException("NUL in a name.") : text;
        }

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(options.DictionaryKeyPolicy?.ConvertName(value) ?? value);
    }
}
