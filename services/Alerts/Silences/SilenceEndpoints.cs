using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Silences;

/// <param name="SchoolId">Only alerts of this school; who works for some schools has to name one.</param>
/// <param name="StartsAt">Null begins at once.</param>
/// <param name="EndsAt">At most 90 days ahead, or 400 for closed days.</param>
/// <param name="Reason">Why; everybody reads it beside the alerts.</param>
public sealed record CreateSilence(
    [property: Required] IReadOnlyList<Matcher> Matchers, [property: Required, StringLength(500, MinimumLength = 3)] string Reason,
    [property: Required] DateTimeOffset? EndsAt,
    DateTimeOffset? StartsAt = null, SilenceKind Kind = SilenceKind.Silence, SilenceTimes Times = SilenceTimes.Always,
    Guid? SchoolId = null);

/// <summary>What to change about a silence.</summary>
public sealed record ChangeSilence : PatchBody
{
    /// <summary>Which alerts it suppresses; null or none for all, which only a maintenance window may have.</summary>
    public IReadOnlyList<Matcher>? Matchers { get; init; }

    /// <summary>Why, for people.</summary>
    [CannotClear, StringLength(500, MinimumLength = 3)]
    public string? Reason { get; init; }

    /// <summary>When it ends.</summary>
    [CannotClear]
    public DateTimeOffset? EndsAt { get; init; }
}

/// <param name="State">pending, active, over.</param>
/// <param name="Muting">How many open alerts it keeps quiet now.</param>
public sealed record SilenceView(
    Guid Id, int Version, SilenceKind Kind, SilenceTimes Times, Guid? SchoolId, IReadOnlyList<Matcher> Matchers, string Reason,
    string CreatedBy,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? EndedBy, string State, int Muting, DateTimeOffset CreatedAt) : IVersioned
{
    internal static SilenceView Of(Silence s, DateTimeOffset now, int muting = 0) => new(
        s.Id, s.Version, s.Kind, s.Times, s.SchoolId, s.Matchers, s.Reason, s.CreatedBy, s.StartsAt, s.EndsAt, s.EndedBy,
        now < s.StartsAt ? "pending" : now < s.EndsAt ? "active" : "over", muting, s.CreatedAt);
}

internal static class SilenceRules
{
    public static ProblemHttpResult? Refuses(IReadOnlyList<Matcher>? matchers, SilenceTimes times, DateTimeOffset starts,
        DateTimeOffset ends, DateTimeOffset now, bool required)
    {
        var errors = CompiledMatchers.Wrong(matchers, "matchers", required);
        var most = times == SilenceTimes.ClosedDays ? 400 : 90;
        if (ends <= starts || ends <= now)
            errors["endsAt"] = ["It ends after it begins, and after now."];
        else if (ends > now.AddDays(most))
            errors["endsAt"] = [$"At most {most} days ahead, so that nothing is forgotten."];
        return errors.Count == 0 ? null : Problems.Unprocessable("silence.invalid", "The silence cannot be kept like this.", errors);
    }

    public static ProblemHttpResult? RefusesSchool(Guid? schoolId, CurrentUser user) =>
        schoolId is { } id ? user.Sees(id) ? null : Problems.Unprocessable("school.unknown", "That school is not one of yours.")
        : user.AllSchools ? null : Problems.Unprocessable("school.required", "Name the school whose alerts should be quiet.");
}

internal static class ListSilencesEndpoint
{
    private static readonly SortKeys<Silence> Keys = new SortKeys<Silence>().Add("endsAt", s => s.EndsAt).Add("createdAt", s => s.CreatedAt)
        .Default("-endsAt");

    /// <param name="state">active (with what is pending) or over; everything when not said.</param>
    public static async Task<Results<Ok<Page<SilenceView>>, ProblemHttpResult>> Handle(
        string? state, [AsParameters] PageQuery page, AlertsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (state is not (null or "active" or "over"))
            return Problems.BadRequest("state.unknown", "state is active or over.");
        var now = clock.GetUtcNow();
        var query = db.Silences.AsQueryable();
        if (state is not null)
            query = state == "active" ? query.Where(s => s.EndsAt > now) : query.Where(s => s.EndsAt <= now);
        var (rows, next) = await query.ToRowsAsync(page, Keys, ct);
        var ids = rows.Select(r => (Guid?)r.Id).ToList();
        var muting = await db.Episodes.Where(e => ids.Contains(e.MutedById) && e.Status != AlertStatus.Resolved).GroupBy(e => e.MutedById)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Count, ct);
        return TypedResults.Ok(new Page<SilenceView>([.. rows.Select(r => SilenceView.Of(r, now, muting.GetValueOrDefault(r.Id)))], next));
    }
}

