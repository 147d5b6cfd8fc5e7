using System.Text.Json;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Trust.People;
using Mat.Trust.Schools;
using Mat.Trust.SignIn;
using Mat.Trust.ApiTokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Trust.Data;

/// <summary>The trust's schools, people and the ways they sign in.</summary>
public sealed class TrustDb(DbContextOptions<TrustDb> options, CurrentUser user) : ServiceDb(options, user)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public DbSet<School> Schools => Set<School>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<SignInAttempts> Attempts => Set<SignInAttempts>();
    public DbSet<ApiToken> Tokens => Set<ApiToken>();

    /// <summary>Tells the others about a school that this save makes or changes; nothing when it does neither.</summary>
    internal void Announce(School school)
    {
        if (Changes(school))
            Publish(new SchoolChanged(school.ToFacts(school.Version + 1)));
    }

    /// <summary>Tells the others about a person whom this save makes or changes; nothing when it does neither.</summary>
    internal void Announce(Person person)
    {
        if (Changes(person))
            Publish(new PersonChanged(person.ToFacts(person.Version + 1)));
    }

    /// <summary>Tells the others what a person can do and when they are at work, when this save changes the person.</summary>
    internal void AnnounceSkills(Person person)
    {
        if (Changes(person))
            Publish(new SkillChanged(person.ToSkillFacts(person.Version + 1)));
    }

    /// <summary>Ends every session and API token of a person, for good.</summary>
    internal async Task EndAccessAsync(Guid personId, CancellationToken ct)
    {
        await Sessions.Where(s => s.PersonId == personId).ExecuteDeleteAsync(ct);
        Tokens.RemoveRange(await Tokens.Where(t => t.OwnerId == personId).ToListAsync(ct));
    }

    internal Task<DateTimeOffset?> LastSignInAsync(Guid personId, CancellationToken ct) =>
        Accounts.Where(a => a.PersonId == personId).Select(a => a.LastSignInAt).FirstOrDefaultAsync(ct);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<School>(Map);
        modelBuilder.Entity<Person>(e =>
        {
            e.Property(p => p.Name).HasMaxLength(200);
            e.Property(p => p.SortName).HasMaxLength(200);
            e.Property(p => p.Email).HasMaxLength(254);
            e.Property(p => p.JobTitle).HasMaxLength(100);
            e.Property(p => p.Phone).HasMaxLength(40);
            e.Property(p => p.RoleText).HasMaxLength(100);
            AsJson(e.Property(p => p.Grants));
            AsJson(e.Property(p => p.Skills));
            AsJson(e.Property(p => p.Hours));
            AsJson(e.Property(p => p.Absences));
            e.HasIndex(p => p.HasSkills);
            e.HasIndex(p => p.Email).IsUnique();
            e.HasIndex(p => new { p.SortName, p.Id });
            e.HasIndex(p => p.SchoolId);
        });
        modelBuilder.Entity<Account>(e =>
        {
            e.HasKey(a => a.PersonId);
            e.Property(a => a.PersonId).ValueGeneratedNever();
            e.Property(a => a.PasswordHash).HasMaxLength(200);
        });
        modelBuilder.Entity<Session>(e =>
        {
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.TokenHash).HasMaxLength(64);
            e.Property(s => s.Ip).HasMaxLength(60);
            e.HasIndex(s => s.TokenHash).IsUnique();
            e.HasIndex(s => s.PersonId);
        });
        modelBuilder.Entity<SignInAttempts>(e =>
        {
            e.ToTable("sign_in_attempts");
            e.HasKey(a => a.EmailHash);
            e.Property(a => a.EmailHash).HasMaxLength(64);
        });
        modelBuilder.Entity<ApiToken>(e =>
        {
            e.ToTable("api_tokens");
            e.Property(t => t.Name).HasMaxLength(100);
            e.Property(t => t.TokenHash).HasMaxLength(64);
            e.Property(t => t.Prefix).HasMaxLength(20);
            AsJson(e.Property(t => t.Grants));
            AsJson(e.Property(t => t.Scopes));
            e.HasIndex(t => t.TokenHash).IsUnique();
            e.HasIndex(t => t.OwnerId);
        });
        base.OnModelCreating(modelBuilder);
    }

    private static void Map(EntityTypeBuilder<School> e)
    {
        e.Property(s => s.Urn).HasMaxLength(20);
        e.Property(s => s.Name).HasMaxLength(200);
        e.Property(s => s.SortName).HasMaxLength(200);
        e.Property(s => s.Type).HasMaxLength(100);
        e.Property(s => s.LocalAuthorityCode).HasMaxLength(10);
        e.Property(s => s.LocalAuthorityName).HasMaxLength(100);
        e.Property(s => s.EstablishmentNumber).HasMaxLength(10);
        e.Property(s => s.Ukprn).HasMaxLength(20);
        e.Property(s => s.TrustUid).HasMaxLength(20);
        e.Property(s => s.TrustName).HasMaxLength(200);
        e.Property(s => s.Street).HasMaxLength(200);
        e.Property(s => s.Locality).HasMaxLength(200);
        e.Property(s => s.Town).HasMaxLength(100);
        e.Property(s => s.County).HasMaxLength(100);
        e.Property(s => s.Postcode).HasMaxLength(20);
        e.Property(s => s.Website).HasMaxLength(310);
        e.Property(s => s.Telephone).HasMaxLength(41);
        e.Property(s => s.Head).HasMaxLength(200);
        AsJson(e.Property(s => s.Domains));
        AsJson(e.Property(s => s.IpRanges));
        AsJson(e.Property(s => s.Calendar));
        e.HasIndex(s => s.Urn).IsUnique();
        e.HasIndex(s => new { s.SortName, s.Id });
    }

    /// <summary>Small things that are read and written whole are one text column, the same on both databases.</summary>
    private static void AsJson<T>(PropertyBuilder<T> property)
        where T : class? => property.HasConversion(
            value => JsonSerializer.Serialize(value, Json),
            text => JsonSerializer.Deserialize<T>(text, Json)!,
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, Json) == JsonSerializer.Serialize(b, Json),
                value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
                value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, Json), Json)!));

    private bool Changes(Entity entity) => Entry(entity).State is EntityState.Added or EntityState.Modified;
}
