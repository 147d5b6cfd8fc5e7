using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Schools;

internal static class GetSchoolEndpoint
{
    public static async Task<Results<Ok<SchoolView>, ProblemHttpResult>> Handle(Guid id, TrustDb db, CancellationToken ct) =>
        await db.Schools.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct) is { } school
            ? TypedResults.Ok(SchoolView.Of(school))
            : Problems.NotFound();
}
