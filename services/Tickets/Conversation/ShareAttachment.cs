using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Conversation;

/// <param name="ForPartner">Whether the file is sent with escalations of the ticket.</param>
public sealed record ShareAttachment([property: Required] bool? ForPartner);

internal static class ShareAttachmentEndpoint
{
    /// <summary>Files leave the trust only when an agent shares them one by one.</summary>
    public static async Task<Results<Ok<AttachmentView>, ProblemHttpResult>> Handle(string id, Guid attachmentId, ShareAttachment request,
        TicketCommandRunner work, CancellationToken ct)
    {
        Attachment? attachment = null;
        var (ticket, problem) = await work.RunWithRetryAsync(id, async at =>
        {
            attachment = await at.Db.Attachments.FirstOrDefaultAsync(a => a.Id == attachmentId && a.TicketId == at.Ticket.Id, ct);
            if (attachment is null)
                return Problems.NotFound();
            if (attachment.ForPartner == request.ForPartner)
                return null;
            attachment.ForPartner = request.ForPartner!.Value;
            at.AddEntry(EntryKind.Attachment, EntryVisibility.Internal,
                attachment.ForPartner ? $"Shared with the partner: {attachment.FileName}"
                    : $"No longer shared with the partner: {attachment.FileName}");
            at.Db.PublishChange(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem! : TypedResults.Ok(AttachmentView.Of(attachment!));
    }
}

internal static class PartnerAttachmentEndpoint
{
    /// <summary>Content of a shared file, for the Partners service only, which checks the escalation.</summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Handle(Guid ticketId, Guid attachmentId, TicketsDb db,
        HttpResponse response, CancellationToken ct) =>
        await db.Attachments.AsNoTracking()
        .FirstOrDefaultAsync(a => a.Id == attachmentId && a.TicketId == ticketId && a.ForPartner, ct) is { } file
            ? DownloadAttachmentEndpoint.Send(db, file, response, ct)
            : Problems.NotFound();
}
