namespace Mat.Platform.Data;

/// <summary>A row with an identity that time orders (UUIDv7) and a version that guards it.</summary>
public abstract class Entity
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>1 when first saved, one more with every save; the ETag and the events carry it.</summary>
    public int Version { get; internal set; }

    /// <summary>Set when first saved unless it has a value already (an import of history).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; internal set; }
}

/// <summary>A row of one school: only those see it whose scope has the school.</summary>
public interface ISchoolOwned
{
    Guid SchoolId { get; }
}

/// <summary>A row that may not belong to a school yet: then only those see it who see every school.</summary>
public interface IMaybeSchoolOwned
{
    Guid? SchoolId { get; }
}

/// <summary>Changes of this row go to the audit log with old and new values.</summary>
public interface IAudited;

/// <summary>Left out of the audit log: secrets, and texts made for searching.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotAuditedAttribute : Attribute;
