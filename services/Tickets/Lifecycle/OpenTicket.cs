using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <param name="Title">Title.</param>
/// <param name="Description">Description.</param>
/// <param name="Kind">Incident when null.</param>
/// <param name="Category">Category; compared with escalation policies.</param>
/// <param name="Impact">Low when null.</param>
/// <param name="Urgency">Medium when null.</param>
/// <param name="SchoolId">School; null takes the asset's school, or else the requester's.</param>
/// <param name="AssetId">Asset of the school.</param>
/// <param name="RequesterId">Person the ticket is for; null is the caller. Agents and school leads only.</param>
/// <param name="ApproverId">Active person who approves a request.</param>
/// <param name="Channel">How it came in; agents only, web for others.</param>
/// <param name="Location">Room or site.</param>
public sealed record OpenTicket(
    [property: Required, StringLength(Ticket.MaxTitleLength, MinimumLength = 1)] string Title,
    [property: StringLength(Ticket.MaxTextLength)] string? Description = null,
    TicketKind? Kind = null,
    [property: StringLength(80)] string? Category = null,
    TicketLevel? Impact = null,
    TicketLevel? Urgency = null,
    Guid? SchoolId = null,
    Guid? AssetId = null,
    Guid? RequesterId = null,
    Guid? ApproverId = null,
    TicketChannel? Channel = null,
    [property: StringLength(200)] string? Location = null);

internal static class OpenTicketEndpoint
{
    public static async Task<Results<Created<TicketView>, ProblemHttpResult>> Handle(
        OpenTicket request, TicketsDb db, CurrentUser user, SchoolCache schools, SlaTargetCache targetCache, TicketNumbers numbers,
        EscalationPlanService plans, TicketViews views, TimeProvider clock, CancellationToken ct)
    {
        var asset = request.AssetId is { } assetId ? await db.Assets.AsNoTracking().FirstOrDefaultAsync(a => a.Id == assetId, ct) : null;
        if (request.AssetId is not null && (asset is null || !user.Sees(asset.SchoolId)))
            return Asset();

        var forOther = request.RequesterId is { } other && other != user.PersonId;
        var requester = forOther || (request.SchoolId ?? asset?.SchoolId) is null
            ? await PersonAsync(db, request.RequesterId ?? user.PersonId, ct)
            : null;
        if (forOther && requester is not { Active: true })
            return Requester();

        if ((request.SchoolId ?? asset?.SchoolId ?? requester?.SchoolId) is not { } schoolId || !user.Sees(schoolId))
            return Problems.Unprocessable("ticket.school", "schoolId is missing or not one of your schools.",
                Field("schoolId", "Not one of your schools."));
        if (asset is not null && asset.SchoolId != schoolId)
            return Asset();
        if (forOther && !user.Is(schoolId, Roles.Agents) && !user.Is(schoolId, Roles.SchoolLead))
            return Problems.Forbidden("ticket.requester", "Only agents and school leads may open tickets for another person.");
        var school = await schools.GetAsync(db, schoolId, ct);
        if (school is { Known: true, IsOpen: false })
            return Problems.Unprocessable("ticket.school_closed", "The school is closed and takes no new tickets.",
                Field("schoolId", "Closed."));
        var approver = request.ApproverId is { } approverId ? await PersonAsync(db, approverId, ct) : null;
        if (request.ApproverId is not null && approver is not { Active: true })
            return Problems.Unprocessable("ticket.approver", "The approver is not an active person.",
                Field("approverId", "Unknown or not active."));

        var desk = user.Is(schoolId, Roles.Agents);
        var draft = new TicketDraft(request.Title, request.Description, schoolId, user.PersonId, user.Name)
        {
            Kind = request.Kind ?? TicketKind.Incident,
            Category = request.Category,
            Location = request.Location,
            Impact = request.Impact ?? TicketLevel.Low,
            Urgency = request.Urgency ?? TicketLevel.Medium,
            // Only agents choose the channel, and never alert, which is reserved for AlertRaised.
            Channel = user.Kind == ActorKind.ApiToken ? TicketChannel.Api
                : desk && request.Channel is { } channel and not TicketChannel.Alert ? channel : TicketChannel.Web,
            AssetId = asset?.Id,
            AssetTag = asset?.Tag,
            Requester = forOther ? new(requester!.Id, requester.Name, requester.Email) : new(user.PersonId, user.Name, user.Email),
            Approver = approver is null ? null : new(approver.Id, approver.Name, approver.Email),
        };
        var ticket = Ticket.Open(draft, await numbers.NextAsync(db, ct), await targetCache.GetAsync(db, ct), school.Calendar,
            school.CalendarVersion, clock.GetUtcNow());
        db.Tickets.Add(ticket);
        await plans.PlanAsync(db, ticket, school, ct);
        db.PublishChange(ticket, "opened");
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/tickets/{ticket.Id}", await views.OneAsync(ticket, ct));

        static ProblemHttpResult Asset() =>
            Problems.Unprocessable("ticket.asset", "The asset is not known at this school.",
                Field("assetId", "Not an asset of the school."));
        static ProblemHttpResult Requester() =>
            Problems.Unprocessable("ticket.requester", "The requester is not an active person.",
                Field("requesterId", "Unknown or not active."));
    }

    internal static Dictionary<string, string[]> Field(string name, string message) => new() { [name] = [message] };

    private static Task<PersonReplica?> PersonAsync(TicketsDb db, Guid id, CancellationToken ct) =>
        db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct);
}
