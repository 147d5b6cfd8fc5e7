using System.Text.Json;
using Mat.Contracts.Trust;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Directory;

/// <summary>Replica of a school, from Trust's events.</summary>
internal sealed class SchoolReplica
{
    public Guid Id { get; init; }

    /// <summary>The version of the facts; older facts are dropped.</summary>
    public int SourceVersion { get; set; }

    public string Urn { get; set; } = "";
    public string Name { get; set; } = "";
    public bool IsOpen { get; set; }

    /// <summary>JSON of <see cref="CalendarFacts"/>.</summary>
    public string Calendar { get; set; } = "";

    /// <summary>Incremented with every change of the calendar; a ticket stores the version its due dates were calculated with.</summary>
    public int CalendarVersion { get; set; }

    /// <summary>Due dates of active tickets must be recalculated.</summary>
    public bool CalendarChanged { get; set; }

    /// <summary>Applies the snapshot if it is newer. False when it is not.</summary>
    public bool Apply(SchoolSnapshot facts)
    {
        if (facts.Version <= SourceVersion)
            return false;
        var calendar = JsonSerializer.Serialize(facts.Calendar);
        if (calendar != Calendar)
        {
            Calendar = calendar;
            CalendarVersion++;
            CalendarChanged = true;
        }
        (SourceVersion, Urn, Name, IsOpen) = (facts.Version, facts.Urn, facts.Name, facts.IsOpen);
        return true;
    }

    public CalendarSnapshot CalendarFacts() =>
        JsonSerializer.Deserialize<CalendarSnapshot>(Calendar) ?? Contracts.Trust.CalendarSnapshot.Default;
}

internal sealed class SchoolReplicaMapping : IEntityTypeConfiguration<SchoolReplica>
{
    public void Configure(EntityTypeBuilder<SchoolReplica> e)
    {
        e.ToTable("schools");
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.SourceVersion).IsConcurrencyToken();
        e.HasIndex(x => x.Urn);
    }
}
