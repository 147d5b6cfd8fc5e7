using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Mat.Contracts.Tickets;
using Mat.Platform.Auth;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Imports;

/// <summary>A ticket of a former system.</summary>
/// <param name="Reference">Its key there; a repeat of it is skipped. Made from title, school and time when missing.</param>
public sealed record HistoricalTicket(
    [property: StringLength(100)] string? Reference,
    [property: Required, StringLength(Ticket.TitleLength, MinimumLength = 1)] string Title,
    [property: StringLength(Ticket.TextLength)] string? Description,
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
    [property: StringLength(Ticket.TextLength)] string? Summary = null);

/// <summary>Up to 500 tickets.</summary>
public sealed record ImportTickets([property: Required, MinLength(1), MaxLength(ImportTicketsEndpoint.Max)] IReadOnlyList<HistoricalTicket> Tickets);

/// <param name="Row">Position in the request, from 0.</param>
public sealed record TicketImportError(int Row, string Code, string Message);

public sealed record TicketImportReport(int Created, int Skipped, IReadOnlyList<TicketImportError> Errors);

internal static class ImportTicketsEndpoint
{
    public const int Max = 500;
    public const long MaxBytes = 4 * 1024 * 1024;

    public static async Task<Results<Ok<TicketImportReport>, ProblemHttpResult>> Handle(
        ImportTickets request, TicketsDb db, CurrentUser user, SchoolCache book, SlaTargetCache goals, TicketNumbers numbers, TimeProvider clock, CancellationToken ct)
    {
        var known = await Known.LoadAsync(db, request.Tickets, ct);
        var promises = await goals.GetAsync(db, ct);
        var (created, skipped, now) = (0, 0, clock.GetUtcNow());
        List<TicketImportError> errors = [];
        for (var row = 0; row < request.Tickets.Count; row++)
        {
            var item = request.Tickets[row];
            if (Wrong(item, now) is { } wrong)
            {
                errors.Add(new(row, wrong.Code, wrong.Message));
                continue;
            }
            var schoolId = item.SchoolId ?? known.SchoolOf(item.SchoolUrn);
            if (schoolId is not { } id || !user.Sees(id) || await book.GetAsync(db, id, ct) is not { Known: true } school)
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
            var ticket = Make(item, key, school, known, user, promises, await numbers.NextAsync(db, ct), now);
            db.Tickets.Add(ticket);
            // What it missed it missed long ago: nobody is to be alarmed by it now.
            ticket.TakeNewBreaches();
            db.Publish(new TicketChanged(ticket.ToFacts(1), "replayed"));
            created++;
        }
        db.Audit("imported", "ticket", Guid.Empty, new { created, skipped, errors = errors.Count });
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new TicketImportReport(created, skipped, errors));
    }

    private static Ticket Make(HistoricalTicket item, string key, SchoolEntry school, Known known, CurrentUser user, SlaTargets goals, long number, DateTimeOffset now)
    {
        var asset = known.AssetOf(item.AssetTag, school.Id);
        var requester = known.PersonOf(item.RequesterEmail);
        var assignee = known.PersonOf(item.AssigneeEmail);
        // An asset that is long gone stays readable.
        var description = asset is null && !string.IsNullOrWhiteSpace(item.AssetTag) ? $"{item.Description}\n\nAsset: {item.AssetTag}".Trim() : item.Description;
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
        return Ticket.Import(draft, past, number, goals, school.Calendar, school.CalendarStamp, now);
    }

    private static (string Code, string Message)? Wrong(HistoricalTicket item, DateTimeOffset now) => item switch
    {
        { Title: var title } when string.IsNullOrWhiteSpace(title) => ("import.title", "A ticket needs a title."),
        { OpenedAt: var opened } when opened > now => ("import.opened_at", "openedAt lies in the future."),
        { Status: TicketStatus.Resolved or TicketStatus.Closed, ResolvedAt: null } => ("import.resolved_at", "A resolved or closed ticket says when it was resolved."),
        { Status: not (TicketStatus.Resolved or TicketStatus.Closed), ResolvedAt: not null } => ("import.status", "A ticket with resolvedAt is resolved or closed."),
        { ResolvedAt: { } resolved } when resolved < item.OpenedAt || resolved > now => ("import.resolved_at", "resolvedAt lies before openedAt or in the future."),
        { FirstRespondedAt: { } responded } when responded < item.OpenedAt || responded > (item.ResolvedAt ?? now) =>
            ("import.first_responded_at", "firstRespondedAt lies before openedAt or after the end."),
        { Status: TicketStatus.WaitingPartner } => ("import.status", "Nobody outside was asked by Mat: import it as open."),
        _ => null,
    };

    internal static string KeyOf(HistoricalTicket item, Guid schoolId) => !string.IsNullOrWhiteSpace(item.Reference)
        ? item.Reference.Trim()
        : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            FormattableString.Invariant($"{schoolId}\n{item.OpenedAt:O}\n{item.Title.Trim()}\n{item.RequesterEmail?.Trim().ToLowerInvariant()}"))));

    /// <summary>What the rows name, read once.</summary>
    private sealed record Known(
        IReadOnlyDictionary<string, Guid> Schools, IReadOnlyDictionary<(string, Guid), AssetReplica> Assets, IReadOnlyDictionary<string, PersonReplica> People, HashSet<string> Keys)
    {
        public Guid? SchoolOf(string? urn) => urn is not null && Schools.TryGetValue(urn.Trim(), out var id) ? id : null;
        public AssetReplica? AssetOf(string? tag, Guid school) => tag is not null ? Assets.GetValueOrDefault((tag.Trim(), school)) : null;
        public PersonReplica? PersonOf(string? email) => email is not null ? People.GetValueOrDefault(email.Trim().ToLowerInvariant()) : null;

        public static async Task<Known> LoadAsync(TicketsDb db, IReadOnlyList<HistoricalTicket> items, CancellationToken ct)
        {
            var urns = items.Where(i => i.SchoolUrn is not null).Select(i => i.SchoolUrn!.Trim()).Distinct().ToList();
            var schools = await db.Schools.AsNoTracking().Where(s => urns.Contains(s.Urn)).Select(s => new { s.Urn, s.Id }).ToListAsync(ct);
            var byUrn = schools.GroupBy(s => s.Urn).ToDictionary(g => g.Key, g => g.First().Id);
            var tags = items.Where(i => i.AssetTag is not null).Select(i => i.AssetTag!.Trim()).Distinct().ToList();
            var assets = await db.Assets.AsNoTracking().Where(a => tags.Contains(a.Tag)).ToListAsync(ct);
            var emails = items.SelectMany(i => new[] { i.RequesterEmail, i.AssigneeEmail }).Where(e => e is not null).Select(e => e!.Trim().ToLowerInvariant()).Distinct().ToList();
            var people = await db.People.AsNoTracking().Where(p => emails.Contains(p.Email)).ToListAsync(ct);
            var keys = items.Where(i => !string.IsNullOrWhiteSpace(i.Title) && i.OpenedAt is not null && (i.SchoolId ?? (i.SchoolUrn is { } u && byUrn.TryGetValue(u.Trim(), out var s) ? s : null)) is not null)
                .Select(i => KeyOf(i, i.SchoolId ?? byUrn[i.SchoolUrn!.Trim()])).Distinct().ToList();
            // Keys are unique in the trust, so also those that this caller may not see count.
            var used = await db.Tickets.IgnoreQueryFilters().Where(t => t.SourceKey != null && keys.Contains(t.SourceKey)).Select(t => t.SourceKey!).ToListAsync(ct);
            return new(byUrn, assets.DistinctBy(a => (a.Tag, a.SchoolId)).ToDictionary(a => (a.Tag, a.SchoolId)),
                people.DistinctBy(p => p.Email).ToDictionary(p => p.Email), [.. used]);
        }
    }
}
