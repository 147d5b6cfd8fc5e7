using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.People;

/// <summary>What to change about a person; a member that is absent stays.</summary>
public sealed record UpdatePerson : PatchBody, IValidatableObject
{
    [CannotClear, StringLength(200, MinimumLength = 1)]
    public string? Name { get; init; }

    [CannotClear, EmailAddress, StringLength(254)]
    public string? Email { get; init; }

    [StringLength(100)]
    public string? JobTitle { get; init; }

    [StringLength(40)]
    public string? Phone { get; init; }

    /// <summary>Where the person works; null for the central team.</summary>
    public Guid? SchoolId { get; init; }

    /// <summary>False ends all sessions and API tokens at once.</summary>
    [CannotClear]
    public bool? Active { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name is not null && string.IsNullOrWhiteSpace(Name))
            yield return new ValidationResult("A person has a name.", [nameof(Name)]);
    }
}

internal static class UpdatePersonEndpoint
{
    public static async Task<Results<Ok<PersonView>, ProblemHttpResult>> Handle(
        Guid id, UpdatePerson request, IfMatch ifMatch, TrustDb db, CurrentUser user, CancellationToken ct)
    {
        if (await db.People.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } person)
            return Problems.NotFound();
        if ((ifMatch.Validate(person.Version) ?? PeopleAccess.OutOfReach(user, person)) is { } refusal)
            return refusal;
        if (request.Has(nameof(request.SchoolId)) && request.SchoolId != person.SchoolId
            && await PeopleAccess.RefusesAsync(user, request.SchoolId, db, ct) is { } place)
            return place;
        if (request.Email is { } email && Person.Normalise(email) != person.Email && await IsTakenAsync(db, email, ct))
            return Problems.Conflict("person.email_taken", "Somebody has this e-mail address already.");

        var leaves = person.Active && request.Active == false;
        var last = false;
        await db.InTransactionAsync(async token =>
        {
            last = leaves && person.IsAdmin && await PeopleAccess.IsLastAdminAsync(db, id, token);
            if (last)
                return;
            Change(person, request);
            db.Announce(person);
            if (request.Active is not null)
                db.AnnounceSkills(person);
            if (leaves)
                await db.EndAccessAsync(id, token);
            await db.SaveChangesAsync(token);
        }, ct);
        return last ? PeopleAccess.LastAdmin() : TypedResults.Ok(PersonView.Of(person, await db.LastSignInAsync(id, ct)));
    }

    private static void Change(Person person, UpdatePerson request)
    {
        if (request.Name is { } name)
            person.Rename(name);
        if (request.Email is { } email)
            person.ReachAt(email);
        if (request.Has(nameof(request.JobTitle)))
            person.WorkAs(request.JobTitle);
        if (request.Has(nameof(request.Phone)))
            person.Phone = string.IsNullOrWhiteSpace(request.Phone) ? null : request.Phone.Trim();
        if (request.Has(nameof(request.SchoolId)))
            person.SchoolId = request.SchoolId;
        if (request.Active is { } active)
            person.Activate(active);
    }

    private static Task<bool> IsTakenAsync(TrustDb db, string email, CancellationToken ct)
    {
        var key = Person.Normalise(email);
        return db.People.IgnoreQueryFilters(["school"]).AnyAsync(p => p.Email == key, ct);
    }
}
