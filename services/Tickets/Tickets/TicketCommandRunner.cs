using Mat.Contracts.Tickets;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Tickets;

/// <summary>A loaded ticket with what a command needs.</summary>
internal sealed record TicketCommandContext(TicketsDb Db, CurrentUser User, Ticket Ticket, TicketAccess Access, SchoolEntry School,
    DateTimeOffset Now)
{
    public bool IsAgent => Access == TicketAccess.Agent;

    public TicketEntry AddEntry(EntryKind kind, EntryVisibility visibility, string? text, params FieldChange[] changes)
    {
        var entry = TicketEntry.By(User, IsAgent, Ticket.Id, kind, visibility, Now, text);
        if (changes.Length > 0)
            entry = new TicketEntry
            {
                TicketId = entry.TicketId,
                At = entry.At,
                Kind = kind,
                Visibility = visibility,
                ActorId = entry.ActorId,
                ActorName = entry.ActorName,
                ByAgent = entry.ByAgent,
                Text = text,
                Changes = TicketEntry.Write(changes),
            };
        Db.Entries.Add(entry);
        return entry;
    }

    /// <summary>Cancels an open escalation in the same save and publishes it.</summary>
    public async Task<bool> CancelEscalationAsync(string reason, CancellationToken ct)
    {
        if (Ticket.EscalationId is not { } id
            || await Db.Escalations.FirstOrDefaultAsync(e => e.Id == id, ct) is not { IsOpen: true } escalation)
            return false;
        escalation.Cancel(Now);
        Db.Publish(new EscalationCancelled(escalation.Id, Ticket.Id, reason, Now));
        return true;
    }
}

/// <summary>Loads a ticket the user may see, runs a command on it and saves; repeats on a concurrent change.</summary>
internal sealed class TicketCommandRunner(TicketsDb db, CurrentUser user, SchoolCache schools, TicketViews views, TimeProvider clock)
{
    private const int MaxAttempts = 4;

    public TicketsDb Db => db;

    /// <summary>Null when the ticket does not exist or the user may not see it.</summary>
    public async Task<Ticket?> FindAsync(string idOrReference, bool track, CancellationToken ct)
    {
        var tickets = track ? db.Tickets.AsTracking() : db.Tickets.AsNoTracking();
        tickets = tickets.VisibleTo(user);
        return Guid.TryParse(idOrReference, out var id) ? await tickets.FirstOrDefaultAsync(t => t.Id == id, ct)
            : Ticket.NumberOf(idOrReference) is { } number ? await tickets.FirstOrDefaultAsync(t => t.Number == number, ct)
            : null;
    }

    public async Task<TicketCommandContext?> LoadAsync(string idOrReference, bool track, CancellationToken ct) =>
        await FindAsync(idOrReference, track, ct) is { } ticket
            ? new TicketCommandContext(db, user, ticket, user.AccessFor(ticket), await schools.GetAsync(db, ticket.SchoolId, ct),
                clock.GetUtcNow())
            : null;

    /// <summary>Runs a command that answers with the ticket.</summary>
    public async Task<Results<Ok<TicketView>, ProblemHttpResult>> RunAsync(
        string idOrReference, Func<TicketCommandContext, Task<ProblemHttpResult?>> command, CancellationToken ct)
    {
        var (ticket, problem) = await RunWithRetryAsync(idOrReference, command, ct);
        return ticket is null ? problem! : TypedResults.Ok(await views.OneAsync(ticket, ct));
    }

    public Task<Results<Ok<TicketView>, ProblemHttpResult>> RunAsync(
        string idOrReference, Func<TicketCommandContext, ValidationError?> command, CancellationToken ct) =>
        RunAsync(idOrReference, c => Task.FromResult(command(c) is { } error ? Problem(error) : null), ct);

    /// <summary>
    /// Commands carry no version, so after a concurrent change the command runs again on the current state, at most
    /// <see cref="MaxAttempts"/> times.
    /// </summary>
    public async Task<(Ticket? Ticket, ProblemHttpResult? Problem)> RunWithRetryAsync(
        string idOrReference, Func<TicketCommandContext, Task<ProblemHttpResult?>> command, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await LoadAsync(idOrReference, track: true, ct) is not { } at)
                return (null, Problems.NotFound());
            if (await command(at) is { } error)
                return (null, error);
            try
            {
                await db.SaveChangesAsync(ct);
                return (at.Ticket, null);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxAttempts)
            {
                // Detach this command's changes; the Idempotency-Key's row is already saved and stays.
                foreach (var entry in db.ChangeTracker.Entries()
                    .Where(e => e.State != EntityState.Unchanged || e.Entity is Ticket or Escalation).ToList())
                    entry.State = EntityState.Detached;
            }
        }
    }

    public static ProblemHttpResult Problem(ValidationError error) => Problems.Conflict(error.Code, error.Detail);
}
