using Mat.Cases.Data;
using Mat.Cases.Obligations;
using Mat.Cases.Playbooks;
using Mat.Cases.Records;
using Mat.Cases.Replicas;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Sequences;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Handling;

/// <summary>What a case begins with.</summary>
/// <param name="By">Who or which rule opens it, as the timeline shall say.</param>
internal sealed record NewCase(
    string Title, string? Summary, CaseType Type, Severity Severity, IReadOnlyCollection<Guid> Schools,
    IReadOnlyCollection<AlertReplica> Alerts, string By,
    DateTimeOffset? OccurredAt = null, DateTimeOffset? DetectedAt = null, IReadOnlyCollection<FactKind>? Facts = null);

/// <summary>
/// Opens cases and moves alerts between them, for people and for rules. Nothing here saves: the caller does, inside
/// <see cref="Platform.Data.ServiceDb.InTransactionAsync"/>.
/// </summary>
internal sealed class CaseService(CasesDb db, CaseLog log, ObligationService obligations, TimeProvider clock)
{
    private static readonly NumberSequence Numbers = new("case", first: 1001);

    /// <summary>A new case with these alerts, none of which is in a case yet.</summary>
    public async Task<Case> OpenAsync(NewCase request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var @case = new Case
        {
            Number = await Numbers.NextAsync(db, ct),
            Title = request.Title,
            Summary = request.Summary,
            Type = request.Type,
            Severity = request.Severity,
            OccurredAt = request.OccurredAt,
            DetectedAt = request.DetectedAt ?? now,
        };
        foreach (var school in request.Schools)
            @case.Touches(school);
        db.Add(@case);
        Log(@case, CaseEntryKind.Opened, $"Opened by {request.By}.");
        Put(@case, request.Alerts, request.By, now);
        foreach (var fact in request.Facts ?? [])
            await obligations.StateAsync(@case, fact, null, @case.DetectedAt, ct);
        await obligations.FollowAsync(@case, ct);
        @case.Settle();
        db.Publish(new CaseOpened(@case.ToFacts()));
        return @case;
    }

    /// <summary>Copies a playbook's steps into the case, after the tasks that are there.</summary>
    /// <param name="last">The position of the last of them; 0 for none.</param>
    public void Start(Case @case, Playbook playbook, int last)
    {
        var now = clock.GetUtcNow();
        foreach (var (step, n) in playbook.Steps.Select((s, n) => (s, n)))
            db.Add(new CaseTask
            {
                CaseId = @case.Id,
                Position = last + 10 * (n + 1),
                Title = step.Title,
                Detail = step.Detail,
                Playbook = playbook.Type,
                DueAt = now.AddHours(step.DueHours)
            });
        Log(@case, CaseEntryKind.Playbook, $"Playbook started: {playbook.Name}, {playbook.Steps.Count} tasks.");
    }

    /// <summary>Puts alerts into the case and says how many were new to it; those that are in a case already stay where they are.</summary>
    public async Task<int> LinkAsync(Case @case, IReadOnlyCollection<AlertReplica> alerts, string by, CancellationToken ct)
    {
        var ids = alerts.Select(a => a.Id).ToList();
        var taken = await db.CaseAlerts.Where(l => ids.Contains(l.AlertId)).Select(l => l.AlertId).ToListAsync(ct);
        var fresh = alerts.Where(a => !taken.Contains(a.Id)).ToList();
        if (fresh.Count == 0)
            return 0;
        Put(@case, fresh, by, clock.GetUtcNow());
        await obligations.FollowAsync(@case, ct);
        Tell(@case, "alerts_linked");
        return fresh.Count;
    }

    /// <summary>Takes an alert out; its school stays, because the case may have touched it all the same.</summary>
    public async Task<bool> UnlinkAsync(Case @case, AlertReplica alert, string? why, CancellationToken ct)
    {
        if (await db.CaseAlerts.FirstOrDefaultAsync(l => l.AlertId == alert.Id && l.CaseId == @case.Id, ct) is not { } link)
            return false;
        db.Remove(link);
        Log(@case, CaseEntryKind.AlertUnlinked, $"Alert taken out: {alert.Title}{(string.IsNullOrWhiteSpace(why) ? "" : $" ({why})")}",
            alert.SchoolId);
        Tell(@case, "alerts_unlinked");
        return true;
    }

