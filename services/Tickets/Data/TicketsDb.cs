using System.Text.Json;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Mat.Platform.Sequences;
using Mat.Tickets.Attachments;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Escalations.Policies;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Settings;
using Mat.Tickets.Timeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Mat.Tickets.Data;

internal sealed class TicketsDb(DbContextOptions<TicketsDb> options, CurrentUser user, TicketMetrics? meter = null) : ServiceDb(options, user)
{
    private readonly List<(string Clock, string Priority)> _missed = [];

    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<TicketEntry> Entries => Set<TicketEntry>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<AttachmentChunk> AttachmentChunks => Set<AttachmentChunk>();
    public DbSet<Escalation> Escalations => Set<Escalation>();
    public DbSet<EscalationPolicy> Policies => Set<EscalationPolicy>();
    public DbSet<RedactionPolicy> Redactions => Set<RedactionPolicy>();
    public DbSet<AlertLink> Episodes => Set<AlertLink>();
    public DbSet<SchoolReplica> Schools => Set<SchoolReplica>();
    public DbSet<PersonReplica> People => Set<PersonReplica>();
    public DbSet<AssetReplica> Assets => Set<AssetReplica>();
    public DbSet<TicketSettings> Settings => Set<TicketSettings>();
    public DbSet<ReplayRun> ReplayRuns => Set<ReplayRun>();

    /// <summary>A goal was missed; it counts when this is saved, for of several that see it one alone saves.</summary>
    public void Missed(string clock, string priority) => _missed.Add((clock, priority));

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        foreach (var (clock, priority) in _missed) meter?.Missed(clock, priority);
        _missed.Clear();
        return rows;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Ticket>(e =>
        {
            e.ToTable("tickets");
            e.Ignore(t => t.Reference);
            e.Ignore(t => t.SkippedLayers);
            e.Property(t => t.Title).HasMaxLength(Ticket.TitleLength);
            e.Property(t => t.SearchText).HasMaxLength(Ticket.SearchLength);
            e.Property(t => t.SourceKey).HasMaxLength(200);
            e.HasIndex(t => t.Number).IsUnique();
            e.HasIndex(t => t.AlertId).IsUnique();
            e.HasIndex(t => t.SourceKey).IsUnique();
            // What the lists filter and sort by; the id breaks ties, as in the paging.
            e.HasIndex(t => new { t.OpenedAt, t.Id });
            e.HasIndex(t => new { t.SchoolId, t.Status, t.OpenedAt, t.Id });
            e.HasIndex(t => new { t.AssigneeId, t.Status });
            e.HasIndex(t => new { t.RequesterId, t.OpenedAt });
            e.HasIndex(t => new { t.OpenedById, t.OpenedAt });
            e.HasIndex(t => t.AssetId);
            e.HasIndex(t => new { t.Status, t.ResolutionSortAt, t.Id });
            e.HasIndex(t => new { t.Status, t.PriorityRank, t.Id });
            e.HasIndex(t => t.WatchAt);
        });
        modelBuilder.Entity<TicketEntry>(e =>
        {
            e.ToTable("ticket_entries");
            e.HasIndex(t => new { t.TicketId, t.At, t.Id });
        });
        modelBuilder.Entity<Attachment>(e =>
        {
            e.ToTable("attachments");
            e.HasIndex(a => new { a.TicketId, a.Sha256, a.FileName }).IsUnique();
        });
        modelBuilder.Entity<AttachmentChunk>(e =>
        {
            e.ToTable("attachment_chunks");
            e.HasKey(c => new { c.AttachmentId, c.Position });
        });
        modelBuilder.Entity<Escalation>(e =>
        {
            e.ToTable("escalations");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.SourceVersion).IsConcurrencyToken();
            e.HasIndex(x => x.TicketId);
        });
        modelBuilder.Entity<EscalationPolicy>(e =>
        {
            e.ToTable("escalation_policies");
            e.Property(p => p.Categories).HasConversion(new Json<List<string>>(), Same<string>());
            e.Property(p => p.AssetKinds).HasConversion(new Json<List<string>>(), Same<string>());
            e.Property(p => p.Specialists).HasConversion(new Json<List<Guid>>(), Same<Guid>());
            e.Property(p => p.Steps).HasConversion(new Json<List<PolicyStep>>(), Same<PolicyStep>());
            e.HasIndex(p => p.Rank);
        });
        modelBuilder.Entity<RedactionPolicy>(e =>
        {
            e.ToTable("redaction_policies");
            e.Property(p => p.Names).HasConversion(new Json<List<string>>(), Same<string>());
            e.Property(p => p.Patterns).HasConversion(new Json<List<string>>(), Same<string>());
        });
        modelBuilder.Entity<AlertLink>(e =>
        {
            e.ToTable("episodes");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.SourceVersion).IsConcurrencyToken();
            e.HasIndex(x => new { x.TicketId, x.SeenAt });
        });
        modelBuilder.Entity<SchoolReplica>(e =>
        {
            e.ToTable("schools");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.SourceVersion).IsConcurrencyToken();
            e.HasIndex(x => x.Urn);
        });
        modelBuilder.Entity<PersonReplica>(e =>
        {
            e.ToTable("people");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.SourceVersion).IsConcurrencyToken();
            e.Property(x => x.SkillVersion).IsConcurrencyToken();
            e.Ignore(x => x.HasSkills);
            e.HasIndex(x => x.Email);
            e.HasIndex(x => x.IsDesk);
        });
        modelBuilder.Entity<AssetReplica>(e =>
        {
            e.ToTable("assets");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.SourceVersion).IsConcurrencyToken();
            e.HasIndex(x => x.Tag);
        });
        modelBuilder.Entity<TicketSettings>(e =>
        {
            e.ToTable("settings");
            e.Ignore(s => s.Goals);
        });
        modelBuilder.Entity<ReplayRun>(e =>
        {
            e.ToTable("replay_runs");
            e.HasIndex(r => r.FinishedAt);
        });
        modelBuilder.AddNumberSequences();
        base.OnModelCreating(modelBuilder);
    }

    // Text in both databases: a primitive collection would be an array in one of them.
    private static ValueComparer<List<T>> Same<T>() => new(
        (a, b) => a == null ? b == null : b != null && a.SequenceEqual(b), v => v.Aggregate(0, (hash, x) => HashCode.Combine(hash, x)), v => v.ToList());

    private sealed class Json<T>() : ValueConverter<T, string>(
        v => JsonSerializer.Serialize(v, StrictJson.Options), s => JsonSerializer.Deserialize<T>(s, StrictJson.Options)!);
}
