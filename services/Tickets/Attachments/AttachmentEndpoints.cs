using System.Security.Cryptography;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Timeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Mat.Tickets.Attachments;

public sealed record AttachmentView(
    Guid Id, string FileName, string ContentType, long Size, string Sha256, bool Shareable, TicketPersonView UploadedBy, DateTimeOffset CreatedAt,
    bool ForPartner = false)
{
    internal static AttachmentView Of(Attachment a) =>
        new(a.Id, a.FileName, a.ContentType, a.Size, a.Sha256, a.Shareable, new(a.UploadedById, a.UploadedByName), a.CreatedAt, a.ForPartner);
}

/// <summary>How a file is put on a ticket: its bytes are the body.</summary>
public sealed class UploadQuery
{
    public string? FileName { get; init; }

    /// <summary>Whether those outside the desk may read it; files they bring themselves they may always read.</summary>
    public bool? Shareable { get; init; }
}

internal static class AddAttachmentEndpoint
{
    private const int MaxPerTicket = 100;

    /// <summary>The same file under the same name is there once, so an upload that is sent again does no harm.</summary>
    public static async Task<Results<Created<AttachmentView>, ProblemHttpResult>> Handle(
        string id, [AsParameters] UploadQuery query, HttpRequest http, TicketCommandRunner work, CancellationToken ct)
    {
        if (FileNames.Clean(query.FileName) is not { } fileName) return Problems.BadRequest("attachment.name", "Say what the file is called: ?fileName=");
        if (await work.OpenAsync(id, track: false, ct) is not { } seen) return Problems.NotFound();
        if (seen.Sight == TicketAccess.Read) return Problems.Forbidden("comment.role", "You may read this ticket only.");
        using var content = new MemoryStream((int)Math.Min(http.ContentLength ?? 0, Attachment.MaxBytes));
        await http.Body.CopyToAsync(content, ct);
        if (content.Length == 0) return Problems.Unprocessable("attachment.empty", "The file is empty.");
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));

        Attachment? attachment = null;
        var (ticket, problem) = await work.TryAsync(id, async at =>
        {
            if (at.Ticket.Status == TicketStatus.Closed) return TicketCommandRunner.Problem(ValidationError.Closed);
            attachment = await at.Db.Attachments.FirstOrDefaultAsync(a => a.TicketId == at.Ticket.Id && a.Sha256 == hash && a.FileName == fileName, ct);
            if (attachment is not null) return null;
            if (await at.Db.Attachments.CountAsync(a => a.TicketId == at.Ticket.Id, ct) >= MaxPerTicket)
                return Problems.Conflict("attachment.too_many", $"A ticket holds at most {MaxPerTicket} files.");
            attachment = new Attachment
            {
                TicketId = at.Ticket.Id,
                FileName = fileName,
                ContentType = FileNames.ContentType(http.ContentType),
                Size = bytes.Length,
                Sha256 = hash,
                Shareable = query.Shareable ?? !at.Desk,
                UploadedById = at.User.PersonId,
                UploadedByName = at.User.Name,
                ByDesk = at.Desk,
            };
            at.Db.Attachments.Add(attachment);
            for (var (position, start) = (0, 0); start < bytes.Length; position++, start += AttachmentChunk.Bytes)
                at.Db.AttachmentChunks.Add(new() { AttachmentId = attachment.Id, Position = position, Content = bytes[start..Math.Min(bytes.Length, start + AttachmentChunk.Bytes)].ToArray() });
            at.Db.Entries.Add(new TicketEntry
            {
                TicketId = at.Ticket.Id,
                At = at.Now,
                Kind = EntryKind.Attachment,
                ActorId = at.User.PersonId,
                ActorName = at.User.Name,
                ByDesk = at.Desk,
                Visibility = attachment.Shareable || !at.Desk ? EntryVisibility.Public : EntryVisibility.Internal,
                Text = fileName,
                AttachmentId = attachment.Id,
            });
            at.Db.Announce(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem! : TypedResults.Created($"/api/tickets/{ticket.Id}/attachments/{attachment!.Id}", AttachmentView.Of(attachment));
    }
}

internal static class ListAttachmentsEndpoint
{
    private static readonly SortKeys<Attachment> Keys = new SortKeys<Attachment>().Add("createdAt", a => a.CreatedAt).Add("fileName", a => a.FileName).Default("createdAt");

    public static async Task<Results<Ok<Page<AttachmentView>>, ProblemHttpResult>> Handle(
        string id, [AsParameters] PageQuery page, TicketCommandRunner work, CurrentUser user, CancellationToken ct) =>
        await work.FindAsync(id, track: false, ct) is { } ticket
            ? await work.AttachmentsFor(ticket, user).ToPageAsync(page, Keys, AttachmentView.Of, ct)
            : Problems.NotFound();

    /// <summary>Outside the desk: what is shareable, and what did not come from the desk.</summary>
    internal static IQueryable<Attachment> AttachmentsFor(this TicketCommandRunner work, Ticket ticket, CurrentUser user)
    {
        var attachments = work.Db.Attachments.Where(a => a.TicketId == ticket.Id);
        return user.AccessFor(ticket) == TicketAccess.Desk ? attachments : attachments.Where(a => a.Shareable || !a.ByDesk);
    }
}

internal static class DownloadAttachmentEndpoint
{
    /// <summary>Always a download, never a page of ours: somebody else chose both its bytes and its type.</summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Handle(
        string id, Guid attachmentId, TicketCommandRunner work, CurrentUser user, HttpResponse response, CancellationToken ct)
    {
        if (await work.FindAsync(id, track: false, ct) is not { } ticket) return Problems.NotFound();
        var attachment = await work.AttachmentsFor(ticket, user).AsNoTracking().FirstOrDefaultAsync(a => a.Id == attachmentId, ct);
        return attachment is null ? Problems.NotFound() : Send(work.Db, attachment, response, ct);
    }

    internal static PushStreamHttpResult Send(TicketsDb db, Attachment attachment, HttpResponse response, CancellationToken ct)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(attachment.FileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-store";
        response.ContentLength = attachment.Size;
        var chunks = (int)((attachment.Size + AttachmentChunk.Bytes - 1) / AttachmentChunk.Bytes);
        return TypedResults.Stream(async stream =>
        {
            for (var position = 0; position < chunks; position++)
            {
                var at = position;
                var content = await db.AttachmentChunks.AsNoTracking().Where(c => c.AttachmentId == attachment.Id && c.Position == at).Select(c => c.Content).SingleAsync(ct);
                await stream.WriteAsync(content, ct);
            }
        }, attachment.ContentType);
    }
}

