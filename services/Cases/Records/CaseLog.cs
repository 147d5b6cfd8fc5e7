using Mat.Cases.Data;
using Mat.Platform.Auth;

namespace Mat.Cases.Records;

/// <summary>Writes the timelines of cases; with the change that it tells of, in one save.</summary>
internal sealed class CaseLog(CasesDb db, CurrentUser user, TimeProvider clock)
{
    /// <param name="schoolId">The school whose people may read it although the case touches other schools too.</param>
    public void Write(Case @case, CaseEntryKind kind, string text, Guid? schoolId = null) => db.Add(new CaseEntry
    {
        CaseId = @case.Id,
        At = clock.GetUtcNow(),
        Kind = kind,
        ActorId = user.PersonId == Guid.Empty ? null : user.PersonId,
        ActorName = user.Name,
        SchoolId = schoolId,
        Text = text.Length <= 4000 ? text : text[..4000],
    });
}
