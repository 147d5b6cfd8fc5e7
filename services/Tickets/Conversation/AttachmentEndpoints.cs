using System.Security.Cryptography;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Mat.Tickets.Conversation;

public sealed record AttachmentView
{
    /// <summary>Id of the attachment.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name under which it is downloaded.</summary>
    public required string FileName { get; init; }

    /// <summary>Media type; application/octet-stream unless it is one that no browser executes.</summary>
    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the content, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether people other than agents may read it.</summary>
    public required bool Shareable { get; init; }

    /// <summary>Who uploaded it.</summary>
    public required TicketPersonView UploadedBy { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it is sent with escalations of the ticket.</summary>
    public bool ForPartner { get; init; }

    internal static AttachmentView Of(Attachment a) => new()
    {
        Id = a.Id,
        FileName = a.FileName,
        ContentType = a.ContentType,
        Size = a.Size,
        Sha256 = a.Sha256,
        Shareable = a.Shareable,
        UploadedBy = new(a.UploadedById, a.UploadedByName),
        CreatedAt = a.CreatedAt,
        ForPartner = a.ForPartner,
    };
}

/// <summary>How a file is put on a ticket: its bytes are the body.</summary>
public sealed class UploadQuery
{
    public string? FileName { get; init; }

    /// <summary>Whether people other than agents may read it; null is no for agents. Files uploaded by others are always
    /// readable.</summary>
    public bool? Shareable { get; init; }
}

internal static class AddAttachmentEndpoint
{
    private const int MaxPerTicket = 100;

    /// <summary>The same file under the same name is there once, so an upload that is sent again does no harm.</summary>
    public static async Task<Results<Created<AttachmentView>, ProblemHttpResult>> Handle(
        string id, [AsParameters] UploadQuery query, HttpRequest http, TicketCommandRunner work, CancellationToken ct)
    {
        if (FileNames.Clean(query.FileName) is not { } fileName)
            return Problems.BadRequest("attachment.name", "The query parameter fileName is missing or empty.");
        if (await work.LoadAsync(id, track: false, ct) is not { } seen)
            return Problems.NotFound();
        if (seen.Access == TicketAccess.Read)
            return Problems.Forbidden("comment.role", "You may only read this ticket.");
        using var content = new MemoryStream((int)Math.Min(http.ContentLength ?? 0, Attachment.MaxBytes));
        await http.Body.CopyToAsync(content, ct);
        if (content.Length == 0)
            return Problems.Unprocessable("attachment.empty", "The file is empty.");
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));

