using Mat.Platform.Data;
using Mat.Tickets.Sla;

namespace Mat.Tickets.Tickets;

/// <summary>
/// One incident or request. Its methods decide and change state; they read no clock and no database. A command returns
/// the reason why it was refused, or null when it was done. The clocks are in Ticket.Clocks.cs, what a partner
/// does to it in Ticket.Partner.cs, the plan in Ticket.Plan.cs.
/// </summary>
internal sealed partial class Ticket : Entity, ISchoolOwned, IAudited
{
    public const int MaxTitleLength = 200;
    public const int MaxTextLength = 20_000;
    public const int MaxSearchTextLength = 2_000;
    public static readonly TimeSpan ReopenWindow = TimeSpan.FromDays(14);
    public static readonly TimeSpan AutoCloseAfter = TimeSpan.FromDays(7);

    private Ticket() { }

    public long Number { get; private set; }
    public string Reference => ReferenceOf(Number);
    public string Title { get; private set; } = "";
    public string Description { get; private set; } = "";
    public TicketKind Kind { get; private set; }
    public string? Category { get; private set; }

    /// <summary>The area of expertise: that of its newest escalation, or of the policy that fits it; null without either.</summary>
    public string? Area { get; private set; }
    public string? Location { get; private set; }
    public TicketLevel Impact { get; private set; }
    public TicketLevel Urgency { get; private set; }
    public TicketPriority Priority
    {
        get;
        private set => (field, PriorityRank) = (value, (int)value);
    }

    /// <summary>The priority as a number, gravest first: the database keeps the name, which does not sort.</summary>
    [NotAudited]
    public int PriorityRank { get; private set; }

    public TicketStatus Status { get; private set; }
    public TicketChannel Channel { get; private set; }
    public Guid SchoolId { get; private set; }
    public Guid? AssetId { get; private set; }
    public Guid? RequesterId { get; private set; }
    public string? RequesterName { get; private set; }
    public string? RequesterEmail { get; private set; }
    public Guid? OpenedById { get; private set; }
    public string OpenedByName { get; private set; } = "";
    public Guid? ApproverId { get; private set; }
    public string? ApproverName { get; private set; }
    public Guid? AssigneeId { get; private set; }
    public string? AssigneeName { get; private set; }

    /// <summary>Id of the alert that opened it; unique.</summary>
    public Guid? AlertId { get; private set; }

    /// <summary>The key in the system it was imported from; unique.</summary>
    public string? SourceKey { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public string? ResolvedSummary { get; private set; }
    public string? ResolvedCause { get; private set; }
    public string? ResolvedFix { get; private set; }
    public int? TimeSpentMinutes { get; private set; }
    public string? ResolvedBy { get; private set; }

    /// <summary>The latest escalation, open or not.</summary>
    public Guid? EscalationId { get; private set; }

    /// <summary>Lower case, for search.</summary>
    [NotAudited]
    public string SearchText { get; private set; } = "";

    public static string ReferenceOf(long number) => $"T-{number}";

    /// <summary>The number in <c>T-10293</c>; null when it is no reference.</summary>
    public static long? NumberOf(string? reference) =>
        reference?.Trim() is { Length: > 2 and < 18 } text && (text[0] is 't' or 'T') && text[1] == '-'
        && long.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.None, null, out var number) ? number : null;

    public static Ticket Open(TicketDraft draft, long number, SlaTargets targets, SchoolCalendar calendar, int calendarVersion,
        DateTimeOffset now)
    {
        var ticket = new Ticket
        {
            Number = number,
            Title = draft.Title.Trim(),
            Description = draft.Description?.Trim() ?? "",
            Kind = draft.Kind,
            Category = NullIfBlank(draft.Category),
            Location = NullIfBlank(draft.Location),
            Impact = draft.Impact,
            Urgency = draft.Urgency,
            Priority = PriorityMatrix.Of(draft.Impact, draft.Urgency),
            Status = TicketStatus.New,
            Channel = draft.Channel,
            SchoolId = draft.SchoolId,
            AssetId = draft.AssetId,
            RequesterId = draft.Requester?.Id,
            RequesterName = draft.Requester?.Name,
            RequesterEmail = draft.Requester?.Email,
            OpenedById = draft.OpenedById,
            OpenedByName = draft.OpenedByName,
            ApproverId = draft.Approver?.Id,
            ApproverName = draft.Approver?.Name,
            AlertId = draft.AlertId,
            SourceKey = draft.SourceKey,
            OpenedAt = now,
            AccruedUntil = now,
        };
        ticket.SetSlaTargets(targets, calendar, calendarVersion);
        ticket.UpdateSearchText(draft.AssetTag);
        return ticket;
    }

