using System.ComponentModel.DataAnnotations;
using Mat.Cases.Data;
using Mat.Cases.Obligations;
using Mat.Cases.Records;
using Mat.Cases.Replicas;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Handling;

/// <param name="Title">Seen at every school that the case touches, so it names no school and no person.</param>
/// <param name="Severity">Null: the worst of the alerts, or medium.</param>
/// <param name="SchoolIds">Schools that it touches, besides those of the alerts.</param>
/// <param name="OccurredAt">When it began; null: when the first of the alerts was seen.</param>
/// <param name="DetectedAt">When the trust first heard of it; null: now, or when the first of the alerts came.</param>
/// <param name="Facts">What is known from the start besides what the type says; a closed school is stated afterwards, with the
/// school.</param>
public sealed record OpenCase(
    [property: Required, StringLength(200, MinimumLength = 3)] string Title, CaseType Type,
    [property: StringLength(4000)] string? Summary = null, Severity? Severity = null,
    [property: MaxLength(Case.MaxSchools)] IReadOnlyList<Guid>? SchoolIds = null,
    [property: MaxLength(100)] IReadOnlyList<Guid>? AlertIds = null,
    DateTimeOffset? OccurredAt = null, DateTimeOffset? DetectedAt = null, [property: MaxLength(20)] IReadOnlyList<FactKind>? Facts = null);

internal static class OpenCaseEndpoint
{
    public static async Task<Results<Created<CaseView>, ProblemHttpResult>> Handle(OpenCase request, CaseCommands desk,
        CancellationToken ct)
    {
        var schools = (request.SchoolIds ?? []).ToHashSet();
        if (request.Facts?.Contains(FactKind.SchoolClosed) == true)
            return Problems.Unprocessable("fact.school", "State a closed school once the case is open, with the school.");
        if (await CaseRules.RefusesAsync(desk, schools, request.OccurredAt, request.DetectedAt, ct) is { } refusal)
            return refusal;
        Case? @case = null;
        ProblemHttpResult? taken = null;
        await desk.Db.InTransactionAsync(async token =>
        {
            (var alerts, taken) = await CaseRules.FreeAlertsAsync(desk.Db, request.AlertIds ?? [], token);
            // A case of nobody's school would be out of sight for whoever opens it.
            if (taken is null && !desk.User.AllSchools && schools.Count == 0 && alerts.All(a => a.SchoolId is null))
                taken = Problems.Unprocessable("case.school", "Say which of your schools it touches.");
            if (taken is not null)
                return;
            var severity = request.Severity ?? (alerts.Count == 0 ? Severity.Medium : alerts.Max(a => a.Severity));
            @case = await desk.Book.OpenAsync(
                new(request.Title.Trim(), request.Summary, request.Type, severity, schools, alerts, desk.User.Name, request.OccurredAt,
                    request.DetectedAt, request.Facts), token);
            await desk.Db.SaveChangesAsync(token);
        }, ct);
        return taken is not null ? taken : TypedResults.Created($"/api/cases/{@case!.Id}", await desk.ViewAsync(@case, ct));
    }
}

internal static class CaseRules
{
    public static async Task<ProblemHttpResult?> RefusesAsync(
        CaseCommands desk, IReadOnlySet<Guid> schools, DateTimeOffset? occurred, DateTimeOffset? detected, CancellationToken ct)
    {
        if (schools.Any(s => !desk.User.Sees(s)) || await desk.Db.Schools.CountAsync(s => schools.Contains(s.Id), ct) != schools.Count)
            return Problems.Unprocessable("school.unknown", "Not every one of these schools is one of yours.");
        if (occurred > desk.Now.AddMinutes(5) || detected > desk.Now.AddMinutes(5))
            return Problems.Unprocessable("case.future", "That time is yet to come.");
        return occurred?.Year < 2000 || detected?.Year < 2000 ? Problems.Unprocessable("case.past", "That time is too long ago.") : null;
    }

    /// <summary>The alerts, each of which the caller sees and no case has.</summary>
    public static async Task<(IReadOnlyList<AlertReplica> Alerts, ProblemHttpResult? Problem)> FreeAlertsAsync(CasesDb db,
        IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var wanted = ids.ToHashSet();
        if (wanted.Count == 0)
            return ([], null);
        var alerts = await db.Alerts.AsNoTracking().Where(e => wanted.Contains(e.Id)).OrderBy(e => e.FirstSeenAt).ToListAsync(ct);
        if (alerts.Count != wanted.Count)
            return ([], Problems.Unprocessable("alert.unknown", "Not every one of these alerts is one of yours."));
        return await db.CaseAlerts.AnyAsync(l => wanted.Contains(l.AlertId), ct)
            ? ([], Problems.Conflict("alert.in_case", "One of these alerts is in another case; take it out there, or merge the cases."))
            : (alerts, null);
    }
}
