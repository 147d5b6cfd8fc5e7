using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Sources;

/// <summary>What to change about a source.</summary>
public sealed record ChangeSource : PatchBody
{
    /// <summary>The name that people see.</summary>
    [CannotClear, StringLength(100, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Whether it may send.</summary>
    [CannotClear]
    public SourceStatus? Status { get; init; }

    /// <summary>The school it belongs to; null for the whole trust.</summary>
    public Guid? SchoolId { get; init; }

    /// <summary>JSON pointers to what identifies an alert of a generic source; null for none.</summary>
    public IReadOnlyList<string>? Identity { get; init; }

    /// <summary>Where a generic source has its members; null for none.</summary>
    public SourceMapping? Mapping { get; init; }

    /// <summary>Addresses and certificates that may send by syslog; null for none.</summary>
    public IReadOnlyList<string>? Senders { get; init; }
}

internal static class ChangeSourceEndpoint
{
    public static async Task<Results<Ok<SourceView>, ProblemHttpResult>> Handle(
        Guid id, ChangeSource request, IfMatch ifMatch, AlertsDb db, CurrentUser user, CancellationToken ct)
    {
        var source = await db.Sources.FirstOrDefaultAsync(s => s.Id == id, ct);
        if (source is null)
            return Problems.NotFound();
        if (ifMatch.Validate(source.Version) is { } stale)
            return stale;
        var identity = request.Or(request.Identity, source.Identity) ?? [];
        var mapping = request.Or(request.Mapping, source.Mapping);
        if (SourceRules.Refuses(source.Kind, identity, mapping) is { } refusal)
            return refusal;
        var school = request.Or(request.SchoolId, source.SchoolId);
        if (SourceRules.RefusesSchool(school, user) is { } other)
            return other;
        if (await SenderRules.RefusesAsync(db, user, source.Kind, request.Senders, id, ct) is { } senders)
            return senders;

        source.Name = request.Name?.Trim() ?? source.Name;
        source.Status = request.Status ?? source.Status;
        source.SchoolId = school;
        source.Identity = [.. identity];
        if (request.Has(nameof(request.Mapping)))
            source.Mapping = mapping;
        if (request.Has(nameof(request.Senders)))
            source.Senders = SenderRules.Normal(request.Senders ?? []);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(SourceView.Of(source, await db.Activity.AsNoTracking().FirstOrDefaultAsync(a => a.SourceId == id, ct)));
    }
}

internal static class RotateSourceEndpoint
{
    public static async Task<Results<Ok<SourceView>, ProblemHttpResult>> Handle(Guid id, AlertsDb db, CancellationToken ct)
    {
        var source = await db.Sources.FirstOrDefaultAsync(s => s.Id == id, ct);
        if (source is null)
            return Problems.NotFound();
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
        if (source is null)
            return Problems.NotFound();
        db.Remove(source);
        if (await db.Activity.FirstOrDefaultAsync(a => a.SourceId == id, ct) is { } activity)
            db.Remove(activity);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
