using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Cases;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using DutiesResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Mat.Alerts.Duties.CaseDutiesView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Mat.Alerts.Duties;

public sealed record CaseFactView(Guid Id, FactKind Kind, string Words, Guid? SchoolId, DateTimeOffset At, string StatedBy, DateTimeOffset? WithdrawnAt, string? WithdrawnBy, string? WithdrawnWhy)
{
    internal static CaseFactView Of(CaseFact f) => new(f.Id, f.Kind, DutyCatalogue.Words(f.Kind), f.SchoolId, f.At, f.StatedBy, f.WithdrawnAt, f.WithdrawnBy, f.WithdrawnWhy);
}

/// <param name="Statutory">The time is the law's; else the source only says promptly, and the time is Mat's.</param>
/// <param name="Reference">What the other side gave (done), or why it is not needed.</param>
public sealed record DutyView(
    Guid CaseId, DutyKind Kind, string Name, string Source, string How, bool Statutory, DutyState State, DateTimeOffset StartedAt, DateTimeOffset DueAt,
    IReadOnlyList<string> Because, string? Reference, DateTimeOffset? DoneAt, string? AnsweredBy, DateTimeOffset? AnsweredAt, DutyStage? Reminded)
{
    internal static DutyView Of(CaseDuty d, DateTimeOffset now)
    {
        var duty = DutyCatalogue.Of(d.Kind);
        return new(d.CaseId, d.Kind, duty.Name, duty.Source, duty.How, duty.Statutory, d.State(now), d.StartedAt, d.DueAt,
            [.. d.Because.Select(b => DutyCatalogue.Words(Enum.Parse<FactKind>(b)))], d.Reference, d.DoneAt, d.AnsweredBy, d.AnsweredAt, d.Reminded);
    }
}

/// <summary>The facts of a case and the clocks that run because of them.</summary>
public sealed record CaseDutiesView(IReadOnlyList<CaseFactView> Facts, IReadOnlyList<DutyView> Duties)
{
    internal static async Task<CaseDutiesView> OfAsync(Case @case, CaseDesk desk, CancellationToken ct)
    {
        var facts = await desk.Db.CaseFacts.AsNoTracking().Where(f => f.CaseId == @case.Id).OrderBy(f => f.At).ToListAsync(ct);
        var duties = await desk.Db.CaseDuties.AsNoTracking().Where(d => d.CaseId == @case.Id).OrderBy(d => d.DueAt).ToListAsync(ct);
        return new([.. facts.Select(CaseFactView.Of)], [.. duties.Select(d => DutyView.Of(d, desk.Now))]);
    }
}

/// <param name="SchoolId">The school; always with <c>school_closed</c>.</param>
/// <param name="At">Since when the trust knows it; null: now.</param>
public sealed record StateFact([property: Required] FactKind? Kind, Guid? SchoolId = null, DateTimeOffset? At = null);

public sealed record WithdrawFact([property: Required] Guid? FactId, [property: Required, StringLength(1000, MinimumLength = 3)] string Why);

/// <param name="Answer">Null takes an answer back: the clock runs on.</param>
/// <param name="Reference">The other side's reference, or why it is not needed.</param>
/// <param name="DoneAt">When it was told; null: now.</param>
public sealed record AnswerDuty([property: Required] DutyKind? Kind, DutyAnswer? Answer, [property: StringLength(1000)] string? Reference = null, DateTimeOffset? DoneAt = null);

internal static class GetCaseDutiesEndpoint
{
    public static async Task<DutiesResult> Handle(string id, CaseDesk desk, CancellationToken ct)
    {
        var (@case, problem) = await desk.WholeAsync(id, ct);
        return problem is not null ? problem : TypedResults.Ok(await CaseDutiesView.OfAsync(@case!, desk, ct));
    }
}

internal static class StateFactEndpoint
{
    public static async Task<DutiesResult> Handle(string id, StateFact request, CaseDesk desk, DutyBook duties, CancellationToken ct)
    {
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            var at = request.At ?? desk.Now;
            if (at > desk.Now.AddMinutes(5) || at.Year < 2000) return Problems.Unprocessable("fact.at", "That cannot be when it became known.");
            if (request.Kind == FactKind.SchoolClosed && request.SchoolId is null) return Problems.Unprocessable("fact.school", "Say which school is closed.");
            if (request.SchoolId is { } school && found.Schools.All(s => s.SchoolId != school)) return Problems.Unprocessable("case.school", "The case does not touch that school.");
            if (await desk.Db.CaseFacts.CountAsync(f => f.CaseId == found.Id, token) >= DutyBook.MostFacts) return Problems.Conflict("fact.most", $"A case holds at most {DutyBook.MostFacts} facts.");
            if (!await duties.StateAsync(found, request.Kind!.Value, request.SchoolId, at, token)) return null;
            await duties.FollowAsync(found, token);
            found.Acknowledge(desk.Now);
            desk.Book.Tell(found, "facts");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(await CaseDutiesView.OfAsync(@case, desk, ct));
    }
}

