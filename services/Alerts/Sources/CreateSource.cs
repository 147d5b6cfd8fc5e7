using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Platform.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Alerts.Sources;

public sealed record CreateSource(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name, [property: Required] SourceKind? Kind, Guid? SchoolId = null,
    IReadOnlyList<string>? Identity = null, SourceMapping? Mapping = null);

internal static class CreateSourceEndpoint
{
    public static async Task<Results<Created<SourceView>, ProblemHttpResult>> Handle(
        CreateSource request, AlertsDb db, CurrentUser user, CancellationToken ct)
    {
        var identity = request.Identity ?? [];
        if (SourceRules.Refuses(request.Kind!.Value, identity, request.Mapping) is { } refusal) return refusal;
        if (SourceRules.RefusesSchool(request.SchoolId, user) is { } school) return school;
        var source = new AlertSource
        {
            Name = request.Name.Trim(),
            Kind = request.Kind.Value,
            SchoolId = request.SchoolId,
            Identity = [.. identity],
            Mapping = request.Mapping,
        };
        var token = source.Rotate();
        db.Add(source);
        db.Add(new SourceActivity { SourceId = source.Id });
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/alerts/sources/{source.Id}", SourceView.Of(source, null, token));
    }
}
