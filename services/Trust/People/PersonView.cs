using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Mat.Contracts.Trust;
using Mat.Platform.Http;
using Mat.Trust.Calendars;
using Mat.Trust.Skills;

namespace Mat.Trust.People;

/// <summary>A role for the whole trust (schools null) or for some schools.</summary>
public sealed record GrantView(
    [property: Required, AllowedValues("staff", "school_lead", "technician", "manager", "executive", "admin")] string Role,
    [property: MaxLength(200)] IReadOnlyList<Guid>? Schools)
{
    internal static IReadOnlyList<GrantView> Of(IEnumerable<Grant> grants) => [.. grants.Select(g => new GrantView(g.Role, g.Schools))];

    internal Grant ToGrant() => new(Role, Schools);
}

/// <summary>A person as the API shows them.</summary>
/// <param name="Hours">Own working hours, local time; null: whenever the school is at work.</param>
public sealed record PersonView(
    Guid Id, int Version, string Name, string Email, string? JobTitle, string? Phone, Guid? SchoolId, bool Active,
    IReadOnlyList<GrantView> Grants, IReadOnlyList<SkillView> Skills, IReadOnlyList<OpeningView>? Hours,
    IReadOnlyList<AbsenceView> Absences,
    DateTimeOffset? LastSignInAt, DateTimeOffset CreatedAt) : IVersioned
{
    /// <summary>Only in the answer that made it: the password for the first sign-in, to be changed there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OneTimePassword { get; init; }

    internal static PersonView Of(Person p, DateTimeOffset? lastSignInAt) => new(
        p.Id, p.Version, p.Name, p.Email, p.JobTitle, p.Phone, p.SchoolId, p.Active, GrantView.Of(p.Grants),
        [.. p.Skills.Select(SkillView.Of)], p.Hours is { } hours ? [.. hours.Select(OpeningView.Of)] : null,
        [.. p.Absences.Select(AbsenceView.Of)], lastSignInAt, p.CreatedAt);
}
