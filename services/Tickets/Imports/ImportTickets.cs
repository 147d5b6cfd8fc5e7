using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Mat.Contracts.Tickets;
using Mat.Platform.Auth;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Imports;

/// <summary>A ticket of a former system.</summary>
/// <param name="Reference">Key in the former system; a repeated key is skipped. Derived from school, time, title and requester when
/// null.</param>
/// <param name="Title">Title.</param>
/// <param name="Description">Description.</param>
/// <param name="Kind">Incident when null.</param>
/// <param name="SchoolUrn">URN of the school; used when schoolId is null.</param>
/// <param name="SchoolId">Id of the school; null takes schoolUrn.</param>
/// <param name="AssetTag">Tag of an asset at the school; an unknown tag is added to the description.</param>
/// <param name="RequesterEmail">E-mail address of the requester; ignored when unknown.</param>
/// <param name="AssigneeEmail">E-mail address of the assignee; ignored when unknown.</param>
/// <param name="Impact">Impact.</param>
/// <param name="Urgency">Urgency.</param>
/// <param name="Status">Status in the former system; waiting_partner is not accepted.</param>
/// <param name="OpenedAt">When it was opened; not in the future.</param>
/// <param name="FirstRespondedAt">First response; null when there was none.</param>
/// <param name="ResolvedAt">When it was resolved; required for resolved and closed tickets, null for others.</param>
/// <param name="Summary">How it was resolved.</param>
public sealed record HistoricalTicket(
    [property: StringLength(100)] string? Reference,
    [property: Required, StringLength(Ticket.MaxTitleLength, MinimumLength = 1)] string Title,
    [property: StringLength(Ticket.MaxTextLength)] string? Description,
    TicketKind? Kind,
    [property: StringLength(20)] string? SchoolUrn,
    Guid? SchoolId,
    [property: StringLength(100)] string? AssetTag,
    [property: StringLength(254)] string? RequesterEmail,
    [property: StringLength(254)] string? AssigneeEmail,
    [property: Required] TicketLevel? Impact,
    [property: Required] TicketLevel? Urgency,
    [property: Required] TicketStatus? Status,
    [property: Required] DateTimeOffset? OpenedAt,
    DateTimeOffset? FirstRespondedAt = null,
    DateTimeOffset? ResolvedAt = null,
    [property: StringLength(Ticket.MaxTextLength)] string? Summary = null);

/// <summary>Up to 500 tickets.</summary>
/// <param name="Tickets">Tickets to import, at most 500.</param>
public sealed record ImportTickets(
    [property: Required, MinLength(1), MaxLength(ImportTicketsEndpoint.MaxTickets)] IReadOnlyList<HistoricalTicket> Tickets);

/// <param name="Row">Position in the request, from 0.</param>
/// <param name="Code">Stable code of the problem.</param>
/// <param name="Message">What is wrong with the row.</param>
public sealed record TicketImportError(int Row, string Code, string Message);

/// <param name="Created">Number of tickets created.</param>
/// <param name="Skipped">Number of tickets skipped because their key exists.</param>
/// <param name="Errors">Rows that were not imported.</param>
public sealed record TicketImportReport(int Created, int Skipped, IReadOnlyList<TicketImportError> Errors);

internal static class ImportTicketsEndpoint
{
    public const int MaxTickets = 500;
    public const long MaxBytes = 4 * 1024 * 1024;

