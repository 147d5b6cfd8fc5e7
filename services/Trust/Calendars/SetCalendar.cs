using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Trust;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Calendars;

/// <summary>The whole calendar, in place of the one that is there.</summary>
/// <param name="Version">Taken and not looked at, so that what was read can be sent back; If-Match decides.</param>
/// <param name="TimeZone">IANA name; Europe/London when left out.</param>
public sealed record SetCalendar(
    int? Version,
    [property: StringLength(60)] string? TimeZone,
    [property: Required, NoNulls, MaxLength(SchoolCalendar.MaxOpenings)] IReadOnlyList<OpeningView> Weekly,
    [property: NoNulls, MaxLength(SchoolCalendar.MaxClosed)] IReadOnlyList<ClosedView>? Closed);

internal static class SetCalendarEndpoint
{
    public static async Task<Results<Ok<CalendarView>, ProblemHttpResult>> Handle(
        Guid id, SetCalendar request, IfMatch ifMatch, TrustDb db, CancellationToken ct)
    {
        if (await db.Schools.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } school)
            return Problems.NotFound();
        if (ifMatch.Validate(school.Version) is { } stale)
            return stale;
        var wanted = new CalendarSnapshot(
            string.IsNullOrWhiteSpace(request.TimeZone) ? CalendarSnapshot.Default.TimeZone : request.TimeZone.Trim(),
            [.. request.Weekly.Select(w => w.ToHours())], [.. (request.Closed ?? []).Select(c => c.ToDays())]);
        if (SchoolCalendar.Check(wanted, out var calendar) is { } refusal)
            return Problems.Unprocessable(refusal.Code, refusal.Detail);
        school.Calendar = calendar;
        db.Announce(school);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CalendarView.Of(school));
    }
}