internal static class CreateSilenceEndpoint
{
    private const int Max = 1000;

    public static async Task<Results<Created<SilenceView>, ProblemHttpResult>> Handle(
        CreateSilence request, AlertsDb db, SilenceApplier muting, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var starts = request.StartsAt is { } given && given > now ? given : now;
        if (SilenceRules.RefusesSchool(request.SchoolId, user) is { } school)
            return school;
        if (SilenceRules.Refuses(request.Matchers, request.Times, starts, request.EndsAt!.Value, now,
            required: request.Times == SilenceTimes.Always) is { } refusal)
            return refusal;
        if (await db.Silences.IgnoreQueryFilters().CountAsync(s => s.EndsAt > now, ct) >= Max)
            return Problems.Conflict("silence.most", $"There are {Max} silences already.");
        var silence = new Silence
        {
            Kind = request.Kind,
            Times = request.Times,
            SchoolId = request.SchoolId,
            Matchers = request.Matchers,
            Reason = request.Reason.Trim(),
            CreatedById = user.PersonId,
            CreatedBy = user.Name,
            StartsAt = starts,
            EndsAt = request.EndsAt.Value.ToUniversalTime(),
        };
        db.Add(silence);
        await db.SaveChangesAsync(ct);
        var marked = await muting.MarkAsync(silence, ct);
        return TypedResults.Created($"/api/alerts/silences/{silence.Id}", SilenceView.Of(silence, now, marked));
    }
}

internal static class GetSilenceEndpoint
{
    public static async Task<Results<Ok<SilenceView>, ProblemHttpResult>> Handle(Guid id, AlertsDb db, TimeProvider clock,
        CancellationToken ct) =>
        await db.Silences.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct) is { } silence
            ? TypedResults.Ok(SilenceView.Of(silence, clock.GetUtcNow(),
                await db.Episodes.CountAsync(e => e.MutedById == id && e.Status != AlertStatus.Resolved, ct)))
            : Problems.NotFound();
}

internal static class ChangeSilenceEndpoint
{
    public static async Task<Results<Ok<SilenceView>, ProblemHttpResult>> Handle(
        Guid id, ChangeSilence request, IfMatch ifMatch, AlertsDb db, SilenceApplier muting, CurrentUser user, TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var silence = await db.Silences.FirstOrDefaultAsync(s => s.Id == id, ct);
        if (silence is null)
            return Problems.NotFound();
        if (ifMatch.Validate(silence.Version) is { } stale)
            return stale;
        if (silence.EndsAt <= now)
            return Problems.Conflict("silence.over", "It is over; make a new one.");
        var ends = request.EndsAt?.ToUniversalTime() ?? silence.EndsAt;
        if (SilenceRules.Refuses(request.Or(request.Matchers, silence.Matchers) ?? [], silence.Times, silence.StartsAt, ends, now,
            required: silence.Times == SilenceTimes.Always) is { } refusal)
            return refusal;
        silence.Matchers = request.Or(request.Matchers, silence.Matchers) ?? [];
        silence.Reason = request.Reason?.Trim() ?? silence.Reason;
        silence.EndsAt = ends;
        await db.SaveChangesAsync(ct);
        await muting.LookAgainAsync(id, ct);
        return TypedResults.Ok(SilenceView.Of(silence, now, await muting.MarkAsync(silence, ct)));
    }
}

internal static class EndSilenceEndpoint
{
    public static async Task<Results<Ok<SilenceView>, ProblemHttpResult>> Handle(
        Guid id, AlertsDb db, SilenceApplier muting, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var silence = await db.Silences.FirstOrDefaultAsync(s => s.Id == id, ct);
        if (silence is null)
            return Problems.NotFound();
        if (silence.EndsAt <= now)
            return Problems.Conflict("silence.over", "It is over already.");
        silence.EndsAt = now;
        if (silence.StartsAt > now)
            silence.StartsAt = now;
        silence.EndedBy = user.Name;
        await db.SaveChangesAsync(ct);
        await muting.LookAgainAsync(id, ct);
        return TypedResults.Ok(SilenceView.Of(silence, now));
    }
}
