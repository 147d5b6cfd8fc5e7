using Mat.Platform.Data;

namespace Mat.Tickets.Attachments;

/// <summary>A file on a ticket. Its bytes are in <see cref="AttachmentChunk"/>s, so that reading about it never reads it.</summary>
internal sealed class Attachment : Entity, IAudited
{
    public const long MaxBytes = 25 * 1024 * 1024;

    public Guid TicketId { get; init; }
    public string FileName { get; init; } = "";
    public string ContentType { get; init; } = "";
    public long Size { get; init; }
    public string Sha256 { get; init; } = "";

    /// <summary>May be read outside the desk although the desk put it there.</summary>
    public bool Shareable { get; init; }

    /// <summary>Somebody of the desk lets the partner have it.</summary>
    public bool ForPartner { get; set; }

    public Guid UploadedById { get; init; }
    public string UploadedByName { get; init; } = "";
    public bool ByDesk { get; init; }
}

/// <summary>A part of a file: small enough that neither upload nor download holds the whole file in a row's buffer.</summary>
internal sealed class AttachmentChunk
{
    public const int Bytes = 512 * 1024;

    public Guid AttachmentId { get; init; }
    public int Position { get; init; }
    public byte[] Content { get; init; } = [];
}
