using Microsoft.EntityFrameworkCore;

namespace Mat.Platform.Sequences;

/// <summary>How far a sequence is.</summary>
internal sealed class NumberSequenceRow
{
    public required string Name { get; init; }

    /// <summary>The first number that no process has taken.</summary>
    public long Next { get; init; }
}

public static class NumberSequenceModel
{
    /// <summary>The table of a service that has sequences; call it before <c>base.OnModelCreating</c>.</summary>
    public static void AddNumberSequences(this ModelBuilder model) => model.Entity<NumberSequenceRow>(e =>
    {
        e.ToTable("number_sequences");
        e.HasKey(s => s.Name);
        e.Property(s => s.Name).HasMaxLength(40);
    });
}
