using System.Data.Common;
using System.Text.Json;
using Mat.Contracts.Tickets;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Mat.Partners.Inbound;
using Mat.Partners.Portal;
using Mat.Partners.Recoveries;
using Mat.Partners.Registry;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Sequences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Mat.Partners.Data;

internal sealed class PartnersDb(DbContextOptions<PartnersDb> options, CurrentUser user) : ServiceDb(options, user)
{
    private bool _queued;

    public DbSet<Partner> Partners => Set<Partner>();
    public DbSet<PartnerToken> Tokens => Set<PartnerToken>();
    public DbSet<WebhookEndpoint> Endpoints => Set<WebhookEndpoint>();
    public DbSet<EndpointSecret> Secrets => Set<EndpointSecret>();
    public DbSet<Escalation> Escalations => Set<Escalation>();
    public DbSet<EscalationActivity> Steps => Set<EscalationActivity>();
    public DbSet<EarlyMessage> HeldMessages => Set<EarlyMessage>();
    public DbSet<SchoolReplica> Schools => Set<SchoolReplica>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<DeliveryAttempt> Attempts => Set<DeliveryAttempt>();
    public DbSet<Recovery> Recoveries => Set<Recovery>();

    public DbSet<InboundSecret> InboundSecrets => Set<InboundSecret>();
    public DbSet<InboundRecord> InboundRecords => Set<InboundRecord>();
    public DbSet<ComplianceDocument> Documents => Set<ComplianceDocument>();
    public DbSet<DocumentExpiryNotice> DocumentExpiryNotices => Set<DocumentExpiryNotice>();
    public DbSet<SchoolBudget> Budgets => Set<SchoolBudget>();
    public DbSet<TicketTime> TicketTimes => Set<TicketTime>();
    public DbSet<SkillReplica> SkillHolders => Set<SkillReplica>();
    public DbSet<AnswerLink> AnswerLinks => Set<AnswerLink>();

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        _queued |= ChangeTracker.Entries<Delivery>().Any(e => e.State == EntityState.Added);
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (Database.CurrentTransaction is null)
            Committed();
        return rows;
    }

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.AddInterceptors(AfterCommit.Instance);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Partner>(e =>
        {
            e.ToTable("partners");
            e.Property(p => p.Areas).HasConversion(new Json<List<string>>(), Same<string>());
            e.Property(p => p.SchoolIds).HasConversion(new Json<List<Guid>>()!, Same<Guid>()!);
            e.Property(p => p.Hours).HasConversion(new Json<PartnerHours>()!);
            e.Property(p => p.Rates).HasConversion(new Json<PartnerRates>()!);
            e.Property(p => p.Name).HasMaxLength(200);
            e.HasIndex(p => p.Name).IsUnique();
        });
        modelBuilder.Entity<ComplianceDocument>(e =>
        {
            e.ToTable("compliance_documents");
            e.HasIndex(p => p.PartnerId);
        });
        modelBuilder.Entity<DocumentExpiryNotice>(e =>
        {
            e.ToTable("document_expiry_notices");
            e.HasIndex(n => new { n.PartnerId, n.Kind, n.ExpiresOn, n.Days }).IsUnique();
        });
        modelBuilder.Entity<SchoolBudget>(e =>
        {
            e.ToTable("school_budgets");
            e.HasIndex(b => new { b.SchoolId, b.Year }).IsUnique();
        });
        modelBuilder.Entity<TicketTime>(e =>
        {
            e.ToTable("ticket_times");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Property(t => t.SourceVersion).IsConcurrencyToken();
            e.HasIndex(t => t.ResolvedAt);
        });
        modelBuilder.Entity<SkillReplica>(e =>
        {
            e.ToTable("skill_replicas");
            e.Property(h => h.Id).ValueGeneratedNever();
            e.Property(h => h.SourceVersion).IsConcurrencyToken();
            e.Property(h => h.Areas).HasConversion(new Json<List<string>>(), Same<string>());
        });
        modelBuilder.Entity<PartnerToken>(e =>
        {
            e.ToTable("partner_tokens");
            e.HasIndex(t => t.Hash).IsUnique();
            e.HasIndex(t => t.PartnerId);
        });
        modelBuilder.Entity<WebhookEndpoint>(e =>
        {
            e.ToTable("endpoints");
            e.Property(p => p.Events).HasConversion(new Json<List<string>>(), Same<string>());
            e.Property(p => p.HeaderNames).HasConversion(new Json<List<string>>(), Same<string>());
            e.HasIndex(p => p.PartnerId);
        });
        modelBuilder.Entity<EndpointSecret>(e =>
        {
            e.ToTable("endpoint_secrets");
            e.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(s => s.EndpointId);
        });
        modelBuilder.Entity<Escalation>(e =>
        {
            e.ToTable("escalations");
            e.Ignore(x => x.Reference);
            e.Property(x => x.Pack).HasConversion(new Json<EscalationContext>());
            e.Property(x => x.Routing).HasConversion(new Json<EscalationRouting>());
            e.HasIndex(x => x.Number).IsUnique();
            e.HasIndex(x => x.TicketId);
            e.HasIndex(x => new { x.RequestedAt, x.Id });
            e.HasIndex(x => new { x.PartnerId, x.Status });
            e.HasIndex(x => new { x.SchoolId, x.RequestedAt });
        });
        modelBuilder.Entity<EscalationActivity>(e =>
        {
            e.ToTable("escalation_steps");
            e.HasOne<Escalation>().WithMany().HasForeignKey(s => s.EscalationId);
        });
        modelBuilder.Entity<EarlyMessage>(e =>
        {
            e.ToTable("early_messages");
            e.HasIndex(m => m.About);
        });
        modelBuilder.Entity<SchoolReplica>().ToTable("schools");
        modelBuilder.AddNumberSequences();
        modelBuilder.Entity<Delivery>(e =>
        {
            e.ToTable("deliveries");
            // What is due at one endpoint, and what is under way there: the two questions of every claim. Partial, so that
            // they stay as small as the work that is left.
            e.HasIndex(d => new { d.EndpointId, d.NextAttemptAt }).HasFilter("next_attempt_at IS NOT NULL");
            e.HasIndex(d => new { d.EndpointId, d.ClaimId }).HasFilter("claim_id IS NOT NULL");
            e.HasIndex(d => d.MessageId);
            e.HasIndex(d => d.EscalationId);
            e.HasIndex(d => new { d.CreatedAt, d.Id });
            e.HasIndex(d => new { d.PartnerId, d.CreatedAt });
        });
        modelBuilder.Entity<DeliveryAttempt>(e =>
        {
            e.ToTable("delivery_attempts");
            e.HasOne<Delivery>().WithMany().HasForeignKey(a => a.DeliveryId);
        });
        modelBuilder.Entity<Recovery>(e =>
        {
            e.ToTable("recoveries");
            e.HasIndex(r => new { r.EndpointId, r.CreatedAt });
        });
        modelBuilder.Entity<InboundSecret>(e =>
        {
            e.ToTable("inbound_secrets");
            e.HasIndex(s => s.PartnerId);
        });
        modelBuilder.Entity<InboundRecord>(e =>
        {
            e.ToTable("inbound_records");
            e.Property(r => r.MessageId).HasMaxLength(255);
            e.HasIndex(r => new { r.PartnerId, r.MessageId }).IsUnique();
            e.HasIndex(r => r.ReceivedAt);
        });
        modelBuilder.Entity<AnswerLink>(e =>
        {
            e.ToTable("answer_links");
            e.HasIndex(l => l.Hash).IsUnique();
            e.HasIndex(l => l.EscalationId);
        });
        base.OnModelCreating(modelBuilder);
    }

    /// <summary>New deliveries leave at once: the worker is woken when they are visible to it, not before.</summary>
    private void Committed()
    {
        if (!_queued)
            return;
        _queued = false;
        this.GetService<IDbContextOptions>()
            .FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetRequiredService<DeliverySignal>().Set();
    }

    // Text in both databases: a primitive collection would be an array in one of them.
    private static ValueComparer<List<T>> Same<T>() => new(
        (a, b) => a == null ? b == null : b != null && a.SequenceEqual(b), v => v.Aggregate(0, (hash, x) => HashCode.Combine(hash, x)),
        v => v.ToList());

    private sealed class Json<T>() : ValueConverter<T, string>(
        v => JsonSerializer.Serialize(v, JsonSerializerOptions.Web), s => JsonSerializer.Deserialize<T>(s, JsonSerializerOptions.Web)!);

    private sealed class AfterCommit : DbTransactionInterceptor
    {
        public static readonly AfterCommit Instance = new();

        public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) =>
            (eventData.Context as PartnersDb)?.Committed();

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData,
            CancellationToken cancellationToken = default)
        {
            TransactionCommitted(transaction, eventData);
            return Task.CompletedTask;
        }
    }
}
