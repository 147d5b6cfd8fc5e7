using Mat.Alerts.Data;
using Mat.Alerts.Sources;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Alerts.Intake;

/// <summary>What became of a request. Everything counted here is on the disk.</summary>
public sealed record IngestResult(int Accepted, int Duplicates, int Rejected, IReadOnlyList<ItemResult> Results);

internal static class IngestAlertsEndpoint
{
    public static async Task<Results<Accepted<IngestResult>, ProblemHttpResult>> Handle(
        Guid sourceId, HttpContext http, AlertsDb db, IngestStore store, IngestLanes lanes, SourceQuotas quotas, TimeProvider clock,
        CancellationToken ct)
    {
        // The token was checked against this very route, so the source is tracked already and costs no query.
        var source = await db.Sources.FindAsync([sourceId], ct);
        if (source is null)
            return Problems.NotFound();
        if (source.Status == SourceStatus.Disabled)
            return Problems.Forbidden("source.disabled", "This source is switched off.");
        if (quotas.Take(source, 1) is { } wait)
            return Problems.TooMany(http, wait);
        if (BodyForms.Of(http.Request.ContentType, source.Kind) is not { } form)
            return Refusals.MediaType(source.Kind);

        var batch = source.Reader().Read(await BodyAsync(http.Request, ct), clock.GetUtcNow(), form);
        if (batch.Refusal is { } refusal)
            return Refusals.Of(refusal);
        if (batch.Items.Count > 1 && quotas.Take(source, batch.Items.Count - 1) is { } longer)
            return Problems.TooMany(http, longer);

        var results = await lanes.StoreAsync(db, store, source.Facts, batch, ct);
        return TypedResults.Accepted((string?)null, new IngestResult(
            results.Count(r => r.Status is ItemStatus.Created or ItemStatus.Updated or ItemStatus.Resolved),
            results.Count(r => r.Status == ItemStatus.Duplicate), results.Count(r => r.Status == ItemStatus.Rejected), results));
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        // With an Idempotency-Key the body was read once already, to be hashed.
        if (request.Body.CanSeek)
            request.Body.Position = 0;
        using var body = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 4096, 0, NormalizedAlertReader.MaxBytes));
        await request.Body.CopyToAsync(body, ct);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
