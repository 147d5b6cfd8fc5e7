using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Sources;

/// <summary>What is null stays as it is.</summary>
/// <param name="WholeTrust">True takes the source away from its school.</param>
public sealed record ChangeSource(
    [property: StringLength(100, MinimumLength = 1)] string? Name = null, SourceStatus? Status = null, Guid? SchoolId = null, bool WholeTrust = false,
    IReadOnlyList<string>? Identity = null, SourceMapping? Mapping = null, IReadOnlyList<string>? Senders = null);

internal static class ChangeSourceEndpoint
{
    public static async Task<Results<Ok<SourceView>, ProblemHttpResult>> Handle(
        Guid id, ChangeSource request, IfMatch ifMatch, AlertsDb db, CurrentUser user, CancellationToken ct)
    {
        var source = await db.Sources.FirstOrDefaultAsync(s => s.Id == id, ct);
        if (source is null) return Problems.NotFound();
        if (ifMatch.Validate(source.Version) is { } stale) return stale;
        var identity = request.Identity ?? source.Identity;
        var mapping = request.Mapping ?? source.Mapping;
        if (SourceRules.Refuses(source.Kind, identity, mapping) is { } refusal) return refusal;
        var school = request.WholeTrust ? null : request.SchoolId ?? source.SchoolId;
        if (SourceRules.RefusesSchool(school, user) is { } other) return other;
        if (await SenderRules.RefusesAsync(db, user, source.Kind, request.Senders, id, ct) is { } senders) return senders;

        source.Name = request.Name?.Trim() ?? source.Name;
        source.Status = request.Status ?? source.Status;
        source.SchoolId = school;
        source.Identity = [.. identity];
        if (request.Mapping is not null) source.Mapping = mapping;
        if (request.Senders is not null) source.Senders = SenderRules.Normal(request.Senders);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(SourceView.Of(source, await db.Activity.AsNoTracking().FirstOrDefaultAsync(a => a.SourceId == id, ct)));
    }
}

internal static class RotateSourceEndpoint
{
    public static async Task<Results<Ok<SourceView>, ProblemHttpResult>> Handle(Guid id, AlertsDb db, CancellationToken ct)
    {
        var source = await db.Sources.FirstOrDefaultAsync(s => s.Id == id, ct);
        if (source is null) return Problems.NotFound();
        var token = source.Rotate();
        await db.SaveChangesAsync(ct);
        var activity = await db.Activity.AsNoTracking().FirstOrDefaultAsync(a => a.SourceId == id, ct);
        return TypedResults.Ok(SourceView.Of(source, activity, token));
    }
}

internal static class DeleteSourceEndpoint
{
    /// <summary>Its alerts stay; its token is dead at once.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(Guid id, AlertsDb db, CancellationToken ct)
    {
        var source = await db.Sources.FirstOrDefaultAsync(s => s.Id == id, ct);
        if (source is null) return Problems.NotFound();
        db.Remove(source);
        if (await db.Activity.FirstOrDefaultAsync(a => a.SourceId == id, ct) is { } activity) db.Remove(activity);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
