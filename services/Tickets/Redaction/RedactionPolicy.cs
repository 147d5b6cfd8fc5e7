using Mat.Platform.Data;
using Mat.Tickets.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Redaction;

/// <summary>What is removed from everything sent to a partner; one row, inserted with the first change.</summary>
internal sealed class RedactionPolicy : Entity, IAudited
{
    public static readonly Guid SingletonId = new("0193a000-0000-7000-8000-000000000002");

    public bool Emails { get; set; } = true;
    public bool Phones { get; set; } = true;

    /// <summary>Names (of pupils, most of all), whole words in any case.</summary>
    public List<string> Names { get; set; } = [];

    /// <summary>Regular expressions, e.g. for numbers of pupils; matched in linear time.</summary>
    public List<string> Patterns { get; set; } = [];
}

internal sealed class RedactionPolicyMapping : IEntityTypeConfiguration<RedactionPolicy>
{
    public void Configure(EntityTypeBuilder<RedactionPolicy> e)
    {
        e.ToTable("redaction_policies");
        e.Property(p => p.Names).HasJsonListConversion();
        e.Property(p => p.Patterns).HasJsonListConversion();
    }
}
