using System.ComponentModel.DataAnnotations;
using Mat.Cases.Obligations;
using Mat.Cases.Records;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ObligationsResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Mat.Cases.Handling.CaseObligationsView>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Mat.Cases.Handling;

public sealed record CaseFactView(Guid Id, FactKind Kind, string Words, Guid? SchoolId, DateTimeOffset At, string StatedBy,
    DateTimeOffset? WithdrawnAt, string? WithdrawnBy, string? WithdrawnWhy)
{
    internal static CaseFactView Of(CaseFact f) =>
        new(f.Id, f.Kind, ObligationCatalog.Words(f.Kind), f.SchoolId, f.At, f.StatedBy, f.WithdrawnAt, f.WithdrawnBy, f.WithdrawnWhy);
}

/// <param name="Statutory">The time is the law's; else the source only says promptly, and the time is Mat's.</param>
/// <param name="Reference">What the other side gave (done), or why it is not needed.</param>
public sealed record ObligationView(
    Guid CaseId, ObligationKind Kind, string Name, string Source, string How, bool Statutory, ObligationState State,
    DateTimeOffset StartedAt, DateTimeOffset DueAt,
    IReadOnlyList<string> Because, string? Reference, DateTimeOffset? DoneAt, string? AnsweredBy, DateTimeOffset? AnsweredAt,
    ObligationStage? Reminded)
{
    internal static ObligationView Of(CaseObligation d, DateTimeOffset now)
    {
        var obligation = ObligationCatalog.Of(d.Kind);
        return new(d.CaseId, d.Kind, obligation.Name, obligation.Source, obligation.How, obligation.Statutory, d.State(now), d.StartedAt,
            d.DueAt,
            [.. d.Because.Select(b => ObligationCatalog.Words(Enum.Parse<FactKind>(b)))], d.Reference, d.DoneAt, d.AnsweredBy,
            d.AnsweredAt, d.Reminded);
    }
}

/// <summary>The facts of a case and the clocks that run because of them.</summary>
public sealed record CaseObligationsView(IReadOnlyList<CaseFactView> Facts, IReadOnlyList<ObligationView> Obligations)
{
    internal static async Task<CaseObligationsView> OfAsync(Case @case, CaseCommands desk, CancellationToken ct)
    {
        var facts = await desk.Db.CaseFacts.AsNoTracking().Where(f => f.CaseId == @case.Id).OrderBy(f => f.At).ToListAsync(ct);
        var obligations = await desk.Db.CaseObligations.AsNoTracking().Where(d => d.CaseId == @case.Id).OrderBy(d => d.DueAt)
            .ToListAsync(ct);
        return new([.. facts.Select(CaseFactView.Of)], [.. obligations.Select(d => ObligationView.Of(d, desk.Now))]);
    }
}

/// <param name="SchoolId">The school; always with <c>school_closed</c>.</param>
/// <param name="At">Since when the trust knows it; null: now.</param>
public sealed record StateFact([property: Required] FactKind? Kind, Guid? SchoolId = null, DateTimeOffset? At = null);

public sealed record WithdrawFact([property: Required] Guid? FactId,
    [property: Required, StringLength(1000, MinimumLength = 3)] string Why);

/// <param name="Answer">Null takes an answer back: the clock runs on.</param>
/// <param name="Reference">The other side's reference, or why it is not needed.</param>
/// <param name="DoneAt">When it was told; null: now.</param>
public sealed record AnswerObligation([property: Required] ObligationKind? Kind, ObligationAnswer? Answer,
    [property: StringLength(1000)] string? Reference = null, DateTimeOffset? DoneAt = null);

internal static class GetCaseObligationsEndpoint
{
    public static async Task<ObligationsResult> Handle(string id, CaseCommands desk, CancellationToken ct)
    {
        var (@case, problem) = await desk.WholeAsync(id, ct);
        return problem is not null ? problem : TypedResults.Ok(await CaseObligationsView.OfAsync(@case!, desk, ct));
    }
}

internal static class StateFactEndpoint
{
    public static async Task<ObligationsResult> Handle(string id, StateFact request, CaseCommands desk, ObligationService obligations,
        CancellationToken ct)
    {
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            var at = request.At ?? desk.Now;
            if (at > desk.Now.AddMinutes(5) || at.Year < 2000)
                return Problems.Unprocessable("fact.at", "That cannot be when it became known.");
            if (request.Kind == FactKind.SchoolClosed && request.SchoolId is null)
                return Problems.Unprocessable("fact.school", "Say which school is closed.");
            if (request.SchoolId is { } school && found.Schools.All(s => s.SchoolId != school))
                return Problems.Unprocessable("case.school", "The case does not touch that school.");
            if (await desk.Db.CaseFacts.CountAsync(f => f.CaseId == found.Id, token) >= ObligationService.MaxFacts)
                return Problems.Conflict("fact.most", $"A case holds at most {ObligationService.MaxFacts} facts.");
            if (!await obligations.StateAsync(found, request.Kind!.Value, request.SchoolId, at, token))
                return null;
            await obligations.FollowAsync(found, token);
            found.Acknowledge(desk.Now);
            desk.Book.Tell(found, "facts");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(await CaseObligationsView.OfAsync(@case, desk, ct));
    }
}