    /// <summary>A ticket of a former system as it was there, with its clocks as they would have run.</summary>
    public static Ticket Import(TicketDraft draft, HistoricalState past, long number, SlaTargets targets, SchoolCalendar calendar,
        int calendarVersion, DateTimeOffset now)
    {
        var ticket = Open(draft, number, targets, calendar, calendarVersion, past.OpenedAt);
        ticket.CreatedAt = past.OpenedAt;
        (ticket.AssigneeId, ticket.AssigneeName) = (past.AssigneeId, past.AssigneeName);
        if (past.FirstRespondedAt is { } responded)
        {
            ticket.AccrueElapsed(responded, calendar);
            ticket.RecordFirstResponse(responded);
            ticket.SetStatus(TicketStatus.Open, calendar);
        }
        if (past.ResolvedAt is { } resolved)
        {
            ticket.Resolve(new(past.Summary ?? "", null, null, null, past.AssigneeName ?? ""), calendar, resolved);
            if (past.Status == TicketStatus.Closed)
                ticket.Close(calendar, resolved);
            return ticket;
        }
        ticket.AccrueElapsed(now, calendar);
        ticket.SetStatus(past.Status, calendar);
        return ticket;
    }

    public ValidationError? Assign(Guid? assigneeId, string? assigneeName, SchoolCalendar calendar, DateTimeOffset now)
    {
        if (NotActiveError is { } error)
            return error;
        AccrueElapsed(now, calendar);
        (AssigneeId, AssigneeName) = (assigneeId, assigneeName);
        if (assigneeId is not null && Status == TicketStatus.New)
            SetStatus(TicketStatus.Open, calendar);
        return null;
    }

    /// <summary>Applies a public comment: the first by an agent is the first response; one by the requester ends the pause.</summary>
    /// <returns>False when the ticket did not change.</returns>
    public bool RegisterReply(bool byDesk, SchoolCalendar calendar, DateTimeOffset now)
    {
        if (!Status.IsActive())
            return false;
        if (byDesk)
        {
            if (FirstRespondedAt is not null && Status != TicketStatus.New)
                return false;
            AccrueElapsed(now, calendar);
            RecordFirstResponse(now);
            SetStatus(Status == TicketStatus.New ? TicketStatus.Open : Status, calendar);
            return true;
        }
        if (Status != TicketStatus.WaitingRequester)
            return false;
        AccrueElapsed(now, calendar);
        SetStatus(TicketStatus.Open, calendar);
        return true;
    }

    public ValidationError? Pause(SchoolCalendar calendar, DateTimeOffset now)
    {
        if (NotActiveError is { } error)
            return error;
        if (Status == TicketStatus.WaitingPartner)
            return ValidationError.EscalationOpen;
        if (Status == TicketStatus.WaitingRequester)
            return ValidationError.Waiting;
        AccrueElapsed(now, calendar);
        RecordFirstResponse(now);
        SetStatus(TicketStatus.WaitingRequester, calendar);
        return null;
    }

    public ValidationError? Resume(SchoolCalendar calendar, DateTimeOffset now)
    {
        if (NotActiveError is { } error)
            return error;
        if (Status == TicketStatus.WaitingPartner)
            return ValidationError.EscalationOpen;
        if (Status != TicketStatus.WaitingRequester)
            return ValidationError.NotWaiting;
        AccrueElapsed(now, calendar);
        SetStatus(TicketStatus.Open, calendar);
        return null;
    }

