using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Schools;

/// <summary>Which schools.</summary>
public sealed class SchoolFilter
{
    /// <summary>snake_case phase.</summary>
    public string? Phase { get; init; }

    /// <summary>snake_case status.</summary>
    public string? Status { get; init; }
}

internal static class ListSchoolsEndpoint
{
    private static readonly SortKeys<School> Keys = new SortKeys<School>()
        .Add("name", s => s.SortName).Add("urn", s => s.Urn).Add("createdAt", s => s.CreatedAt).Default("name");

    public static async Task<Results<Ok<Page<SchoolView>>, ProblemHttpResult>> Handle(
        [AsParameters] PageQuery page, [AsParameters] SchoolFilter filter, TrustDb db, CancellationToken ct)
    {
        var schools = db.Schools.AsQueryable();
        if (filter.Phase is { } phaseName)
        {
            if (!WireEnum<SchoolPhase>.TryParse(phaseName, out var phase))
                return Problems.BadRequest("filter.phase", "There is no such phase.");
            schools = schools.Where(s => s.Phase == phase);
        }
        if (filter.Status is { } statusName)
        {
            if (!WireEnum<SchoolStatus>.TryParse(statusName, out var status))
                return Problems.BadRequest("filter.status", "There is no such status.");
            schools = schools.Where(s => s.Status == status);
        }
        if (!string.IsNullOrWhiteSpace(page.Q))
        {
            var pattern = Like.Contains(page.Q);
            schools = schools.Where(s => EF.Functions.Like(s.SearchText, pattern, Like.Escape));
        }
        return await schools.ToPageAsync(page, Keys, SchoolView.Of, ct);
    }
}