    /// <summary>The alerts and schools of <paramref name="from"/> go to <paramref name="into"/>, and it is closed.</summary>
    public async Task MergeAsync(Case from, Case into, string? why, CancellationToken ct)
    {
        foreach (var link in await db.CaseAlerts.Where(l => l.CaseId == from.Id).ToListAsync(ct))
            (link.CaseId, link.CameFromId) = (into.Id, from.Id);
        foreach (var school in from.Schools)
            into.Touches(school.SchoolId);
        if (from.OccurredAt is { } at && (into.OccurredAt is null || at < into.OccurredAt))
            into.OccurredAt = at;
        if (from.DetectedAt < into.DetectedAt)
            into.DetectedAt = from.DetectedAt;
        if (from.Severity > into.Severity)
            into.Severity = from.Severity;
        from.MergedIntoId = into.Id;
        from.Become(CaseStatus.Closed, clock.GetUtcNow());
        var reason = string.IsNullOrWhiteSpace(why) ? "" : $": {why}";
        Log(from, CaseEntryKind.Merged, $"Merged into {into.Reference}{reason}");
        Log(into, CaseEntryKind.Merged, $"{from.Reference} was merged into this case{reason}");
        await obligations.MergeAsync(from, into, ct);
        Tell(from, "merged");
        Tell(into, "merged");
    }

    /// <summary>A merge that was wrong: what came from the case goes back, and it is open again.</summary>
    public async Task UnmergeAsync(Case from, Case into, string? why, CancellationToken ct)
    {
        foreach (var link in await db.CaseAlerts.Where(l => l.CaseId == into.Id && l.CameFromId == from.Id).ToListAsync(ct))
            (link.CaseId, link.CameFromId) = (from.Id, null);
        from.MergedIntoId = null;
        from.Become(CaseStatus.Open, clock.GetUtcNow());
        var reason = string.IsNullOrWhiteSpace(why) ? "" : $": {why}";
        Log(from, CaseEntryKind.Merged, $"Taken out of {into.Reference} again{reason}");
        Log(into, CaseEntryKind.Merged, $"{from.Reference} was taken out again{reason}");
        await obligations.UnmergeAsync(from, into, ct);
        Tell(from, "unmerged");
        Tell(into, "unmerged");
    }

    /// <param name="schoolId">The school whose people may read it although the case touches other schools too.</param>
    public void Log(Case @case, CaseEntryKind kind, string text, Guid? schoolId = null) => log.Write(@case, kind, text, schoolId);

    /// <summary>The case changed, if only in what belongs to it: a new version, and the others hear of it.</summary>
    public void Tell(Case @case, string what)
    {
        @case.Settle();
        if (db.Entry(@case).State != EntityState.Added)
            db.Touch(@case);
        db.Publish(new CaseChanged(@case.ToFacts(), what));
    }

    private void Put(Case @case, IReadOnlyCollection<AlertReplica> alerts, string by, DateTimeOffset now)
    {
        foreach (var alert in alerts)
        {
            db.Add(new CaseAlert { AlertId = alert.Id, CaseId = @case.Id, LinkedAt = now, LinkedBy = by });
            if (alert.SchoolId is { } school)
                @case.Touches(school);
            if (@case.OccurredAt is null || alert.FirstSeenAt < @case.OccurredAt)
                @case.OccurredAt = alert.FirstSeenAt;
            if (alert.ReceivedAt < @case.DetectedAt && alert.ReceivedAt != default)
                @case.DetectedAt = alert.ReceivedAt;
            Log(@case, CaseEntryKind.AlertLinked, $"Alert linked by {by}: {alert.Title}", alert.SchoolId);
        }
    }
}
