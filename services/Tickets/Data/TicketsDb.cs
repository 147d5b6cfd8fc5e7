using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Sequences;
using Mat.Tickets.Conversation;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Redaction;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Data;

internal sealed class TicketsDb(DbContextOptions<TicketsDb> options, CurrentUser user, TicketMetrics? meter = null)
    : ServiceDb(options, user)
{
    private readonly List<(string Clock, string Priority)> _newBreaches = [];

    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<TicketEntry> Entries => Set<TicketEntry>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<AttachmentChunk> AttachmentChunks => Set<AttachmentChunk>();
    public DbSet<Escalation> Escalations => Set<Escalation>();
    public DbSet<EscalationPolicy> Policies => Set<EscalationPolicy>();
    public DbSet<RedactionPolicy> Redactions => Set<RedactionPolicy>();
    public DbSet<AlertLink> AlertLinks => Set<AlertLink>();
    public DbSet<SchoolReplica> Schools => Set<SchoolReplica>();
    public DbSet<PersonReplica> People => Set<PersonReplica>();
    public DbSet<AssetReplica> Assets => Set<AssetReplica>();
    public DbSet<TicketSettings> Settings => Set<TicketSettings>();
    public DbSet<ReplayRun> ReplayRuns => Set<ReplayRun>();

    /// <summary>Counts an SLA breach once the changes are saved: of several concurrent writers only one succeeds.</summary>
    public void RecordBreach(string clock, string priority) => _newBreaches.Add((clock, priority));

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        foreach (var (clock, priority) in _newBreaches)
            meter?.RecordBreach(clock, priority);
        _newBreaches.Clear();
        return rows;
    }

    /// <summary>Every folder maps its own entities; the context only names them.</summary>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TicketsDb).Assembly);
        modelBuilder.AddNumberSequences();
        base.OnModelCreating(modelBuilder);
    }
}
