namespace Mat.Contracts.Tickets;

/// <summary>The desk asks for an outside specialist. Partners chooses one by area and sends it out.</summary>
/// <param name="EscalationId">Chosen by Tickets: the same request twice is the same escalation.</param>
/// <param name="Area">Area of expertise, e.g. <c>cyber_security</c>, <c>network</c>.</param>
/// <param name="PartnerId">The partner somebody picked by hand; null lets the routing choose.</param>
/// <param name="NotPartnerId">A partner that had its turn already: the routing passes it over.</param>
public sealed record EscalationRequested(
    Guid EscalationId, Guid TicketId, string TicketReference, Guid SchoolId, string SchoolName, string SchoolUrn,
    string Area, Guid? PartnerId, string Priority, string Reason, string RequestedBy, DateTimeOffset RequestedAt,
    EscalationContext Context, Guid? NotPartnerId = null) : IEvent;

/// <summary>What the partner may read with its own token. Internal notes are never part of it.</summary>
/// <param name="Title">The ticket's title.</param>
/// <param name="Description">The ticket's description.</param>
/// <param name="StepsTried">What the desk has tried already, oldest first.</param>
/// <param name="Asset">The asset; null when the ticket names none.</param>
/// <param name="ResolutionDueAt">When the SLA target for the resolution ends; null when the clock was paused.</param>
/// <param name="ContactWindow">When and how the school can be reached, in words.</param>
/// <param name="Files">Files shared with the partner; null when there are none.</param>
public sealed record EscalationContext(
    string Title, string Description, IReadOnlyList<string> StepsTried, EscalatedAsset? Asset, DateTimeOffset? ResolutionDueAt,
    string? ContactWindow = null, IReadOnlyList<EscalatedFile>? Files = null);

/// <summary>A file that somebody shared with the partner; the partner fetches it with its own token.</summary>
/// <param name="Id">Id of the attachment.</param>
/// <param name="FileName">File name, redacted.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Size">Bytes.</param>
public sealed record EscalatedFile(Guid Id, string FileName, string ContentType, long Size);

/// <summary>The asset an escalation is about.</summary>
/// <param name="Id">Id of the asset.</param>
/// <param name="Tag">Asset tag.</param>
/// <param name="Kind">Kind of asset.</param>
/// <param name="Name">Name of the asset.</param>
/// <param name="Manufacturer">Manufacturer; null when unknown.</param>
/// <param name="Model">Model; null when unknown.</param>
/// <param name="Serial">Serial number; null when unknown.</param>
/// <param name="HostName">Host name; null when unknown.</param>
/// <param name="Location">Room or site; null when unknown.</param>
/// <param name="WarrantyEndsOn">Last day of the warranty; null when unknown.</param>
public sealed record EscalatedAsset(
    Guid Id, string Tag, string Kind, string Name, string? Manufacturer, string? Model, string? Serial, string? HostName,
    string? Location, DateOnly? WarrantyEndsOn);

/// <summary>The desk needs the partner no longer (the ticket was resolved or the escalation taken back).</summary>
public sealed record EscalationCancelled(Guid EscalationId, Guid TicketId, string Reason, DateTimeOffset At) : IEvent;

/// <summary>What the partner asked was answered, by the school or by the desk; the text is meant for the partner.</summary>
/// <param name="AnswerId">Identity of the answer in the ticket's timeline.</param>
/// <param name="By">Which part answered (the school, the desk); the partner learns no name.</param>
public sealed record EscalationQuestionAnswered(
    Guid EscalationId, Guid TicketId, Guid SchoolId, Guid AnswerId, string By, string Text, DateTimeOffset At) : IEvent;
