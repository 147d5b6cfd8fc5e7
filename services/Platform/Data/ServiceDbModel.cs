using System.Linq.Expressions;
using System.Text.Json;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Mat.Platform.Data;

/// <content>The part of the model that every service shares.</content>
public abstract partial class ServiceDb
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    /// <summary>Call last in yours: it names tables and columns and filters by school.</summary>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxMessage>(e =>
        {
            e.ToTable("outbox_messages");
            e.HasIndex(m => new { m.DueAt, m.Id }).HasFilter("dead_lettered_at IS NULL");
            e.Property(m => m.Type).HasMaxLength(200);
            e.Property(m => m.LastError).HasMaxLength(2000);
        });
        modelBuilder.Entity<InboxEntry>(e =>
        {
            e.ToTable("inbox_entries");
            e.HasKey(m => new { m.MessageId, m.Endpoint });
            e.HasIndex(m => m.At);
            e.Property(m => m.Endpoint).HasMaxLength(120);
        });
        modelBuilder.Entity<DeadLetter>(e => e.ToTable("dead_letters"));
        modelBuilder.Entity<IdempotencyRow>(e =>
        {
            e.ToTable("idempotency_keys");
            e.HasIndex(r => new { r.Actor, r.Route, r.Key }).IsUnique();
            e.HasIndex(r => r.CreatedAt);
            e.Property(r => r.Key).HasMaxLength(255);
        });
        modelBuilder.Entity<AuditEntry>(e =>
        {
            e.ToTable("audit_entries");
            e.HasIndex(a => new { a.SubjectId, a.CreatedAt });
            e.HasIndex(a => a.CreatedAt);
        });

        foreach (var type in modelBuilder.Model.GetEntityTypes().ToList())
        {
            Name(type);
            if (typeof(Entity).IsAssignableFrom(type.ClrType))
            {
                type.FindProperty(nameof(Data.Entity.Version))!.IsConcurrencyToken = true;
                type.FindProperty(nameof(Data.Entity.Id))!.ValueGenerated = ValueGenerated.Never;
            }

            if (type.BaseType is null && typeof(ISchoolOwned).IsAssignableFrom(type.ClrType))
                modelBuilder.Entity(type.ClrType).HasQueryFilter("school", SchoolFilter(type.ClrType, typeof(Guid)));
            else if (type.BaseType is null && typeof(IMaybeSchoolOwned).IsAssignableFrom(type.ClrType))
                modelBuilder.Entity(type.ClrType).HasQueryFilter("school", SchoolFilter(type.ClrType, typeof(Guid?)));
        }
    }

    /// <summary>e => ScopeIsAll || ScopeSchools.Contains(e.SchoolId); a null school is in no set.</summary>
    private LambdaExpression SchoolFilter(Type type, Type property)
    {
        var row = Expression.Parameter(type, "e");
        var self = Expression.Constant(this);
        Expression school = Expression.Property(row, "SchoolId");
        Expression inScope = property == typeof(Guid)
            ? Contains(school)
            : Expression.AndAlso(Expression.Property(school, "HasValue"), Contains(Expression.Property(school, "Value")));
        return Expression.Lambda(
            Expression.OrElse(Expression.Property(self, typeof(ServiceDb).GetProperty(nameof(HasTrustScope))!), inScope), row);

        MethodCallExpression Contains(Expression id) => Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Contains), [typeof(Guid)],
            Expression.Property(self, typeof(ServiceDb).GetProperty(nameof(ScopeSchools))!), id);
    }

    /// <summary>
    /// EFCore.NamingConventions would name tables and columns alike, but foreign keys after their principal too: every migration would
    /// change
    /// (ADR 11).
    /// </summary>
    private static void Name(IMutableEntityType type)
    {
        if (type.GetTableName() is not { } table)
            return;
        type.SetTableName(Snake(table));
        foreach (var property in type.GetProperties())
            property.SetColumnName(Snake(property.Name));
        foreach (var key in type.GetKeys())
            key.SetName($"pk_{Snake(table)}" + (key.IsPrimaryKey() ? "" : "_" + Columns(key.Properties)));
        foreach (var key in type.GetForeignKeys())
            key.SetConstraintName($"fk_{Snake(table)}_{Columns(key.Properties)}");
        foreach (var index in type.GetIndexes())
            index.SetDatabaseName(index.Name
                ?? Short($"ix_{Snake(table)}_{Columns(index.Properties)}")); // one that was named keeps its name

        static string Columns(IEnumerable<IReadOnlyProperty> properties) => string.Join('_', properties.Select(p => Snake(p.Name)));
        static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        static string Short(string name) => name.Length <= 63 ? name : name[..63]; // PostgreSQL's limit
    }
}