    public static async Task<Results<Ok<TicketImportReport>, ProblemHttpResult>> Handle(
        ImportTickets request, TicketsDb db, CurrentUser user, SchoolCache cache, SlaTargetCache targetCache, TicketNumbers numbers,
        TimeProvider clock, CancellationToken ct)
    {
        var known = await Lookup.LoadAsync(db, request.Tickets, ct);
        var targets = await targetCache.GetAsync(db, ct);
        var (created, skipped, now) = (0, 0, clock.GetUtcNow());
        List<TicketImportError> errors = [];
        for (var row = 0; row < request.Tickets.Count; row++)
        {
            var item = request.Tickets[row];
            if (Validate(item, now) is { } wrong)
            {
                errors.Add(new(row, wrong.Code, wrong.Message));
                continue;
            }
            var schoolId = item.SchoolId ?? known.SchoolOf(item.SchoolUrn);
            if (schoolId is not { } id || !user.Sees(id) || await cache.GetAsync(db, id, ct) is not { Known: true } school)
            {
                errors.Add(new(row, "import.school", "The school is not known, or not one of yours."));
                continue;
            }
            var key = KeyOf(item, id);
            if (!known.Keys.Add(key))
            {
                skipped++;
                continue;
            }
            var ticket = ToTicket(item, key, school, known, user, targets, await numbers.NextAsync(db, ct), now);
            db.Tickets.Add(ticket);
            // Breaches in the past are not published.
            ticket.DequeueNewBreaches();
            db.Publish(new TicketChanged(ticket.ToSnapshot(1), "replayed"));
            created++;
        }
        db.Audit("imported", "ticket", Guid.Empty, new { created, skipped, errors = errors.Count });
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new TicketImportReport(created, skipped, errors));
    }

    private static Ticket ToTicket(HistoricalTicket item, string key, SchoolEntry school, Lookup known, CurrentUser user,
        SlaTargets targets, long number, DateTimeOffset now)
    {
        var asset = known.AssetOf(item.AssetTag, school.Id);
        var requester = known.PersonOf(item.RequesterEmail);
        var assignee = known.PersonOf(item.AssigneeEmail);
        // An asset that is long gone stays readable.
        var description = asset is null && !string.IsNullOrWhiteSpace(item.AssetTag)
            ? $"{item.Description}\n\nAsset: {item.AssetTag}".Trim() : item.Description;
        var draft = new TicketDraft(item.Title, description, school.Id, user.PersonId, user.Name)
        {
            Kind = item.Kind ?? TicketKind.Incident,
            Impact = item.Impact!.Value,
            Urgency = item.Urgency!.Value,
            Channel = TicketChannel.Api,
            AssetId = asset?.Id,
            AssetTag = item.AssetTag,
            Requester = requester is null ? null : new(requester.Id, requester.Name, requester.Email),
            SourceKey = key,
        };
        var past = new HistoricalState(item.Status!.Value, item.OpenedAt!.Value.ToUniversalTime(), item.FirstRespondedAt?.ToUniversalTime(),
            item.ResolvedAt?.ToUniversalTime(), item.Summary, assignee?.Id, assignee?.Name);
        return Ticket.Import(draft, past, number, targets, school.Calendar, school.CalendarVersion, now);
    }

    private static (string Code, string Message)? Validate(HistoricalTicket item, DateTimeOffset now) => item switch
    {
        { Title: var title } when string.IsNullOrWhiteSpace(title) => ("import.title", "The title is empty."),
        { OpenedAt: var opened } when opened > now => ("import.opened_at", "openedAt must not be in the future."),
        { Status: TicketStatus.Resolved or TicketStatus.Closed, ResolvedAt: null } =>
            ("import.resolved_at", "resolvedAt is required for a resolved or closed ticket."),
        { Status: not (TicketStatus.Resolved or TicketStatus.Closed), ResolvedAt: not null } =>
            ("import.status", "resolvedAt is only accepted for a resolved or closed ticket."),
        { ResolvedAt: { } resolved } when resolved < item.OpenedAt
            || resolved > now => ("import.resolved_at", "resolvedAt must not be before openedAt or in the future."),
        { FirstRespondedAt: { } responded } when responded < item.OpenedAt || responded > (item.ResolvedAt ?? now) =>
            ("import.first_responded_at", "firstRespondedAt must not be before openedAt or after resolvedAt."),
        { Status: TicketStatus.WaitingPartner } =>
            ("import.status", "waiting_partner is not accepted: no escalation exists. Import the ticket as open."),
        _ => null,
    };

    internal static string KeyOf(HistoricalTicket item, Guid schoolId) => !string.IsNullOrWhiteSpace(item.Reference)
        ? item.Reference.Trim()
        : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            FormattableString.Invariant(
                $"{schoolId}\n{item.OpenedAt:O}\n{item.Title.Trim()}\n{item.RequesterEmail?.Trim().ToLowerInvariant()}"))));

    /// <summary>What the rows name, read once.</summary>
    private sealed record Lookup(
        IReadOnlyDictionary<string, Guid> Schools, IReadOnlyDictionary<(string, Guid), AssetReplica> Assets,
        IReadOnlyDictionary<string, PersonReplica> People, HashSet<string> Keys)
    {
        public Guid? SchoolOf(string? urn) => urn is not null && Schools.TryGetValue(urn.Trim(), out var id) ? id : null;
        public AssetReplica? AssetOf(string? tag, Guid school) => tag is not null ? Assets.GetValueOrDefault((tag.Trim(), school)) : null;
        public PersonReplica? PersonOf(string? email) =>
            email is not null ? People.GetValueOrDefault(email.Trim().ToLowerInvariant()) : null;

        public static async Task<Lookup> LoadAsync(TicketsDb db, IReadOnlyList<HistoricalTicket> items, CancellationToken ct)
        {
            var urns = items.Where(i => i.SchoolUrn is not null).Select(i => i.SchoolUrn!.Trim()).Distinct().ToList();
            var schools = await db.Schools.AsNoTracking().Where(s => urns.Contains(s.Urn)).Select(s => new { s.Urn, s.Id }).ToListAsync(ct);
            var byUrn = schools.GroupBy(s => s.Urn).ToDictionary(g => g.Key, g => g.First().Id);
            var tags = items.Where(i => i.AssetTag is not null).Select(i => i.AssetTag!.Trim()).Distinct().ToList();
            var assets = await db.Assets.AsNoTracking().Where(a => tags.Contains(a.Tag)).ToListAsync(ct);
            var emails = items.SelectMany(i => new[] { i.RequesterEmail, i.AssigneeEmail }).Where(e => e is not null)
                .Select(e => e!.Trim().ToLowerInvariant()).Distinct().ToList();
            var people = await db.People.AsNoTracking().Where(p => emails.Contains(p.Email)).ToListAsync(ct);
            var keys = items.Where(i => !string.IsNullOrWhiteSpace(i.Title) && i.OpenedAt is not null
                && (i.SchoolId ?? (i.SchoolUrn is { } u && byUrn.TryGetValue(u.Trim(), out var s) ? s : null)) is not null)
                .Select(i => KeyOf(i, i.SchoolId ?? byUrn[i.SchoolUrn!.Trim()])).Distinct().ToList();
            // Keys are unique in the trust, so also those that this caller may not see count.
            var used = await db.Tickets.IgnoreQueryFilters().Where(t => t.SourceKey != null && keys.Contains(t.SourceKey))
                .Select(t => t.SourceKey!).ToListAsync(ct);
            return new(byUrn, assets.DistinctBy(a => (a.Tag, a.SchoolId)).ToDictionary(a => (a.Tag, a.SchoolId)),
                people.DistinctBy(p => p.Email).ToDictionary(p => p.Email), [.. used]);
        }
    }
}
