using Mat.Contracts.Tickets;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Redaction;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <summary>Exactly what a partner would receive: preview and escalation share the code.</summary>
/// <param name="Area">Area of expertise.</param>
/// <param name="Reason">The reason, redacted.</param>
/// <param name="Priority">Priority of the ticket.</param>
/// <param name="Context">What the partner would receive.</param>
/// <param name="RedactionCount">Number of places where the redaction policy removed text.</param>
public sealed record EscalationPreview(string Area, string Reason, string Priority, EscalationContext Context, int RedactionCount);

internal static class PreviewEscalationEndpoint
{
    public static async Task<Results<Ok<EscalationPreview>, ProblemHttpResult>> Handle(string id, EscalateTicket request,
        TicketCommandRunner work, CancellationToken ct)
    {
        if (await work.LoadAsync(id, track: false, ct) is not { } at)
            return Problems.NotFound();
        var (pack, reason, redacted) = await at.Db.BuildAsync(at.Ticket, request.Reason, request.ContactWindow, at.Ticket.ResolutionDueAt,
            ct);
        return TypedResults.Ok(new EscalationPreview(request.Area, reason, at.Ticket.Priority.ToWire(), pack, redacted));
    }
}

internal static class EscalationContextBuilder
{
    private const int MaxSteps = 100;
    private const int MaxStepLength = 2_000;

    /// <summary>Ticket, asset, steps tried and shared files, redacted.</summary>
    public static async Task<(EscalationContext Pack, string Reason, int Redacted)> BuildAsync(
        this TicketsDb db, Ticket ticket, string reason, string? contactWindow, DateTimeOffset? due, CancellationToken ct)
    {
        var redactor = new Redactor(await db.RedactionAsync(ct));
        var asset = ticket.AssetId is { } assetId ? await db.Assets.AsNoTracking().FirstOrDefaultAsync(a => a.Id == assetId, ct) : null;
        var files = await db.Attachments.AsNoTracking().Where(a => a.TicketId == ticket.Id && a.ForPartner).OrderBy(a => a.CreatedAt)
            .ThenBy(a => a.Id).ToListAsync(ct);
        var steps = (await StepsTriedAsync(db, ticket, ct)).Select(redactor.Redact).ToList();
        var pack = new EscalationContext(
            redactor.Redact(ticket.Title), redactor.Redact(ticket.Description), steps, asset?.ForPartner(), due,
            string.IsNullOrWhiteSpace(contactWindow) ? null : contactWindow.Trim(),
            files.Count == 0 ? null : [.. files.Select(f => new EscalatedFile(f.Id, redactor.Redact(f.FileName), f.ContentType, f.Size))]);
        return (pack, redactor.Redact(reason), redactor.Count);
    }

    /// <summary>What was said and done so far, oldest first. Internal lines stay here, and people are named by their part alone.</summary>
    private static async Task<IReadOnlyList<string>> StepsTriedAsync(TicketsDb db, Ticket ticket, CancellationToken ct)
    {
        EntryKind[] told = [EntryKind.Comment, EntryKind.Waiting, EntryKind.Resolved, EntryKind.Reopened];
        var entries = await db.Entries.AsNoTracking()
            .Where(e => e.TicketId == ticket.Id && e.Visibility != EntryVisibility.Internal && told.Contains(e.Kind) && e.Text != null)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(MaxSteps).ToListAsync(ct);
        entries.Reverse();
        return [.. entries.Select(e => FormattableString.Invariant($"{e.At:yyyy-MM-dd HH:mm} {Part(e)}: {Cut(e.Text!)}"))];

        static string Cut(string text) => text.Length > MaxStepLength ? text[..MaxStepLength] + "…" : text;
        static string Part(TicketEntry e) => (e.ActorKind switch
        {
            EntryActor.Partner => "partner",
            EntryActor.System => "Mat",
            _ => e.ByAgent ? "desk" : "school",
        }) + e.Kind switch
        {
            EntryKind.Waiting => " asked and waited",
            EntryKind.Resolved => " resolved",
            EntryKind.Reopened => " reopened",
            _ => "",
        };
    }
}
