using System.Text.Json;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Mat.Tickets.Data;

internal static class JsonListConversion
{
    /// <summary>Stores a list as JSON text in both databases: EF Core's primitive collections would be an array in one of them.</summary>
    public static void HasJsonListConversion<T>(this PropertyBuilder<List<T>> property) => property.HasConversion(
        new ValueConverter<List<T>, string>(v => JsonSerializer.Serialize(v, StrictJson.Options),
            s => JsonSerializer.Deserialize<List<T>>(s, StrictJson.Options)!),
        new ValueComparer<List<T>>(
            (a, b) => a == null ? b == null : b != null && a.SequenceEqual(b), v => v.Aggregate(0, (hash, x) => HashCode.Combine(hash, x)),
            v => v.ToList()));
}
