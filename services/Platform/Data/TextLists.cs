using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Mat.Platform.Data;

/// <summary>Lists of texts are JSON in one column, the same in both databases (PostgreSQL would make arrays of them).</summary>
public static class TextLists
{
    private static readonly ValueConverter<List<string>, string> Converter =
        new(l => JsonSerializer.Serialize(l, (JsonSerializerOptions?)null),
            t => JsonSerializer.Deserialize<List<string>>(t, (JsonSerializerOptions?)null)!);

    private static readonly ValueComparer<List<string>> Comparer =
        new((a, b) => a!.SequenceEqual(b!), l => l.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)), l => l.ToList());

    /// <summary>Maps every property of that type in the model; call it after the entities.</summary>
    public static void MapTextLists(this ModelBuilder model)
    {
        foreach (var (type, property) in model.Model.GetEntityTypes()
            .SelectMany(t => t.ClrType.GetProperties().Where(p => p.PropertyType == typeof(List<string>)).Select(p => (t, p))).ToList())
            model.Entity(type.ClrType).Property<List<string>>(property.Name).HasConversion(Converter, Comparer);
    }
}
