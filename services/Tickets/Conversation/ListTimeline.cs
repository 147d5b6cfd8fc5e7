using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Conversation;

/// <param name="Id">Id of the attachment.</param>
/// <param name="FileName">File name.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Size">Bytes.</param>
public sealed record TimelineAttachmentView(Guid Id, string FileName, string ContentType, long Size);

public sealed record TimelineView
{
    /// <summary>Id of the entry.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Name of the actor at the time.</summary>
    public required string Actor { get; init; }

    /// <summary>Id of the person; null for partners and the system.</summary>
    public required Guid? ActorId { get; init; }

    /// <summary>Person, partner or system.</summary>
    public required EntryActor ActorKind { get; init; }

    /// <summary>Text; null when the changes say it all.</summary>
    public required string? Text { get; init; }

    /// <summary>Who may read it.</summary>
    public required EntryVisibility Visibility { get; init; }

    /// <summary>Changed fields; null when there are none.</summary>
    public required IReadOnlyList<FieldChange>? Changes { get; init; }

    /// <summary>The file that was added; null without one and after its removal.</summary>
    public required TimelineAttachmentView? Attachment { get; init; }
}

/// <summary>The timeline, oldest first. The opening is derived from the ticket and has no row.</summary>
internal static class ListTimelineEndpoint
{
    public static async Task<Results<Ok<Page<TimelineView>>, ProblemHttpResult>> Handle(
        string id, [AsParameters] PageQuery page, TicketCommandRunner work, CurrentUser user, CancellationToken ct)
    {
        if (await work.FindAsync(id, track: false, ct) is not { } ticket)
            return Problems.NotFound();
        var (rows, next) = await work.Db.EntriesFor(ticket, user).ToRowsAsync(page, ListCommentsEndpoint.Keys, ct);
        var files = rows.Where(r => r.AttachmentId is not null).Select(r => r.AttachmentId!.Value).ToList();
        var attachments = files.Count == 0 ? []
            : await work.Db.Attachments.AsNoTracking().Where(a => files.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        List<TimelineView> items = [.. rows.Select(e => new TimelineView
        {
            Id = e.Id,
            At = e.At,
            Kind = e.Kind,
            Actor = e.ActorName,
            ActorId = e.ActorId,
            ActorKind = e.ActorKind,
            Text = e.Text,
            Visibility = e.Visibility,
            Changes = e.ReadChanges(),
            Attachment = e.AttachmentId is { } file && attachments.TryGetValue(file, out var a)
                ? new(a.Id, a.FileName, a.ContentType, a.Size) : null,
        })];
        var newestFirst = page.Sort == "-at";
        if (newestFirst && next is null)
            items.Add(Opened(ticket));
        else if (!newestFirst && string.IsNullOrEmpty(page.Cursor))
            items.Insert(0, Opened(ticket));
        return TypedResults.Ok(new Page<TimelineView>(items, next));
    }

    private static TimelineView Opened(Ticket t) => new()
    {
        Id = t.Id,
        At = t.OpenedAt,
        Kind = EntryKind.Opened,
        Actor = t.OpenedByName,
        ActorId = t.OpenedById,
        ActorKind = t.OpenedById is null ? EntryActor.System : EntryActor.Person,
        Text = null,
        Visibility = EntryVisibility.Public,
        Changes = null,
        Attachment = null,
    };
}
