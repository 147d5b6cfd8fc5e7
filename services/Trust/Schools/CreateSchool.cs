using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Schools;

/// <summary>A school entered by hand.</summary>
public sealed record CreateSchool : SchoolInput, IValidatableObject
{
    /// <summary>Unique Reference Number, as text.</summary>
    [Required, RegularExpression("^[0-9]{5,8}$", ErrorMessage = "A URN has 5 to 8 digits.")]
    public string? Urn { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return new ValidationResult("The Name field is required.", [nameof(Name)]);
    }
}

internal static class CreateSchoolEndpoint
{
    public static async Task<Results<Created<SchoolView>, ProblemHttpResult>> Handle(
        CreateSchool request, TrustDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        // A new school is in nobody's scope yet.
        if (!user.AllSchools)
            return Problems.Forbidden("auth.trust_wide", "Only who manages the whole trust adds schools.");
        if (await db.Schools.AnyAsync(s => s.Urn == request.Urn, ct))
            return Problems.Conflict("school.urn_taken", $"There is a school with URN {request.Urn} already.");

        var school = School.Register(request.Urn!, request.Name!);
        if (request.Apply(school, clock.Today()) is { } refusal)
            return Problems.Unprocessable(refusal.Code, refusal.Detail);
        db.Schools.Add(school);
        db.Announce(school);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/trust/schools/{school.Id}", SchoolView.Of(school));
    }
}
