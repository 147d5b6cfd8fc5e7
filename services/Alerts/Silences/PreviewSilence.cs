using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Silences;

public sealed record PreviewSilence([property: Required] IReadOnlyList<Matcher> Matchers, Guid? SchoolId = null);

/// <param name="Count">Of the newest 2000 open alerts that could fit.</param>
/// <param name="Sample">The newest ten.</param>
public sealed record SilencePreview(int Count, IReadOnlyList<AlertView> Sample);

internal static class PreviewSilenceEndpoint
{
    public static async Task<Results<Ok<SilencePreview>, ProblemHttpResult>> Handle(PreviewSilence request, AlertsDb db,
        SilenceApplier muting, CurrentUser user, CancellationToken ct)
    {
        if (SilenceRules.RefusesSchool(request.SchoolId, user) is { } school)
            return school;
        var errors = CompiledMatchers.Wrong(request.Matchers, "matchers", required: true);
        if (errors.Count > 0)
            return Problems.Unprocessable("silence.invalid", "The silence cannot be kept like this.", errors);
        var fitting = await muting.FittingAsync(new Silence { Matchers = request.Matchers, SchoolId = request.SchoolId }, ct);
        var schools = await db.Schools.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        return TypedResults.Ok(new SilencePreview(fitting.Count,
            [.. fitting.Take(10).Select(e => AlertView.Of(e, e.SchoolId is { } id ? schools.GetValueOrDefault(id) : null))]));
    }
}
