using System.Text.Json;
using Mat.Contracts.Trust;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Mat.Standards.Schools;

/// <summary>Read copy of a school of Trust.</summary>
internal sealed class SchoolReplica
{
    public Guid Id { get; init; }

    /// <summary>Version of the school in Trust; an event with the same or an older version is ignored.</summary>
    public int SourceVersion { get; private set; }
    public string Name { get; private set; } = "";
    public bool IsOpen { get; private set; }

    /// <summary>Closed days by the school's calendar, both ends included.</summary>
    public List<ClosedDays> Closed { get; private set; } = [];

    public void Apply(SchoolSnapshot school)
    {
        if (school.Version <= SourceVersion)
            return;
        (SourceVersion, Name, IsOpen, Closed) = (school.Version, school.Name, school.IsOpen, [.. school.Calendar.Closed]);
    }
}

internal static class SchoolModel
{
    /// <summary>Records compare by value, so an unchanged calendar writes nothing.</summary>
    private static readonly ValueComparer<List<ClosedDays>> Closed = new((a, b) => a!.SequenceEqual(b!), l => l.Count, l => l.ToList());

    public static void MapSchools(this ModelBuilder model) => model.Entity<SchoolReplica>(e =>
    {
        e.ToTable("school_replicas");
        e.Property(s => s.Id).ValueGeneratedNever();
        e.Property(s => s.SourceVersion).IsConcurrencyToken();
        e.Property(s => s.Closed)
            .HasConversion(l => JsonSerializer.Serialize(l, JsonSerializerOptions.Default),
                t => JsonSerializer.Deserialize<List<ClosedDays>>(t, JsonSerializerOptions.Default)!, Closed);
    });
}
