using System.Text.Json;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Tickets;

public enum EntryKind { Opened, Comment, Assigned, Changed, Waiting, Escalation, Clock, Resolved, Reopened, Closed, Attachment, Alert }

/// <summary>Who reads it: public (requester and team), internal (team alone), partner (team and the partner that has the
/// escalation).</summary>
public enum EntryVisibility { Public, Internal, Partner }

public enum EntryActor { Person, Partner, System }

/// <summary>One field that changed, as people read it.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="From">Old value as text; null when it was empty.</param>
/// <param name="To">New value as text; null when it is empty.</param>
public sealed record FieldChange(string Field, string? From, string? To);

/// <summary>One line of a ticket's timeline: a comment, or something that was done. Never changed afterwards.</summary>
internal sealed class TicketEntry : Entity
{
    public Guid TicketId { get; init; }
    public DateTimeOffset At { get; init; }
    public EntryKind Kind { get; init; }
    public EntryVisibility Visibility { get; init; }
    public Guid? ActorId { get; init; }
    public string ActorName { get; init; } = "";
    public EntryActor ActorKind { get; init; }

    /// <summary>Whether the actor was of the desk; what a partner reads says no more than that.</summary>
    public bool ByAgent { get; init; }

    public string? Text { get; init; }

    /// <summary>JSON of <see cref="FieldChange"/>s.</summary>
    public string? Changes { get; init; }

    public Guid? AttachmentId { get; init; }

    public static TicketEntry By(CurrentUser user, bool desk, Guid ticketId, EntryKind kind, EntryVisibility visibility, DateTimeOffset at,
        string? text) => new()
        {
            TicketId = ticketId,
            At = at,
            Kind = kind,
            Visibility = visibility,
            ActorId = user.PersonId,
            ActorName = user.Name,
            ByAgent = desk,
            Text = text,
        };

    public static TicketEntry BySystem(Guid ticketId, EntryKind kind, EntryVisibility visibility, DateTimeOffset at, string text,
        string actor = "Mat") => new()
        {
            TicketId = ticketId,
            At = at,
            Kind = kind,
            Visibility = visibility,
            ActorName = actor,
            ActorKind = EntryActor.System,
            Text = text,
        };

    public static string? Write(IReadOnlyList<FieldChange> changes) =>
        changes.Count == 0 ? null : JsonSerializer.Serialize(changes, StrictJson.Options);

    public IReadOnlyList<FieldChange>? ReadChanges() =>
        Changes is null ? null : JsonSerializer.Deserialize<List<FieldChange>>(Changes, StrictJson.Options);
}

internal sealed class TicketEntryMapping : IEntityTypeConfiguration<TicketEntry>
{
    public void Configure(EntityTypeBuilder<TicketEntry> e)
    {
        e.ToTable("ticket_entries");
        e.HasIndex(t => new { t.TicketId, t.At, t.Id });
    }
}
