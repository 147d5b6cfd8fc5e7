using System.Text.Json;
using Mat.Assets.Imports;
using Mat.Assets.Register;
using Mat.Assets.Schools;
using Mat.Assets.Software;
using Mat.Assets.Vulnerabilities;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Sequences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Mat.Assets.Data;

/// <summary>The register's own database.</summary>
public sealed class AssetsDb(DbContextOptions<AssetsDb> options, CurrentUser user) : ServiceDb(options, user)
{
    public DbSet<Asset> Assets => Set<Asset>();
    public DbSet<AssetAddress> Addresses => Set<AssetAddress>();
    public DbSet<AssetChange> Changes => Set<AssetChange>();
    public DbSet<SchoolReplica> Schools => Set<SchoolReplica>();
    public DbSet<AssetImport> Imports => Set<AssetImport>();
    public DbSet<ImportFile> Files => Set<ImportFile>();
    public DbSet<ImportRow> Rows => Set<ImportRow>();
    public DbSet<Title> Titles => Set<Title>();
    public DbSet<Installed> Installed => Set<Installed>();
    public DbSet<SoftwareList> SoftwareLists => Set<SoftwareList>();
    internal DbSet<Vulnerability> Vulnerabilities => Set<Vulnerability>();
    internal DbSet<VulnerableAsset> VulnerableAssets => Set<VulnerableAsset>();

    /// <summary>
    /// Lets writers of many rows go one after the other until the transaction ends, in any replica: two imports that touch the
    /// same assets in another order would deadlock. SQLite has one writer anyway.
    /// </summary>
    public Task TakeTurnsAsync(CancellationToken ct) =>
        IsPostgres ? Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(418273645)", ct) : Task.CompletedTask;

    /// <summary>
    /// Serialises those who write findings until the transaction ends, in any replica: an asset that changes while a vulnerability is
    /// added would be missed by both. SQLite has one writer anyway.
    /// </summary>
    public Task LockFindingsAsync(CancellationToken ct) =>
        IsPostgres ? Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(418273646)", ct) : Task.CompletedTask;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Asset>(e =>
        {
            e.ToTable("assets");
            e.HasIndex(a => a.TagKey).IsUnique();
            e.HasIndex(a => a.SerialKey).IsUnique();
            e.HasIndex(a => new { a.CreatedAt, a.Id });
            e.HasIndex(a => new { a.SchoolId, a.CreatedAt, a.Id });
            e.Property(a => a.Macs).HasConversion(l => string.Join(' ', l), t => Words(t), Lists);
            e.Property(a => a.Ips).HasConversion(l => string.Join(' ', l), t => Words(t), Lists);
            e.Property(a => a.Attributes).HasConversion(
                d => JsonSerializer.Serialize(d, JsonSerializerOptions.Default), t => Attributes(t), Dictionaries);
        });
        modelBuilder.Entity<AssetAddress>(e =>
        {
            e.ToTable("asset_addresses");
            e.HasKey(a => new { a.AssetId, a.Kind, a.Value });
            e.HasIndex(a => new { a.Kind, a.Value });
        });
        modelBuilder.Entity<AssetChange>(e =>
        {
            e.ToTable("asset_changes");
            e.HasIndex(c => new { c.AssetId, c.CreatedAt, c.Id });
            e.Property(c => c.Changes).HasConversion(
                l => JsonSerializer.Serialize(l, JsonSerializerOptions.Default), t => Changed(t), ChangeLists);
        });
        modelBuilder.Entity<SchoolReplica>(e =>
        {
            e.ToTable("schools");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.Closed)
                .HasConversion(l => JsonSerializer.Serialize(l, JsonSerializerOptions.Default), t => Closed(t), ClosedLists);
        });
        modelBuilder.Entity<AssetImport>(e =>
        {
            e.ToTable("asset_imports");
            e.HasIndex(i => new { i.Status, i.Id });
            e.HasIndex(i => new { i.CreatedAt, i.Id });
        });
        modelBuilder.Entity<ImportFile>(e =>
        {
            e.ToTable("import_files");
            e.Property(f => f.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<ImportRow>(e =>
        {
            e.ToTable("import_rows");
            e.HasIndex(r => new { r.ImportId, r.Row }).IsUnique();
        });
        modelBuilder.AddNumberSequences();
        modelBuilder.MapSoftware();
        modelBuilder.MapVulnerabilities();
        base.OnModelCreating(modelBuilder);
    }

    private static readonly ValueComparer<List<string>> Lists = new(
        (a, b) => a!.SequenceEqual(b!), l => string.Join(' ', l).GetHashCode(StringComparison.Ordinal), l => new List<string>(l));

    private static readonly ValueComparer<List<ClosedDays>> ClosedLists = new((a, b) => a!.SequenceEqual(b!), l => l.Count,
        l => new List<ClosedDays>(l));

    private static readonly ValueComparer<Dictionary<string, string>> Dictionaries = new(
        (a, b) => a!.Count == b!.Count && !a.Except(b).Any(), d => d.Count, d => new Dictionary<string, string>(d));

    private static readonly ValueComparer<List<AssetFieldChange>> ChangeLists = new(
        (a, b) => a!.SequenceEqual(b!), l => l.Count, l => new List<AssetFieldChange>(l));

    private static List<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static Dictionary<string, string> Attributes(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;

    private static List<ClosedDays> Closed(string json) => JsonSerializer.Deserialize<List<ClosedDays>>(json)!;

    private static List<AssetFieldChange> Changed(string json) => JsonSerializer.Deserialize<List<AssetFieldChange>>(json)!;
}
