using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Calendars;

internal static class GetCalendarEndpoint
{
    public static async Task<Results<Ok<CalendarView>, ProblemHttpResult>> Handle(Guid id, TrustDb db, CancellationToken ct) =>
        await db.Schools.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct) is { } school
            ? TypedResults.Ok(CalendarView.Of(school))
            : Problems.NotFound();
}
