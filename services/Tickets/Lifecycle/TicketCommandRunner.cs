using Mat.Contracts.Tickets;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Timeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>One ticket at hand, with all that a command needs to decide and to leave its traces.</summary>
internal sealed record TicketCommandContext(TicketsDb Db, CurrentUser User, Ticket Ticket, TicketAccess Sight, SchoolEntry School, DateTimeOffset Now)
{
    public bool Desk => Sight == TicketAccess.Desk;

    public TicketEntry Log(EntryKind kind, EntryVisibility visibility, string? text, params FieldChange[] changes)
    {
        var entry = TicketEntry.By(User, Desk, Ticket.Id, kind, visibility, Now, text);
        if (changes.Length > 0)
            entry = new TicketEntry
            {
                TicketId = entry.TicketId,
                At = entry.At,
                Kind = kind,
                Visibility = visibility,
                ActorId = entry.ActorId,
                ActorName = entry.ActorName,
                ByDesk = entry.ByDesk,
                Text = text,
                Changes = TicketEntry.Write(changes),
            };
        Db.Entries.Add(entry);
        return entry;
    }

    /// <summary>Takes an open escalation back with the same save; the partner is told.</summary>
    public async Task<bool> CancelEscalationAsync(string reason, CancellationToken ct)
    {
        if (Ticket.EscalationId is not { } id || await Db.Escalations.FirstOrDefaultAsync(e => e.Id == id, ct) is not { IsOpen: true } escalation)
            return false;
        escalation.Cancel(Now);
        Db.Publish(new EscalationCancelled(escalation.Id, Ticket.Id, reason, Now));
        return true;
    }
}

/// <summary>Loads a ticket as the caller may see it, lets a command decide, and saves what came of it.</summary>
internal sealed class TicketCommandRunner(TicketsDb db, CurrentUser user, SchoolCache schools, TicketViews views, TimeProvider clock)
{
    private const int Tries = 4;

    public TicketsDb Db => db;

    /// <summary>Null when there is none, or none that the caller may see.</summary>
    public async Task<Ticket?> FindAsync(string idOrReference, bool track, CancellationToken ct)
    {
        var tickets = track ? db.Tickets.AsTracking() : db.Tickets.AsNoTracking();
        tickets = tickets.VisibleTo(user);
        return Guid.TryParse(idOrReference, out var id) ? await tickets.FirstOrDefaultAsync(t => t.Id == id, ct)
            : Ticket.NumberOf(idOrReference) is { } number ? await tickets.FirstOrDefaultAsync(t => t.Number == number, ct)
            : null;
    }

    public async Task<TicketCommandContext?> OpenAsync(string idOrReference, bool track, CancellationToken ct) =>
        await FindAsync(idOrReference, track, ct) is { } ticket
            ? new TicketCommandContext(db, user, ticket, user.AccessFor(ticket), await schools.GetAsync(db, ticket.SchoolId, ct), clock.GetUtcNow())
            : null;

    /// <summary>Runs a command that answers with the ticket.</summary>
    public async Task<Results<Ok<TicketView>, ProblemHttpResult>> DoAsync(
        string idOrReference, Func<TicketCommandContext, Task<ProblemHttpResult?>> command, CancellationToken ct)
    {
        var (ticket, problem) = await TryAsync(idOrReference, command, ct);
        return ticket is null ? problem! : TypedResults.Ok(await views.OneAsync(ticket, ct));
    }

    public Task<Results<Ok<TicketView>, ProblemHttpResult>> DoAsync(
        string idOrReference, Func<TicketCommandContext, ValidationError?> command, CancellationToken ct) =>
        DoAsync(idOrReference, c => Task.FromResult(command(c) is { } refusal ? Problem(refusal) : null), ct);

    /// <summary>
    /// A command names no version that it was decided on, so when somebody (or the watcher) saved the ticket in between it
    /// is decided again on what is there now.
    /// </summary>
    public async Task<(Ticket? Ticket, ProblemHttpResult? Problem)> TryAsync(
        string idOrReference, Func<TicketCommandContext, Task<ProblemHttpResult?>> command, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await OpenAsync(idOrReference, track: true, ct) is not { } at) return (null, Problems.NotFound());
            if (await command(at) is { } refusal) return (null, refusal);
            try
            {
                await db.SaveChangesAsync(ct);
                return (at.Ticket, null);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Tries)
            {
                // Only what this command did is forgotten; the row of an Idempotency-Key is saved already and stays.
                foreach (var entry in db.ChangeTracker.Entries().Where(e => e.State != EntityState.Unchanged || e.Entity is Ticket or Escalation).ToList())
                    entry.State = EntityState.Detached;
            }
        }
    }

    public static ProblemHttpResult Problem(ValidationError refusal) => Problems.Conflict(refusal.Code, refusal.Detail);
}
