using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Mat.Trust.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.People;

/// <param name="Password">Left out, Mat makes a one-time password and answers it once.</param>
public sealed record CreatePerson(
    [property: Required, StringLength(200, MinimumLength = 1)] string Name,
    [property: Required, EmailAddress, StringLength(254)] string Email,
    [property: StringLength(100)] string? JobTitle,
    [property: StringLength(40)] string? Phone,
    Guid? SchoolId,
    [property: NoNulls, MaxLength(20)] IReadOnlyList<GrantView>? Grants,
    [property: StringLength(200)] string? Password);

internal static class CreatePersonEndpoint
{
    public static async Task<Results<Created<PersonView>, ProblemHttpResult>> Handle(
        CreatePerson request, TrustDb db, CurrentUser user, Passwords passwords, CancellationToken ct)
    {
        var grants = GrantRules.Tidy((request.Grants ?? []).Select(g => g.ToGrant()));
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problems.Unprocessable("person.name", "A person has a name.");
        if (await PeopleAccess.RefusesAsync(user, request.SchoolId, db, ct) is { } place)
            return place;
        if (await PeopleAccess.RefusesAsync(user, grants, db, ct) is { } refusal)
            return refusal;
        var person = new Person(request.Name, request.Email, grants) { SchoolId = request.SchoolId, Phone = request.Phone?.Trim() };
        person.WorkAs(request.JobTitle);
        if (request.Password is { } chosen && PasswordRules.Check(chosen, person.Email) is { } weak)
            return Problems.Unprocessable(weak.Code, weak.Detail);
        if (await db.People.IgnoreQueryFilters(["school"]).AnyAsync(p => p.Email == person.Email, ct))
            return Problems.Conflict("person.email_taken", "Somebody has this e-mail address already.");

        var oneTime = request.Password is null ? Passwords.NewOneTime() : null;
        db.People.Add(person);
        db.Accounts.Add(new Account(person.Id)
        {
            PasswordHash = passwords.Hash(request.Password ?? oneTime!),
            MustChange = oneTime is not null
        });
        db.Announce(person);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/trust/people/{person.Id}", PersonView.Of(person, null) with { OneTimePassword = oneTime });
    }
}
