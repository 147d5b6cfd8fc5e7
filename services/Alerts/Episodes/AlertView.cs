using Mat.Alerts.Correlation;
using Mat.Alerts.Data;
using Mat.Alerts.Silences;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Episodes;

/// <summary>What tied an alert to its school, or why nothing did.</summary>
public sealed record CorrelationView(CorrelatedBy? By, IReadOnlyList<Candidate> Candidates, string Why);

/// <summary>What keeps an alert from asking for a ticket.</summary>
public sealed record SuppressionView(SuppressionKind Kind, Guid? ById, string? Why, DateTimeOffset? Until);

/// <summary>An alert as it is shown.</summary>
/// <param name="Raw">What the tool sent last, as text; only where one alert is read.</param>
/// <param name="FirstRaw">What the tool sent first, where that is something else.</param>
/// <param name="TimeSuspect">The tool gave a time that could not be believed, so the time of receipt was used.</param>
/// <param name="Muted">What keeps it from asking for a ticket; null for nothing.</param>
/// <param name="StormId">The storm it came in, whose ticket is its ticket.</param>
/// <param name="IsStorm">It stands for a storm: its count is how many different alerts came.</param>
/// <param name="PersonName">Whose account the user is.</param>
/// <param name="FalsePositive">Somebody judged that nothing was wrong.</param>
/// <param name="Flapping">It comes and goes; no further ticket is opened until it settles.</param>
public sealed record AlertView(
    Guid Id, int Version, Guid SourceId, string SourceName, SourceKind SourceKind, string Title, string? Description, Severity Severity,
    AlertStatus Status,
    string? Rule, string? HostName, string? User, string? Ip, Guid? AssetId, string? AssetTag, Guid? SchoolId, string? SchoolName,
    CorrelationView Correlation,
    long Count, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, DateTimeOffset? ResolvedAt, string? ResolvedBy,
    string? AcknowledgedBy, string? Note,
    Guid? TicketId, string? TicketReference, bool TicketRequested, string? RuleName, IReadOnlyList<string> Techniques, bool TimeSuspect,
    bool Flapping,
    string? Raw, string? FirstRaw, DateTimeOffset CreatedAt, SuppressionView? Muted, Guid? StormId, bool IsStorm, Guid? PersonId,
    string? PersonName, bool FalsePositive) : IVersioned
{
    internal static AlertView Of(Alert e, string? schoolName, string? raw = null, string? firstRaw = null) => new(
        e.Id, e.Version, e.SourceId, e.SourceName, e.SourceKind, e.Title, e.Description, e.Severity, e.Status, e.Rule, e.HostName, e.User,
        e.Ip,
        e.AssetId, e.AssetTag, e.SchoolId, schoolName, new(e.CorrelatedBy, e.Candidates, e.Why), e.Count, e.FirstSeenAt, e.LastSeenAt,
        e.ResolvedAt, e.ResolvedBy,
        e.AcknowledgedBy, e.Note, e.TicketId, e.TicketReference, e.TicketRequested, e.RuleName, e.Techniques, e.TimeSuspect, e.Flapping,
        raw, firstRaw, e.CreatedAt,
        e.MutedKind is { } kind ? new(kind, e.MutedById, e.MutedWhy, e.MutedUntil) : null, e.StormId, e.IsStorm, e.PersonId, e.PersonName,
        e.FalsePositive);

    internal static async Task<AlertView> OfAsync(Alert e, AlertsDb db, CancellationToken ct) =>
        Of(e, await db.Schools.Where(s => s.Id == e.SchoolId).Select(s => s.Name).FirstOrDefaultAsync(ct));
}