        Attachment? attachment = null;
        var (ticket, problem) = await work.RunWithRetryAsync(id, async at =>
        {
            if (at.Ticket.Status == TicketStatus.Closed)
                return TicketCommandRunner.Problem(ValidationError.Closed);
            attachment = await at.Db.Attachments.FirstOrDefaultAsync(a => a.TicketId == at.Ticket.Id && a.Sha256 == hash
                && a.FileName == fileName, ct);
            if (attachment is not null)
                return null;
            if (await at.Db.Attachments.CountAsync(a => a.TicketId == at.Ticket.Id, ct) >= MaxPerTicket)
                return Problems.Conflict("attachment.too_many", $"A ticket holds at most {MaxPerTicket} files.");
            attachment = new Attachment
            {
                TicketId = at.Ticket.Id,
                FileName = fileName,
                ContentType = FileNames.ContentType(http.ContentType),
                Size = bytes.Length,
                Sha256 = hash,
                Shareable = query.Shareable ?? !at.IsAgent,
                UploadedById = at.User.PersonId,
                UploadedByName = at.User.Name,
                ByAgent = at.IsAgent,
            };
            at.Db.Attachments.Add(attachment);
            for (var (position, start) = (0, 0); start < bytes.Length; position++, start += AttachmentChunk.Bytes)
                at.Db.AttachmentChunks.Add(
                    new()
                    {
                        AttachmentId = attachment.Id,
                        Position = position,
                        Content = bytes[start..Math.Min(bytes.Length, start + AttachmentChunk.Bytes)].ToArray()
                    });
            at.Db.Entries.Add(new TicketEntry
            {
                TicketId = at.Ticket.Id,
                At = at.Now,
                Kind = EntryKind.Attachment,
                ActorId = at.User.PersonId,
                ActorName = at.User.Name,
                ByAgent = at.IsAgent,
                Visibility = attachment.Shareable || !at.IsAgent ? EntryVisibility.Public : EntryVisibility.Internal,
                Text = fileName,
                AttachmentId = attachment.Id,
            });
            at.Db.PublishChange(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem!
            : TypedResults.Created($"/api/tickets/{ticket.Id}/attachments/{attachment!.Id}", AttachmentView.Of(attachment));
    }
}

internal static class ListAttachmentsEndpoint
{
    private static readonly SortKeys<Attachment> Keys = new SortKeys<Attachment>().Add("createdAt", a => a.CreatedAt)
        .Add("fileName", a => a.FileName).Default("createdAt");

    public static async Task<Results<Ok<Page<AttachmentView>>, ProblemHttpResult>> Handle(
        string id, [AsParameters] PageQuery page, TicketCommandRunner work, CurrentUser user, CancellationToken ct) =>
        await work.FindAsync(id, track: false, ct) is { } ticket
            ? await work.AttachmentsFor(ticket, user).ToPageAsync(page, Keys, AttachmentView.Of, ct)
            : Problems.NotFound();

    /// <summary>All attachments for agents; for others those that are shareable or not uploaded by an agent.</summary>
    internal static IQueryable<Attachment> AttachmentsFor(this TicketCommandRunner work, Ticket ticket, CurrentUser user)
    {
        var attachments = work.Db.Attachments.Where(a => a.TicketId == ticket.Id);
        return user.AccessFor(ticket) == TicketAccess.Agent ? attachments : attachments.Where(a => a.Shareable || !a.ByAgent);
    }
}

internal static class DownloadAttachmentEndpoint
{
    /// <summary>Always served as a download: content and type come from the uploader and must not run in our origin.</summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Handle(
        string id, Guid attachmentId, TicketCommandRunner work, CurrentUser user, HttpResponse response, CancellationToken ct)
    {
        if (await work.FindAsync(id, track: false, ct) is not { } ticket)
            return Problems.NotFound();
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
                var content = await db.AttachmentChunks.AsNoTracking().Where(c => c.AttachmentId == attachment.Id && c.Position == at)
                    .Select(c => c.Content).SingleAsync(ct);
                await stream.WriteAsync(content, ct);
            }
        }, attachment.ContentType);
    }
}

internal static class RemoveAttachmentEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(string id, Guid attachmentId, TicketCommandRunner work,
        CancellationToken ct)
    {
        var (ticket, problem) = await work.RunWithRetryAsync(id, async at =>
        {
            var attachment = await work.AttachmentsFor(at.Ticket, at.User).FirstOrDefaultAsync(a => a.Id == attachmentId, ct);
            if (attachment is null)
                return Problems.NotFound();
            if (!at.IsAgent && attachment.UploadedById != at.User.PersonId)
                return Problems.Forbidden("attachment.owner", "Only agents and the uploader may delete an attachment.");
            if (at.Ticket.Status == TicketStatus.Closed)
                return TicketCommandRunner.Problem(ValidationError.Closed);
            at.Db.Attachments.Remove(attachment);
            var chunks = await at.Db.AttachmentChunks.Where(c => c.AttachmentId == attachmentId).Select(c => c.Position).ToListAsync(ct);
            at.Db.AttachmentChunks.RemoveRange(chunks.Select(p => new AttachmentChunk { AttachmentId = attachmentId, Position = p }));
            at.AddEntry(EntryKind.Attachment,
                attachment.Shareable || !attachment.ByAgent ? EntryVisibility.Public : EntryVisibility.Internal, null,
                new FieldChange("attachment", attachment.FileName, null));
            at.Db.PublishChange(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem! : TypedResults.NoContent();
    }
}
