using System.Text.Json;
using System.Text.Json.Serialization;
using Mat.Contracts;

namespace Mat.Platform.Messaging;

/// <summary>Events by their name on the wire: the full type name in Mat.Contracts.</summary>
public static class EventTypes
{
    private static readonly Dictionary<string, Type> ByName = typeof(IEvent).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IEvent).IsAssignableFrom(t))
        .ToDictionary(t => t.FullName!);

    /// <summary>Tolerant to members that a newer sender adds.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static IEnumerable<Type> All => ByName.Values;

    public static string NameOf(Type type) => type.FullName!;

    /// <exception cref="InvalidOperationException">This build knows no such event.</exception>
    public static object Read(string name, string body) =>
        ByName.TryGetValue(name, out var type)
            ? JsonSerializer.Deserialize(body, type, Json) ?? throw new InvalidOperationException($"An empty {name}.")
            : throw new InvalidOperationException($"This build knows no event {name}.");
}
