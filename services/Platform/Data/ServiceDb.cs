using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Mat.Contracts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Mat.Platform.Data;

/// <summary>
/// A service's database: its own tables plus outbox, inbox, audit log, idempotency keys and dead letters, so that an
/// effect and everything that follows from it are one transaction.
/// </summary>
public abstract partial class ServiceDb(DbContextOptions options, CurrentUser user) : DbContext(options)
{
    private DbRuntime? _runtime;
    private bool _published;
    private bool _allSchools;

    private DbRuntime Runtime => _runtime ??= this.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()!
        .ApplicationServiceProvider!.GetRequiredKeyedService<DbRuntime>(GetType());

    public bool IsPostgres => Runtime.IsPostgres;

    internal NpgsqlDataSource Aside => Runtime.Aside;

    internal DateTimeOffset Now => Runtime.Clock.GetUtcNow();

    /// <summary>Used by the school filters; EF reads it for each query.</summary>
    public bool HasTrustScope => _allSchools || user.AllSchools;

    /// <summary>Used by the school filters; EF reads it for each query.</summary>
    public IReadOnlySet<Guid> ScopeSchools => user.Schools;

    /// <summary>
    /// The columns of <typeparamref name="T"/> for SQL of one's own. With <c>*</c> the result would change when a newer version's migration
    /// adds
    /// a column, and every prepared statement of the versions that still run would fail once (PostgreSQL, 0A000).
    /// </summary>
    public string ColumnsOf<T>(string alias) =>
        string.Join(", ", Model.FindEntityType(typeof(T))!.GetProperties().Select(p => $"{alias}.{p.GetColumnName()}"));

    /// <summary>Lifts the school filter for the rest of this scope. In a request this needs a comment that says why.</summary>
    public void SeeAllSchools() => _allSchools = true;

    /// <summary>Tells the other services, if and when this save commits.</summary>
    public void Publish<T>(T message)
        where T : IEvent => PublishLater(message, Runtime.Clock.GetUtcNow());

    /// <summary>Tells the other services, not before <paramref name="due"/> (UTC).</summary>
    public void PublishLater<T>(T message, DateTimeOffset due)
        where T : IEvent
    {
        Add(new OutboxMessage
        {
            Type = EventTypes.NameOf(message.GetType()),
            Body = JsonSerializer.Serialize(message, message.GetType(), EventTypes.Json),
            TraceParent = Activity.Current?.Id,
            CreatedAt = Runtime.Clock.GetUtcNow(),
            DueAt = due,
        });
        _published = true;
    }

    /// <summary>A line in the audit log for something that no row shows (a sign-in, an import). Never put a secret in it.</summary>
    public void Audit(string action, string subjectKind, Guid subjectId, object? details = null) =>
        Add(Entry(action, subjectKind, subjectId, details is null ? null : JsonSerializer.Serialize(details, StrictJson.Options)));

    /// <summary>Gives the row a new version although none of its own columns changed (a child did).</summary>
    public void Touch(Entity entity) => Entry(entity).Property(e => e.UpdatedAt).IsModified = true;

    /// <summary>Several saves, or raw SQL, as one. Inside another one it simply runs.</summary>
    public async Task InTransactionAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        if (Database.CurrentTransaction is not null)
        {
            await work(ct);
            return;
        }

        using (await Runtime.EnterAsync(ct))
        {
            await using var transaction = await Database.BeginTransactionAsync(ct);
            await work(ct);
            await transaction.CommitAsync(ct);
        }

        SignalOutbox();
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Stamp();
        if (Database.CurrentTransaction is not null)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        int rows;
        using (await Runtime.EnterAsync(cancellationToken))
            rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        SignalOutbox();
        return rows;
    }

    /// <exception cref="NotSupportedException">Always: saving waits for disk and gate, so it is asynchronous.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use SaveChangesAsync.");

    private void SignalOutbox()
    {
        if (!_published)
            return;
        _published = false;
        Runtime.Outbox.Set();
    }

    private void Stamp()
    {
        var now = Runtime.Clock.GetUtcNow();
        ChangeTracker.DetectChanges();
        var audits = new List<AuditEntry>();
        foreach (var entry in ChangeTracker.Entries<Entity>())
        {
            switch (entry.State)
            {
                case EntityState.Added:
                    entry.Entity.Version = Math.Max(1, entry.Entity.Version);
                    if (entry.Entity.CreatedAt == default)
                        entry.Entity.CreatedAt = now;
                    entry.Entity.UpdatedAt = now;
                    break;
                case EntityState.Modified:
                    entry.Entity.Version = entry.Property(e => e.Version).OriginalValue + 1;
                    entry.Entity.UpdatedAt = now;
                    break;
                default:
                    break;
            }

            if (entry is { Entity: IAudited, State: EntityState.Added or EntityState.Modified or EntityState.Deleted })
                audits.Add(Entry(
                    entry.State switch { EntityState.Added => "created", EntityState.Deleted => "deleted", _ => "changed" },
                    JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Metadata.ClrType.Name), entry.Entity.Id, Changes(entry)));
        }

        foreach (var audit in audits)
        {
            audit.Version = 1;
            audit.CreatedAt = audit.UpdatedAt = now;
            Add(audit);
        }
    }

    private AuditEntry Entry(string action, string subjectKind, Guid subjectId, string? changes) => new()
    {
        ActorId = user.PersonId,
        Actor = user.Name,
        ActorKind = user.Kind,
        Ip = user.Ip,
        Action = action,
        SubjectKind = subjectKind,
        SubjectId = subjectId,
        Changes = changes,
    };

    private static string Changes(EntityEntry entry)
    {
        var changes = new Dictionary<string, object?[]>();
        foreach (var property in entry.Properties)
        {
            var name = property.Metadata.Name;
            if (name is nameof(Entity.Id) or nameof(Entity.Version) or nameof(Entity.CreatedAt) or nameof(Entity.UpdatedAt) ||
                property.Metadata.PropertyInfo?.GetCustomAttribute<NotAuditedAttribute>() is not null)
                continue;
            if (entry.State == EntityState.Added && property.CurrentValue is not null)
                changes[name] = [null, property.CurrentValue];
            else if (entry.State == EntityState.Deleted && property.OriginalValue is not null)
                changes[name] = [property.OriginalValue, null];
            else if (entry.State == EntityState.Modified && property.IsModified && !Equals(property.OriginalValue, property.CurrentValue))
                changes[name] = [property.OriginalValue, property.CurrentValue];
        }

        return JsonSerializer.Serialize(changes, AuditJson);
    }

    private static readonly JsonSerializerOptions AuditJson = new(StrictJson.Options) { DictionaryKeyPolicy = JsonNamingPolicy.CamelCase };
}