    public ValidationError? Resolve(Resolution resolution, SchoolCalendar calendar, DateTimeOffset now)
    {
        if (NotActiveError is { } error)
            return error;
        AccrueElapsed(now, calendar);
        RecordFirstResponse(now);
        ResolvedSummary = resolution.Summary;
        ResolvedCause = NullIfBlank(resolution.Cause);
        ResolvedFix = NullIfBlank(resolution.Fix);
        TimeSpentMinutes = resolution.TimeSpentMinutes;
        ResolvedBy = resolution.By;
        ResolvedAt = AccruedUntil;
        SetStatus(TicketStatus.Resolved, calendar);
        return null;
    }

    public bool CanReopen(DateTimeOffset now) => !Status.IsActive() && now - ResolvedAt <= ReopenWindow;

    public ValidationError? Reopen(SchoolCalendar calendar, DateTimeOffset now)
    {
        if (Status.IsActive())
            return ValidationError.NotResolved;
        if (!CanReopen(now))
            return ValidationError.ReopenTooLate;
        AccrueElapsed(now, calendar);
        (ResolvedAt, ClosedAt) = (null, null);
        (ResolvedSummary, ResolvedCause, ResolvedFix, TimeSpentMinutes, ResolvedBy) = (null, null, null, null, null);
        SetStatus(TicketStatus.Open, calendar);
        return null;
    }

    public ValidationError? Close(SchoolCalendar calendar, DateTimeOffset now)
    {
        if (Status == TicketStatus.Closed)
            return ValidationError.Closed;
        if (Status != TicketStatus.Resolved)
            return ValidationError.NotResolved;
        AccrueElapsed(now, calendar);
        ClosedAt = AccruedUntil;
        SetStatus(TicketStatus.Closed, calendar);
        return null;
    }

    /// <summary>Changes editable fields. A new priority sets new targets and keeps the elapsed time.</summary>
    public ValidationError? Edit(TicketEdit edit, SlaTargets targets, SchoolCalendar calendar, DateTimeOffset now)
    {
        if (Reprioritize(edit.Impact, edit.Urgency, targets, calendar, now) is { } error)
            return error;
        Title = edit.Title.Trim();
        Description = edit.Description.Trim();
        Category = NullIfBlank(edit.Category);
        Kind = edit.Kind;
        AssetId = edit.AssetId;
        (ApproverId, ApproverName) = (edit.ApproverId, edit.ApproverName);
        UpdateSearchText(edit.AssetTag);
        return null;
    }

    public ValidationError? Reprioritize(TicketLevel impact, TicketLevel urgency, SlaTargets targets, SchoolCalendar calendar,
        DateTimeOffset now)
    {
        if (Status == TicketStatus.Closed)
            return ValidationError.Closed;
        var priority = PriorityMatrix.Of(impact, urgency);
        if (priority != Priority && Status == TicketStatus.Resolved)
            return ValidationError.Resolved;
        (Impact, Urgency) = (impact, urgency);
        if (priority == Priority)
            return null;
        AccrueElapsed(now, calendar);
        Priority = priority;
        SetSlaTargets(targets, calendar, CalendarVersion);
        return null;
    }

    /// <summary>Another school, so another calendar from now on.</summary>
    public void Move(Guid schoolId, SchoolCalendar from, SchoolCalendar to, int calendarVersion, DateTimeOffset now)
    {
        AccrueElapsed(now, from);
        SchoolId = schoolId;
        CalendarVersion = calendarVersion;
        RecalculateDueDates(to);
    }

    /// <summary>Applies what is due: SLA breaches, or automatic closing of a resolved ticket.</summary>
    /// <returns>True when the ticket closed.</returns>
    public bool ProcessDueTime(SchoolCalendar calendar, DateTimeOffset now)
    {
        if (Status == TicketStatus.Resolved && ResolvedAt + AutoCloseAfter <= now)
            return Close(calendar, now) is null;
        AccrueElapsed(now, calendar);
        return false;
    }

    private ValidationError? NotActiveError => Status switch
    {
        TicketStatus.Resolved => ValidationError.Resolved,
        TicketStatus.Closed => ValidationError.Closed,
        _ => null,
    };

    private void UpdateSearchText(string? assetTag)
    {
        var text = $"{Reference}\n{Title}\n{RequesterName}\n{assetTag}\n{SourceKey}\n{Category}\n{Description}".ToLowerInvariant();
        SearchText = text.Length > MaxSearchTextLength ? text[..MaxSearchTextLength] : text;
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