internal static class WithdrawFactEndpoint
{
    public static async Task<DutiesResult> Handle(string id, WithdrawFact request, CaseDesk desk, DutyBook duties, CancellationToken ct)
    {
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            var fact = await desk.Db.CaseFacts.FirstOrDefaultAsync(f => f.Id == request.FactId && f.CaseId == found.Id, token);
            if (fact is null) return Problems.Unprocessable("fact.unknown", "That is no fact of this case.");
            if (fact.WithdrawnAt is not null) return Problems.Conflict("fact.withdrawn", "It was withdrawn already.");
            fact.Withdraw(desk.User.Name, request.Why, desk.Now);
            desk.Book.Log(found, CaseEntryKind.Fact, $"Withdrawn: {DutyCatalogue.Words(fact.Kind)}. {request.Why}", fact.SchoolId);
            await duties.FollowAsync(found, token);
            desk.Book.Tell(found, "facts");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(await CaseDutiesView.OfAsync(@case, desk, ct));
    }
}

internal static class AnswerDutyEndpoint
{
    public static async Task<DutiesResult> Handle(string id, AnswerDuty request, CaseDesk desk, CancellationToken ct)
    {
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            var duty = await desk.Db.CaseDuties.FirstOrDefaultAsync(d => d.CaseId == found.Id && d.Kind == request.Kind, token);
            if (duty is null) return Problems.Unprocessable("duty.unknown", "The case has no such duty.");
            if (request.Answer == DutyAnswer.NotNeeded && string.IsNullOrWhiteSpace(request.Reference)) return Problems.Unprocessable("duty.reason", "Say why it is not needed.");
            var done = request.DoneAt ?? desk.Now;
            if (done > desk.Now.AddMinutes(5) || done.Year < 2000) return Problems.Unprocessable("duty.done_at", "It cannot have been done then.");
            duty.Reply(request.Answer, request.Reference, desk.User.Name, done, desk.Now);
            var reference = string.IsNullOrWhiteSpace(request.Reference) ? "" : $": {request.Reference}";
            desk.Book.Log(found, CaseEntryKind.Duty, $"{DutyCatalogue.Of(duty.Kind).Name}: {(request.Answer is { } a ? ChangeCaseEndpoint.Words(a) : "running again")}{reference}");
            found.Acknowledge(desk.Now);
            desk.Book.Tell(found, "duty");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(await CaseDutiesView.OfAsync(@case, desk, ct));
    }
}

/// <summary>A duty that nobody has answered, with its case.</summary>
public sealed record OpenDutyView(Guid CaseId, string CaseReference, string CaseTitle, DutyView Duty);

internal static class ListOpenDutiesEndpoint
{
    private static readonly SortKeys<CaseDuty> Keys = new SortKeys<CaseDuty>().Add("dueAt", d => d.DueAt).Default("dueAt");

    /// <summary>Those of cases that the caller sees whole.</summary>
    public static async Task<Ok<Page<OpenDutyView>>> Handle([AsParameters] PageQuery page, CaseDesk desk, CancellationToken ct)
    {
        var (all, mine) = (desk.User.AllSchools, desk.User.Schools);
        var (rows, next) = await desk.Db.CaseDuties
            .Where(d => d.Answer == null && desk.Db.Cases.Any(c => c.Id == d.CaseId && (all || c.Schools.All(s => mine.Contains(s.SchoolId)))))
            .ToRowsAsync(page, Keys, ct);
        var ids = rows.Select(d => d.CaseId).ToList();
        var cases = await desk.Db.Cases.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Number, c.Title }).ToDictionaryAsync(c => c.Id, ct);
        return TypedResults.Ok(new Page<OpenDutyView>(
            [.. rows.Select(d => new OpenDutyView(d.CaseId, Case.ReferenceOf(cases[d.CaseId].Number), cases[d.CaseId].Title, DutyView.Of(d, desk.Now)))], next));
    }
}
