using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Software;

/// <summary>A program in one version. Rows are only ever added; lists point at them.</summary>
public sealed class Title
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Name, publisher and version without case: unique.</summary>
    public required string Key { get; init; }
    public required string Name { get; init; }
    public string? Publisher { get; init; }
    public string? Version { get; init; }

    /// <summary>Name and publisher in lower case.</summary>
    public required string SearchText { get; init; }

    /// <summary><see cref="ProgramName.Key"/> of the name: what vulnerabilities are matched by.</summary>
    public required string NameKey { get; init; }

    internal string Words => new FoundSoftware(Name, Publisher, Version).Words;
}

/// <summary>One line of an asset's list. It has no school of its own: who sees the asset sees what is on it.</summary>
public sealed class Installed
{
    public required Guid AssetId { get; init; }
    public required Guid TitleId { get; init; }

    /// <summary>When an inventory first found it there.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}

/// <summary>What is known of an asset's list as a whole; its id is the asset's.</summary>
public sealed class SoftwareList : Entity
{
    /// <summary>When the inventory was taken that said so last.</summary>
    public DateTimeOffset SeenAt { get; set; }
    public int Count { get; set; }

    /// <summary>Hash over the keys of the list: an inventory that finds the same writes nothing.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary><c>manual</c>, or the format of an import.</summary>
    public string Source { get; set; } = "";
}

internal static class SoftwareModel
{
    public static void MapSoftware(this ModelBuilder model)
    {
        model.Entity<Title>(e =>
        {
            e.ToTable("software_titles");
            e.HasIndex(t => t.Key).IsUnique();
            e.HasIndex(t => t.NameKey);
        });
        model.Entity<Installed>(e =>
        {
            e.ToTable("installed_software");
            e.HasKey(i => new { i.AssetId, i.TitleId });
            e.HasIndex(i => new { i.TitleId, i.AssetId });
        });
        model.Entity<SoftwareList>(e =>
        {
            e.ToTable("software_lists");
            e.Property(l => l.Id).ValueGeneratedNever();
        });
    }
}
