using Mat.Cases.Data;
using Mat.Cases.Handling;
using Mat.Cases.Playbooks;
using Mat.Cases.Records;
using Mat.Cases.Replicas;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Grouping;

/// <summary>
/// Keeps the replica of a raised alert, then groups it once: what shares an indicator, a device or a technique with others of the
/// window joins their case, or opens one with them. An alert that was taken out of a case is not put back. What joins no other,
/// and is wanted as a case by a rule of the alerts, becomes one by itself.
/// </summary>
internal sealed class GroupingConsumer(CasesDb db, CaseService cases, MatcherCache cache) : IConsumer<AlertRaised>
{
    private const int Max = 500;

    /// <summary>Held while an alert is grouped, so that of two that belong together the later one sees the earlier one.</summary>
    private static readonly Guid GroupingLock = new("01920000-0000-7000-8000-00000000ca5e");

    public async Task Consume(AlertRaised message, MessageContext context, CancellationToken ct)
    {
        var alert = await AlertReplicas.ApplyAsync(db, message.Alert, ct);
        if (message is { Case: null, Alert: not { Version: 1, Count: > 0 } } || message.Alert.Version <= alert.GroupedVersion)
            return;
        alert.GroupedVersion = message.Alert.Version;
        await db.SaveChangesAsync(ct);
        var rules = await db.GroupingRules.AsNoTracking().Where(r => r.Enabled).OrderBy(r => r.Id).ToListAsync(ct);
        if (alert.IsStorm || (rules.Count == 0 && message.Case is null))
            return;
        await db.LockAsync(GroupingLock, ct);
        if (await db.CaseAlerts.AnyAsync(l => l.AlertId == alert.Id, ct))
            return;
        var schools = await db.Schools.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        foreach (var rule in rules)
        {
            var matchers = cache.Get(rule.MatchersJson, () => rule.Matchers);
            if (!Fits(matchers, alert))
                continue;
            var others = (await RelatedAsync(rule, alert, ct)).Where(o => Fits(matchers, o)).ToList();
            if (others.Count == 0)
                continue;
            if (await GroupAsync(rule, alert, others, ct))
                return;
        }
        if (message.Case is { } request)
            await OpenAsync(alert, request, ct);

        bool Fits(CompiledMatchers matchers, AlertReplica a) =>
            matchers.Fit(GroupingSubject.Of(a, a.SchoolId is { } id ? schools.GetValueOrDefault(id) : null));
    }

    /// <summary>The open case of the same alert's earlier time if there is one, else a case of its own with its playbook under
    /// way.</summary>
    private async Task OpenAsync(AlertReplica alert, CaseRequest request, CancellationToken ct)
    {
        var by = $"rule “{request.RuleName}”";
        var earlier = db.CaseAlerts.Where(
            l => db.Alerts.Any(a => a.Id == l.AlertId && a.SourceId == alert.SourceId && a.Identity == alert.Identity))
                .Select(l => l.CaseId);
        if (await FirstOpenAsync(db.Cases.Where(c => earlier.Contains(c.Id)), ct) is { } open)
        {
            await cases.LinkAsync(open, [alert], by, ct);
            return;
        }
        var title = alert.Title.Length <= 200 ? alert.Title : alert.Title[..200];
        var opened = await cases.OpenAsync(
            new NewCase(title.Length < 3 ? $"Alert: {title}" : title, $"Opened by the {by}.", request.Type, alert.Severity,
                alert.SchoolId is { } school ? [school] : [], [alert], by), ct);
        var playbook = await PlaybookCatalog.ForAsync(db, request.Type, ct);
        if (playbook.Steps.Count > 0)
            cases.Start(opened, playbook, 0);
    }

    private static Task<Case?> FirstOpenAsync(IQueryable<Case> found, CancellationToken ct) =>
        found.Include(c => c.Schools).Where(c => c.Status == CaseStatus.Open || c.Status == CaseStatus.Contained).OrderBy(c => c.Number)
        .FirstOrDefaultAsync(ct);

    private async Task<bool> GroupAsync(GroupingRule rule, AlertReplica alert, List<AlertReplica> others, CancellationToken ct)
    {
        var by = $"rule “{rule.Name}”";
        var ids = others.Select(o => o.Id).ToList();
        var links = await db.CaseAlerts.Where(l => ids.Contains(l.AlertId)).Select(l => new { l.AlertId, l.CaseId }).ToListAsync(ct);
        var caseIds = links.Select(l => l.CaseId).Distinct().ToList();
        if (await FirstOpenAsync(db.Cases.Where(c => caseIds.Contains(c.Id)), ct) is { } open)
        {
            await cases.LinkAsync(open, [alert], by, ct);
            return true;
        }
        var taken = links.Select(l => l.AlertId).ToHashSet();
        List<AlertReplica> together = [.. others.Where(o => !taken.Contains(o.Id)), alert];
        if (together.Count < rule.AtLeast)
            return false;
        var type = Enum.TryParse<CaseType>(rule.Playbook, out var known) ? known : CaseType.Other;
        await cases.OpenAsync(new NewCase(
            $"{(alert.Title.Length <= 160 ? alert.Title : alert.Title[..160])} (and {together.Count - 1} more)",
            $"Opened by the {by}: {together.Count} alerts share the same {rule.By.ToString().ToLowerInvariant()}.", type,
            together.Max(e => e.Severity), [.. together.Select(e => e.SchoolId).OfType<Guid>().Distinct()], together, by), ct);
        return true;
    }

    private async Task<List<AlertReplica>> RelatedAsync(GroupingRule rule, AlertReplica alert, CancellationToken ct)
    {
        var from = alert.LastSeenAt.AddMinutes(-rule.WindowMinutes);
        var to = alert.LastSeenAt.AddMinutes(rule.WindowMinutes);
        var near = db.Alerts.Where(e => e.Id != alert.Id && !e.IsStorm && e.LastSeenAt >= from && e.FirstSeenAt <= to);
        switch (rule.By)
        {
            case GroupBy.Asset:
                return alert.AssetId is not { } asset ? []
                    : await near.Where(e => e.AssetId == asset).OrderByDescending(e => e.Id).Take(Max).ToListAsync(ct);
            case GroupBy.Indicator:
                var own = (await db.Schools.AsNoTracking().Select(s => s.Domains).ToListAsync(ct)).SelectMany(d => d).ToList();
                var indicators = (await db.AlertIndicators.Where(i => i.AlertId == alert.Id).Select(i => new { i.Kind, i.Value })
                    .ToListAsync(ct))
                    .Where(i => i.Kind != "domain" || !own.Exists(d => i.Value == d || i.Value.EndsWith($".{d}", StringComparison.Ordinal)))
                    .Select(i => i.Value).ToList();
                if (indicators.Count == 0)
                    return [];
                var sharing = db.AlertIndicators.Where(i => indicators.Contains(i.Value)).OrderByDescending(i => i.AlertId)
                    .Select(i => i.AlertId).Take(Max);
                return await near.Where(e => sharing.Contains(e.Id)).ToListAsync(ct);
            default:
                if (alert.Techniques.Count == 0)
                    return [];
                var recent = await near.OrderByDescending(e => e.LastSeenAt).Take(Max).ToListAsync(ct);
                return [.. recent.Where(e => e.Techniques.Intersect(alert.Techniques).Any())];
        }
    }
}