internal static class WithdrawFactEndpoint
{
    public static async Task<ObligationsResult> Handle(string id, WithdrawFact request, CaseCommands desk, ObligationService obligations,
        CancellationToken ct)
    {
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            var fact = await desk.Db.CaseFacts.FirstOrDefaultAsync(f => f.Id == request.FactId && f.CaseId == found.Id, token);
            if (fact is null)
                return Problems.Unprocessable("fact.unknown", "That is no fact of this case.");
            if (fact.WithdrawnAt is not null)
                return Problems.Conflict("fact.withdrawn", "It was withdrawn already.");
            fact.Withdraw(desk.User.Name, request.Why, desk.Now);
            desk.Book.Log(found, CaseEntryKind.Fact, $"Withdrawn: {ObligationCatalog.Words(fact.Kind)}. {request.Why}", fact.SchoolId);
            await obligations.FollowAsync(found, token);
            desk.Book.Tell(found, "facts");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(await CaseObligationsView.OfAsync(@case, desk, ct));
    }
}

internal static class AnswerObligationEndpoint
{
    public static async Task<ObligationsResult> Handle(string id, AnswerObligation request, CaseCommands desk, CancellationToken ct)
    {
        var (@case, problem) = await desk.TryAsync(id, whole: true, async (found, token) =>
        {
            var obligation = await desk.Db.CaseObligations.FirstOrDefaultAsync(d => d.CaseId == found.Id && d.Kind == request.Kind, token);
            if (obligation is null)
                return Problems.Unprocessable("obligation.unknown", "The case has no such obligation.");
            if (request.Answer == ObligationAnswer.NotNeeded && string.IsNullOrWhiteSpace(request.Reference))
                return Problems.Unprocessable("obligation.reason", "Say why it is not needed.");
            var done = request.DoneAt ?? desk.Now;
            if (done > desk.Now.AddMinutes(5) || done.Year < 2000)
                return Problems.Unprocessable("obligation.done_at", "It cannot have been done then.");
            obligation.Reply(request.Answer, request.Reference, desk.User.Name, done, desk.Now);
            var reference = string.IsNullOrWhiteSpace(request.Reference) ? "" : $": {request.Reference}";
            desk.Book.Log(found, CaseEntryKind.Obligation,
                $"{ObligationCatalog.Of(obligation.Kind).Name}: {(request.Answer is { } a ? a.ToWords() : "running again")}{reference}");
            found.Acknowledge(desk.Now);
            desk.Book.Tell(found, "obligation");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(await CaseObligationsView.OfAsync(@case, desk, ct));
    }
}

/// <summary>An obligation that nobody has answered, with its case.</summary>
public sealed record OpenObligationView(Guid CaseId, string CaseReference, string CaseTitle, ObligationView Obligation);

internal static class ListOpenObligationsEndpoint
{
    private static readonly SortKeys<CaseObligation> Keys = new SortKeys<CaseObligation>().Add("dueAt", d => d.DueAt).Default("dueAt");

    /// <summary>Those of cases that the caller sees whole.</summary>
    public static async Task<Ok<Page<OpenObligationView>>> Handle([AsParameters] PageQuery page, CaseCommands desk, CancellationToken ct)
    {
        var (all, mine) = (desk.User.AllSchools, desk.User.Schools);
        var (rows, next) = await desk.Db.CaseObligations
            .Where(d => d.Answer == null
                && desk.Db.Cases.Any(c => c.Id == d.CaseId && (all || c.Schools.All(s => mine.Contains(s.SchoolId)))))
            .ToRowsAsync(page, Keys, ct);
        var ids = rows.Select(d => d.CaseId).ToList();
        var cases = await desk.Db.Cases.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Number, c.Title })
            .ToDictionaryAsync(c => c.Id, ct);
        return TypedResults.Ok(new Page<OpenObligationView>(
            [
                .. rows.Select(d => new OpenObligationView(d.CaseId, Case.ReferenceOf(cases[d.CaseId].Number), cases[d.CaseId].Title,
                    ObligationView.Of(d, desk.Now)))], next));
    }
}
