using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>What to change about a ticket.</summary>
public sealed record EditTicket : PatchBody
{
    /// <summary>The subject.</summary>
    [CannotClear, StringLength(Ticket.MaxTitleLength, MinimumLength = 1)]
    public string? Title { get; init; }

    /// <summary>What is wrong or wanted; null empties it.</summary>
    [StringLength(Ticket.MaxTextLength)]
    public string? Description { get; init; }

    /// <summary>The catalogue entry; null for none.</summary>
    [StringLength(80)]
    public string? Category { get; init; }

    /// <summary>How much it affects.</summary>
    [CannotClear]
    public TicketLevel? Impact { get; init; }

    /// <summary>How soon it is needed.</summary>
    [CannotClear]
    public TicketLevel? Urgency { get; init; }

    /// <summary>Incident or request.</summary>
    [CannotClear]
    public TicketKind? Kind { get; init; }

    /// <summary>The school; a ticket that moves leaves its asset behind.</summary>
    [CannotClear]
    public Guid? SchoolId { get; init; }

    /// <summary>The asset, of the same school; null for none.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>Who approves it; null for none.</summary>
    public Guid? ApproverId { get; init; }
}

internal static class EditTicketEndpoint
{
    public static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        string id, EditTicket request, IfMatch ifMatch, TicketCommandRunner work, SchoolCache schools, SlaTargetCache targetCache,
        EscalationPlanService plans, TicketViews views, CancellationToken ct)
    {
        var db = work.Db;
        if (await work.LoadAsync(id, track: true, ct) is not { } at)
            return Problems.NotFound();
        var (ticket, user) = (at.Ticket, at.User);
        if (ifMatch.Validate(ticket.Version) is { } stale)
            return stale;
        if (request.Title is not null && string.IsNullOrWhiteSpace(request.Title))
            return Problems.Unprocessable("ticket.title", "The title is empty.");
        if (ticket.Status == TicketStatus.Closed)
            return TicketCommandRunner.Problem(ValidationError.Closed);

        var schoolId = request.SchoolId ?? ticket.SchoolId;
        if (schoolId != ticket.SchoolId
            && (!user.Sees(schoolId) || await schools.GetAsync(db, schoolId, ct) is not { Known: true, IsOpen: true }))
            return Problems.Unprocessable("ticket.school", "The school is not one of yours, or is closed.",
                OpenTicketEndpoint.Field("schoolId", "Not one of your schools."));
        // An asset stays at its school when the ticket moves.
        var assetId = request.Or(request.AssetId, schoolId == ticket.SchoolId ? ticket.AssetId : null);
        var asset = assetId is { } a ? await db.Assets.AsNoTracking().FirstOrDefaultAsync(x => x.Id == a, ct) : null;
        if (request.AssetId is not null && (asset is null || asset.SchoolId != schoolId))
            return Problems.Unprocessable("ticket.asset", "The asset is not known at this school.",
                OpenTicketEndpoint.Field("assetId", "Not an asset of the school."));
        var (approverId, approverName) = (ticket.ApproverId, ticket.ApproverName);
        if (request.Has(nameof(request.ApproverId)))
        {
            var approver = request.ApproverId is { } wanted ? await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == wanted, ct)
                : null;
            if (request.ApproverId is not null && approver is not { Active: true })
                return Problems.Unprocessable("ticket.approver", "The approver is not an active person.",
                    OpenTicketEndpoint.Field("approverId", "Unknown or not active."));
            (approverId, approverName) = (approver?.Id, approver?.Name);
        }

        var before = await FactsAsync(db, ticket, at.School.Name, ct);
        var school = at.School;
        if (schoolId != ticket.SchoolId)
        {
            school = await schools.GetAsync(db, schoolId, ct);
            ticket.Move(schoolId, at.School.Calendar, school.Calendar, school.CalendarVersion, at.Now);
        }
        var edit = new TicketEdit(request.Title ?? ticket.Title, request.Or(request.Description, ticket.Description) ?? "",
            request.Or(request.Category, ticket.Category),
            request.Kind ?? ticket.Kind, request.Impact ?? ticket.Impact, request.Urgency ?? ticket.Urgency, assetId, asset?.Tag,
            approverId, approverName);
        if (ticket.Edit(edit, await targetCache.GetAsync(db, ct), school.Calendar, at.Now) is { } error)
            return TicketCommandRunner.Problem(error);
        var changes = Differences(before, await FactsAsync(db, ticket, school.Name, ct));
        if (changes.Length > 0)
        {
            at.AddEntry(EntryKind.Changed, EntryVisibility.Public, null, changes);
            await plans.PlanAsync(db, ticket, school, ct);
            db.PublishChange(ticket, "changed");
            await db.SaveChangesAsync(ct);
        }
        return TypedResults.Ok(await views.OneAsync(ticket, ct));
    }

    /// <summary>The fields as people read them.</summary>
    private static async Task<(string Field, string? Value)[]> FactsAsync(TicketsDb db, Ticket t, string school, CancellationToken ct) =>
    [
        ("title", t.Title), ("description", t.Description), ("category", t.Category), ("kind", t.Kind.ToWire()),
        ("impact", t.Impact.ToWire()), ("urgency", t.Urgency.ToWire()),
        ("priority", t.Priority.ToWire()), ("school", school),
        ("asset",
            t.AssetId is { } id ? await db.Assets.Where(a => a.Id == id).Select(a => a.Tag).FirstOrDefaultAsync(ct) ?? id.ToString()
                : null),
        ("approver", t.ApproverName),
    ];

    private static FieldChange[] Differences((string Field, string? Value)[] before, (string Field, string? Value)[] after) =>
        [.. before.Zip(after).Where(p => p.First.Value != p.Second.Value)
            .Select(p => new FieldChange(p.First.Field, p.First.Value, p.Second.Value))];
}
