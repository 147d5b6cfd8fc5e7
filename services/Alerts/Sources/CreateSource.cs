using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Platform.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Alerts.Sources;

/// <param name="Senders">
/// Whose syslog over TCP or TLS it takes: networks (10.20.0.0/16, 10.20.0.7) and client certificates (sha-256: and the fingerprint). Only
/// of
/// kind syslog, and only by who sees the whole trust.
/// </param>
public sealed record CreateSource(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name, [property: Required] SourceKind? Kind, Guid? SchoolId = null,
    IReadOnlyList<string>? Identity = null, SourceMapping? Mapping = null, IReadOnlyList<string>? Senders = null);

internal static class CreateSourceEndpoint
{
    public static async Task<Results<Created<SourceView>, ProblemHttpResult>> Handle(
        CreateSource request, AlertsDb db, CurrentUser user, CancellationToken ct)
    {
        var identity = request.Identity ?? [];
        if (SourceRules.Refuses(request.Kind!.Value, identity, request.Mapping) is { } refusal)
            return refusal;
        if (SourceRules.RefusesSchool(request.SchoolId, user) is { } school)
            return school;
        if (await SenderRules.RefusesAsync(db, user, request.Kind.Value, request.Senders, null, ct) is { } senders)
            return senders;
        var source = new AlertSource
        {
            Name = request.Name.Trim(),
            Kind = request.Kind.Value,
            SchoolId = request.SchoolId,
            Identity = [.. identity],
            Mapping = request.Mapping,
            Senders = SenderRules.Normal(request.Senders),
        };
        var token = source.Rotate();
        db.Add(source);
        db.Add(new SourceActivity { SourceId = source.Id });
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/alerts/sources/{source.Id}", SourceView.Of(source, null, token));
    }
}