internal static class RemoveAttachmentEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(string id, Guid attachmentId, TicketCommandRunner work, CancellationToken ct)
    {
        var (ticket, problem) = await work.TryAsync(id, async at =>
        {
            var attachment = await work.AttachmentsFor(at.Ticket, at.User).FirstOrDefaultAsync(a => a.Id == attachmentId, ct);
            if (attachment is null) return Problems.NotFound();
            if (!at.Desk && attachment.UploadedById != at.User.PersonId) return Problems.Forbidden("attachment.owner", "Only the desk and whoever brought a file take it away.");
            if (at.Ticket.Status == TicketStatus.Closed) return TicketCommandRunner.Problem(ValidationError.Closed);
            at.Db.Attachments.Remove(attachment);
            var chunks = await at.Db.AttachmentChunks.Where(c => c.AttachmentId == attachmentId).Select(c => c.Position).ToListAsync(ct);
            at.Db.AttachmentChunks.RemoveRange(chunks.Select(p => new AttachmentChunk { AttachmentId = attachmentId, Position = p }));
            at.Log(EntryKind.Attachment, attachment.Shareable || !attachment.ByDesk ? EntryVisibility.Public : EntryVisibility.Internal, null,
                new FieldChange("attachment", attachment.FileName, null));
            at.Db.Announce(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem! : TypedResults.NoContent();
    }
}
