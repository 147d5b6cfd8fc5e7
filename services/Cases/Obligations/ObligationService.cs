using Mat.Cases.Data;
using Mat.Cases.Records;
using Mat.Contracts.Cases;
using Mat.Platform.Auth;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Obligations;

/// <summary>States facts and lets the clocks follow them. Nothing here saves; the caller does, holding the case.</summary>
internal sealed class ObligationService(CasesDb db, CaseLog log, CurrentUser user, TimeProvider clock)
{
    public const int MaxFacts = 200;

    /// <summary>What a case's type, and the membership of its schools, say by themselves.</summary>
    private async Task ImplyAsync(Case @case, CancellationToken ct)
    {
        if (@case.Type == CaseType.Ransomware)
            await OnceAsync(FactKind.Ransom);
        if (@case.Type == CaseType.DataBreach)
            await OnceAsync(FactKind.PersonalData);
        var schools = @case.Schools.Select(s => s.SchoolId).ToList();
        if (await db.Readiness.AnyAsync(r => r.RpaMember && schools.Contains(r.SchoolId), ct))
            await OnceAsync(FactKind.RpaMember);

        // What somebody has stated or withdrawn is theirs to say.
        async Task OnceAsync(FactKind kind)
        {
            if ((await FactsAsync(@case, ct)).All(f => f.Kind != kind))
                await StateAsync(@case, kind, null, @case.DetectedAt, ct);
        }
    }

    /// <summary>False: it is known already, since that time or an earlier one.</summary>
    public async Task<bool> StateAsync(Case @case, FactKind kind, Guid? schoolId, DateTimeOffset at, CancellationToken ct,
        Guid? cameFrom = null)
    {
        var known = await FactsAsync(@case, ct);
        if (known.Any(f => f.WithdrawnAt is null && f.Kind == kind && f.SchoolId == schoolId && f.At <= at))
            return false;
        db.Add(new CaseFact { CaseId = @case.Id, Kind = kind, SchoolId = schoolId, At = at, StatedBy = user.Name, CameFromId = cameFrom });
        var since = at < clock.GetUtcNow().AddMinutes(-1) ? $", known since {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "";
        log.Write(@case, CaseEntryKind.Fact, $"Fact: {ObligationCatalog.Words(kind)}{since}.", schoolId);
        return true;
    }

    /// <summary>Starts, moves and ends the clocks as the facts now are, those included that type and schools bring with them.</summary>
    public async Task FollowAsync(Case @case, CancellationToken ct)
    {
        if (@case.MergedIntoId is null)
            await ImplyAsync(@case, ct);
        var clocks = ObligationDecision.Clocks((await FactsAsync(@case, ct)).Where(f => f.WithdrawnAt is null).Select(f => f.Known))
            .ToDictionary(c => c.Kind);
        var obligations = await db.CaseObligations.Where(d => d.CaseId == @case.Id).ToListAsync(ct);
        foreach (var (kind, due) in clocks)
        {
            var obligation = obligations.FirstOrDefault(d => d.Kind == kind);
            if (obligation is null)
                db.Add(obligation = new CaseObligation { CaseId = @case.Id, Kind = kind });
            if (obligation.Follow(due))
                log.Write(@case, CaseEntryKind.Obligation,
                    $"{ObligationCatalog.Of(kind).Name}: due {due.DueAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, because {string.Join(", ", due.Because.Select(ObligationCatalog.Words))}.");
        }
        // What was answered stays as evidence; what nothing calls for any more is gone.
        foreach (var obligation in obligations.Where(d => d.Answer is null && !clocks.ContainsKey(d.Kind)))
        {
            db.Remove(obligation);
            log.Write(@case, CaseEntryKind.Obligation, $"{ObligationCatalog.Of(obligation.Kind).Name}: no fact calls for it any more.");
        }
    }

    /// <summary>What is known of one case is known of the case that it is merged into.</summary>
    public async Task MergeAsync(Case from, Case into, CancellationToken ct)
    {
        foreach (var fact in (await FactsAsync(from, ct)).Where(f => f.WithdrawnAt is null))
            await StateAsync(into, fact.Kind, fact.SchoolId, fact.At, ct, from.Id);
        await FollowAsync(into, ct);
        db.RemoveRange(await db.CaseObligations.Where(d => d.CaseId == from.Id && d.Answer == null).ToListAsync(ct));
    }

    public async Task UnmergeAsync(Case from, Case into, CancellationToken ct)
    {
        foreach (var fact in (await FactsAsync(into, ct)).Where(f => f.CameFromId == from.Id && f.WithdrawnAt is null))
            fact.Withdraw(user.Name, $"{from.Reference} was taken out again.", clock.GetUtcNow());
        await FollowAsync(into, ct);
        await FollowAsync(from, ct);
    }

    /// <summary>Those that are saved, and those that this unit of work has added.</summary>
    private async Task<List<CaseFact>> FactsAsync(Case @case, CancellationToken ct)
    {
        await db.CaseFacts.Where(f => f.CaseId == @case.Id).LoadAsync(ct);
        return [.. db.CaseFacts.Local.Where(f => f.CaseId == @case.Id)];
    }
}
