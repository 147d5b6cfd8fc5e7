using Mat.Alerts.Data;
using Mat.Alerts.Intake;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Sources;

internal static class ListSourcesEndpoint
{
    private static readonly SortKeys<AlertSource> Keys = new SortKeys<AlertSource>()
        .Add("name", s => s.Name).Add("createdAt", s => s.CreatedAt).Default("name");

    public static async Task<Ok<Page<SourceView>>> Handle([AsParameters] PageQuery page, AlertsDb db, ActivityBuffer counts,
        CancellationToken ct)
    {
        var (rows, next) = await db.Sources.ToRowsAsync(page, Keys, ct);
        await counts.WriteAsync(db, ct);
        var ids = rows.Select(r => r.Id).ToList();
        var activity = await db.Activity.AsNoTracking().Where(a => ids.Contains(a.SourceId)).ToDictionaryAsync(a => a.SourceId, ct);
        return TypedResults.Ok(new Page<SourceView>([.. rows.Select(r => SourceView.Of(r, activity.GetValueOrDefault(r.Id)))], next));
    }
}

internal static class GetSourceEndpoint
{
    public static async Task<Results<Ok<SourceView>, ProblemHttpResult>> Handle(Guid id, AlertsDb db, ActivityBuffer counts,
        CancellationToken ct)
    {
        await counts.WriteAsync(db, ct);
        var source = await db.Sources.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct);
        if (source is null)
            return Problems.NotFound();
        return TypedResults.Ok(SourceView.Of(source, await db.Activity.AsNoTracking().FirstOrDefaultAsync(a => a.SourceId == id, ct)));
    }
}
