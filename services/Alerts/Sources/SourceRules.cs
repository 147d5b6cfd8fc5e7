using Mat.Alerts.Intake;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Alerts.Sources;

/// <summary>What a source must be before it may post.</summary>
internal static class SourceRules
{
    private const int MaxPointers = 16;

    /// <summary>A generic source without declared identity would make one alert of everything, or never group anything.</summary>
    public static ProblemHttpResult? Refuses(SourceKind kind, IReadOnlyList<string> identity, SourceMapping? mapping)
    {
        var errors = new Dictionary<string, string[]>();
        if (kind == SourceKind.Generic && identity.Count == 0)
            errors["identity"] = ["A generic source says by JSON pointers what identifies its alerts."];
        else if (identity.Count > MaxPointers || identity.Any(p => !JsonPointer.IsValid(p)))
            errors["identity"] = [$"At most {MaxPointers} JSON pointers, each like /host/name."];
        if (!kind.IsMapped() && mapping is not null)
            errors["mapping"] = ["Only a generic source and one of CloudEvents have a mapping."];
        if (kind == SourceKind.CloudEvents && mapping?.Items is not null)
            errors["mapping.items"] = ["CloudEvents say themselves where their items are."];
        foreach (var (member, pointer) in mapping?.Broken() ?? [])
            errors[$"mapping.{member}"] = [$"'{pointer}' is no JSON pointer."];
        if (mapping is { Severities.Count: > 50 } or { ResolvedValues.Count: > 50 })
            errors["mapping"] = ["At most 50 values."];
        return errors.Count == 0 ? null : Problems.Unprocessable("source.mapping", "The source cannot be read like this.", errors);
    }

    /// <summary>Only who sees the whole trust may have a source without a school, and nobody one of another's school.</summary>
    public static ProblemHttpResult? RefusesSchool(Guid? schoolId, CurrentUser user) =>
        schoolId is { } id ? user.Sees(id) ? null : Problems.Unprocessable("school.unknown", "That school is not one of yours.")
        : user.AllSchools ? null : Problems.Unprocessable("school.required", "Name the school that the source belongs to.");
}
