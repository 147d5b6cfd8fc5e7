using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mat.Alerts.Intake;

/// <summary>One form for the same JSON whatever its spacing and member order, and the hashes made from it.</summary>
internal static class CanonicalJson
{
    /// <summary>
    /// The first 128 bits of SHA-256: a key that both databases keep small. Only the holder of a source's token could
    /// look for a collision, and would harm only its own alerts.
    /// </summary>
    public static Guid Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return new Guid(digest[..16], bigEndian: true);
    }

    /// <summary>Hashes named parts so that no two different lists give the same bytes.</summary>
    public static Guid Hash(IEnumerable<(string Name, string? Value)> parts)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parts)
        {
            text.Append(name.Length).Append(':').Append(name);
            if (value is null)
                text.Append('-');
            else
                text.Append(value.Length).Append(':').Append(value);
        }
        return Hash(Encoding.UTF8.GetBytes(text.ToString()));
    }

    public static Guid Hash(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Write(element, buffer);
        return Hash(buffer.WrittenSpan);
    }

    public static string Text(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        Write(element, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(JsonElement element, ArrayBufferWriter<byte> to)
    {
        // Escapes are not rewritten by a raw copy, so strings are re-encoded: "\u0041" and "A" are the same content.
        using var writer = new Utf8JsonWriter(to, new JsonWriterOptions { SkipValidation = true });
        Write(element, writer);
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                    members[member.Name] = member.Value;
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    Write(value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(element.GetString());
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
                break;
            default:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
                break;
        }
    }
}
