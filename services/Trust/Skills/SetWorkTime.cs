using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Calendars;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Skills;

/// <summary>Days on which a person is away, both ends included. Why is nobody's business here.</summary>
public sealed record AbsenceView([property: Required] DateOnly? From, [property: Required] DateOnly? To)
{
    internal static AbsenceView Of(Absence absence) => new(absence.From, absence.To);
}

/// <summary>When the person is at work, in place of what is there.</summary>
/// <param name="Hours">Local time; null: whenever the school is at work.</param>
public sealed record SetWorkTime(
    [property: NoNulls, MaxLength(SchoolCalendar.MaxOpenings)] IReadOnlyList<OpeningView>? Hours,
    [property: Required, NoNulls, MaxLength(SetWorkTime.MaxAbsences)] IReadOnlyList<AbsenceView> Absences)
{
    internal const int MaxAbsences = 100;
}

internal static class SetWorkTimeEndpoint
{
    public static async Task<Results<Ok<PersonView>, ProblemHttpResult>> Handle(
        Guid id, SetWorkTime request, IfMatch ifMatch, TrustDb db, CurrentUser user, CancellationToken ct)
    {
        if (await db.People.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } person)
            return Problems.NotFound();
        if ((ifMatch.Validate(person.Version) ?? PeopleAccess.OutOfReach(user, person)) is { } refusal)
            return refusal;
        // A person's week and absences keep the rules of a school's week and closed days.
        var wanted = new CalendarSnapshot(
            CalendarSnapshot.Default.TimeZone,
            request.Hours is { } hours ? [.. hours.Select(h => h.ToHours())] : CalendarSnapshot.Default.Weekly,
            [.. request.Absences.Select(a => new ClosedDays(a.From!.Value, a.To!.Value, "An absence"))]);
        if (SchoolCalendar.Check(wanted, out var week) is { } broken)
            return Problems.Unprocessable(broken.Code, broken.Detail);
        person.Hours = request.Hours is null ? null : [.. week.Weekly];
        person.Absences = [.. week.Closed.Select(c => new Absence(c.From, c.To))];
        db.AnnounceSkills(person);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PersonView.Of(person, await db.LastSignInAsync(id, ct)));
    }
}
