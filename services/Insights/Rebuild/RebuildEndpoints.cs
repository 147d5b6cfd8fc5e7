using Mat.Contracts;
using Mat.Insights.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Insights.Rebuild;

internal static class StartRebuildEndpoint
{
    /// <summary>Asks every service for its facts again. While one runs, asking again answers the same run.</summary>
    public static async Task<Accepted<RebuildView>> Handle(InsightsDb db, CurrentUser user, CancellationToken ct)
    {
        var run = await db.Rebuilds.FirstOrDefaultAsync(r => r.Status == RebuildStatus.Running, ct);
        if (run is null)
        {
            run = new RebuildRun { RequestedBy = user.Name };
            db.Add(run);
            db.Publish(new ReplayRequested(run.Id, null));
            await db.SaveChangesAsync(ct);
        }
        return TypedResults.Accepted("/api/insights/rebuild", RebuildView.Of(run));
    }
}

internal static class GetRebuildEndpoint
{
    public static async Task<Results<Ok<RebuildView>, ProblemHttpResult>> Handle(InsightsDb db, CancellationToken ct) =>
        await db.Rebuilds.AsNoTracking().OrderByDescending(r => r.CreatedAt).FirstOrDefaultAsync(ct) is { } run
            ? TypedResults.Ok(RebuildView.Of(run))
            : Problems.NotFound();
}
