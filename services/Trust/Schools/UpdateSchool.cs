using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Schools;

/// <summary>What to change about a school; a member that is absent stays. The URN is the school's identity and never changes.</summary>
public sealed record UpdateSchool : SchoolInput, IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name is not null && string.IsNullOrWhiteSpace(Name))
            yield return new ValidationResult("A school has a name.", [nameof(Name)]);
    }
}

internal static class UpdateSchoolEndpoint
{
    public static async Task<Results<Ok<SchoolView>, ProblemHttpResult>> Handle(
        Guid id, UpdateSchool request, IfMatch ifMatch, TrustDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Schools.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } school)
            return Problems.NotFound();
        if (ifMatch.Validate(school.Version) is { } stale)
            return stale;
        if (request.Apply(school, clock.Today()) is { } refusal)
            return Problems.Unprocessable(refusal.Code, refusal.Detail);
        db.Announce(school);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(SchoolView.Of(school));
    }
}
