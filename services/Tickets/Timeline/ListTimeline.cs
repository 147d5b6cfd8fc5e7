using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Lifecycle;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Timeline;

public sealed record TimelineAttachmentView(Guid Id, string FileName, string ContentType, long Size);

public sealed record TimelineView(
    Guid Id, DateTimeOffset At, EntryKind Kind, string Actor, Guid? ActorId, EntryActor ActorKind, string? Text,
    EntryVisibility Visibility, IReadOnlyList<FieldChange>? Changes, TimelineAttachmentView? Attachment);

/// <summary>Who did what, oldest first. The opening is told by the ticket itself, which saves a row for every ticket.</summary>
internal static class ListTimelineEndpoint
{
    public static async Task<Results<Ok<Page<TimelineView>>, ProblemHttpResult>> Handle(
        string id, [AsParameters] PageQuery page, TicketCommandRunner work, CurrentUser user, CancellationToken ct)
    {
        if (await work.FindAsync(id, track: false, ct) is not { } ticket) return Problems.NotFound();
        var (rows, next) = await work.Db.EntriesFor(ticket, user).ToRowsAsync(page, ListCommentsEndpoint.Keys, ct);
        var files = rows.Where(r => r.AttachmentId is not null).Select(r => r.AttachmentId!.Value).ToList();
        var attachments = files.Count == 0 ? [] : await work.Db.Attachments.AsNoTracking().Where(a => files.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        List<TimelineView> items = [.. rows.Select(e => new TimelineView(e.Id, e.At, e.Kind, e.ActorName, e.ActorId, e.ActorKind, e.Text, e.Visibility, e.ReadChanges(),
            e.AttachmentId is { } file && attachments.TryGetValue(file, out var a) ? new(a.Id, a.FileName, a.ContentType, a.Size) : null))];
        var newestFirst = page.Sort == "-at";
        if (newestFirst && next is null) items.Add(Opened(ticket));
        else if (!newestFirst && string.IsNullOrEmpty(page.Cursor)) items.Insert(0, Opened(ticket));
        return TypedResults.Ok(new Page<TimelineView>(items, next));
    }

    private static TimelineView Opened(Ticket t) => new(
        t.Id, t.OpenedAt, EntryKind.Opened, t.OpenedByName, t.OpenedById, t.OpenedById is null ? EntryActor.System : EntryActor.Person,
        null, EntryVisibility.Public, null, null);
}
