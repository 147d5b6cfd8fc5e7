using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Conversation;

/// <summary>A file on a ticket. Its bytes are in <see cref="AttachmentChunk"/>s, so that reading about it never reads it.</summary>
internal sealed class Attachment : Entity, IAudited
{
    public const long MaxBytes = 25 * 1024 * 1024;

    public Guid TicketId { get; init; }
    public string FileName { get; init; } = "";
    public string ContentType { get; init; } = "";
    public long Size { get; init; }
    public string Sha256 { get; init; } = "";

    /// <summary>Whether people other than agents may read it although an agent uploaded it.</summary>
    public bool Shareable { get; init; }

    /// <summary>Whether it is sent with escalations of the ticket; set by an agent.</summary>
    public bool ForPartner { get; set; }

    public Guid UploadedById { get; init; }
    public string UploadedByName { get; init; } = "";
    public bool ByAgent { get; init; }
}

/// <summary>A part of a file: small enough that neither upload nor download holds the whole file in a row's buffer.</summary>
internal sealed class AttachmentChunk
{
    public const int Bytes = 512 * 1024;

    public Guid AttachmentId { get; init; }
    public int Position { get; init; }
    public byte[] Content { get; init; } = [];
}

internal sealed class AttachmentMapping : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> e)
    {
        e.ToTable("attachments");
        e.HasIndex(a => new { a.TicketId, a.Sha256, a.FileName }).IsUnique();
    }
}

internal sealed class AttachmentChunkMapping : IEntityTypeConfiguration<AttachmentChunk>
{
    public void Configure(EntityTypeBuilder<AttachmentChunk> e)
    {
        e.ToTable("attachment_chunks");
        e.HasKey(c => new { c.AttachmentId, c.Position });
    }
}
