using Mat.Alerts.Cases;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Indicators;
using Mat.Alerts.Rules;
using Mat.Alerts.Silences;
using Mat.Contracts.Alerts;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Grouping;

/// <summary>
/// Looks at each new alert once, after it is kept: what shares a trace, a device or a technique with others of the window
/// joins their case, or opens one with them. An alert that somebody takes out of a case is not put back. What joins no
/// other, and is wanted as a case by a rule of the alerts, becomes one by itself.
/// </summary>
internal sealed class GroupingConsumer(AlertsDb db, CaseService cases, MatcherCache cache, RuleSet alertRules) : IConsumer<AlertRaised>
{
    private const int Max = 500;

    public static bool Concerns(AlertRaised message) => message.RequestsCase || message.Alert is { Version: 1, Count: > 0 };

    public async Task Consume(AlertRaised message, MessageContext context, CancellationToken ct)
    {
        var rules = await db.GroupingRules.AsNoTracking().Where(r => r.Enabled).OrderBy(r => r.Id).ToListAsync(ct);
        if (rules.Count == 0 && !message.RequestsCase) return;
        var episode = await db.Episodes.FirstOrDefaultAsync(e => e.Id == message.Alert.Id, ct);
        if (episode is null || episode.IsStorm || await db.CaseAlerts.AnyAsync(l => l.AlertId == episode.Id, ct)) return;
        var schools = await db.Schools.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        foreach (var rule in rules)
        {
            var matchers = cache.Get(rule.MatchersJson, () => rule.Matchers);
            if (!Fits(matchers, episode)) continue;
            var others = (await RelatedAsync(rule, episode, ct)).Where(o => Fits(matchers, o)).ToList();
            if (others.Count == 0) continue;
            if (await GroupAsync(rule, episode, others, ct)) return;
        }
        if (message.RequestsCase) await OpenAsync(episode, ct);

        bool Fits(CompiledMatchers matchers, Alert e) => matchers.Fit(MatchInputs.Of(e, e.SchoolId is { } id ? schools.GetValueOrDefault(id) : null));
    }

    /// <summary>The open case of the same alert's earlier time if there is one, else a case of its own with its playbook under way.</summary>
    private async Task OpenAsync(Alert episode, CancellationToken ct)
    {
        var outcome = await alertRules.DecideAsync(episode, ct);
        // The rule may have been switched off since.
        if (outcome.OpenCase is not { } type) return;
        var by = $"rule “{outcome.CaseRule}”";
        var earlier = db.CaseAlerts.Where(l => db.Episodes.Any(e => e.Id == l.AlertId && e.SourceId == episode.SourceId && e.Identity == episode.Identity)).Select(l => l.CaseId);
        var open = await db.Cases.Include(c => c.Schools).Where(c => earlier.Contains(c.Id) && (c.Status == CaseStatus.Open || c.Status == CaseStatus.Contained)).OrderBy(c => c.Number).FirstOrDefaultAsync(ct);
        if (open is not null)
        {
            await cases.LinkAsync(open, [episode], by, ct);
            return;
        }
        var title = episode.Title.Length <= 200 ? episode.Title : episode.Title[..200];
        var opened = await cases.OpenAsync(new NewCase(title.Length < 3 ? $"Alert: {title}" : title, $"Opened by the {by}.", type, episode.Severity, episode.SchoolId is { } school ? [school] : [], [episode], by), ct);
        var playbook = await Playbooks.ForAsync(db, type, ct);
        if (playbook.Steps.Count > 0) cases.Start(opened, playbook, 0);
    }

    private async Task<bool> GroupAsync(GroupingRule rule, Alert episode, List<Alert> others, CancellationToken ct)
    {
        var by = $"rule “{rule.Name}”";
        var ids = others.Select(o => o.Id).ToList();
        var links = await db.CaseAlerts.Where(l => ids.Contains(l.AlertId)).Select(l => new { l.AlertId, l.CaseId }).ToListAsync(ct);
        var caseIds = links.Select(l => l.CaseId).Distinct().ToList();
        var open = await db.Cases.Include(c => c.Schools).Where(c => caseIds.Contains(c.Id) && (c.Status == CaseStatus.Open || c.Status == CaseStatus.Contained)).OrderBy(c => c.Number).FirstOrDefaultAsync(ct);
        if (open is not null)
        {
            await cases.LinkAsync(open, [episode], by, ct);
            return true;
        }
        var taken = links.Select(l => l.AlertId).ToHashSet();
        List<Alert> together = [.. others.Where(o => !taken.Contains(o.Id)), episode];
        if (together.Count < rule.AtLeast) return false;
        var type = Enum.TryParse<CaseType>(rule.Playbook, out var known) ? known : CaseType.Other;
        await cases.OpenAsync(new NewCase(
            $"{(episode.Title.Length <= 160 ? episode.Title : episode.Title[..160])} (and {together.Count - 1} more)", $"Opened by the {by}: {together.Count} alerts share the same {rule.By.ToString().ToLowerInvariant()}.", type,
            together.Max(e => e.Severity), [.. together.Select(e => e.SchoolId).OfType<Guid>().Distinct()], together, by), ct);
        return true;
    }

    private async Task<List<Alert>> RelatedAsync(GroupingRule rule, Alert episode, CancellationToken ct)
    {
        var from = episode.LastSeenAt.AddMinutes(-rule.WindowMinutes);
        var to = episode.LastSeenAt.AddMinutes(rule.WindowMinutes);
        var near = db.Episodes.Where(e => e.Id != episode.Id && !e.IsStorm && e.LastSeenAt >= from && e.FirstSeenAt <= to);
        switch (rule.By)
        {
            case GroupBy.Asset:
                return episode.AssetId is not { } asset ? [] : await near.Where(e => e.AssetId == asset).OrderByDescending(e => e.Id).Take(Max).ToListAsync(ct);
            case GroupBy.Indicator:
                var own = (await db.Schools.AsNoTracking().Select(s => s.Domains).ToListAsync(ct)).SelectMany(d => d).ToList();
                // A tool's own rule is on every alert that it sends, and so no trace of one thing that happened.
                var traces = (await db.Indicators.Where(i => i.AlertId == episode.Id && i.Kind != IndicatorKind.Rule).ToListAsync(ct))
                    .Where(i => i.Kind != IndicatorKind.Domain || !IndicatorSightings.IsOwn(i.Value, own)).Select(i => i.Value).ToList();
                if (traces.Count == 0) return [];
                var sharing = db.Indicators.Where(i => i.Kind != IndicatorKind.Rule && traces.Contains(i.Value)).OrderByDescending(i => i.AlertId).Select(i => i.AlertId).Take(Max);
                return await near.Where(e => sharing.Contains(e.Id)).ToListAsync(ct);
            default:
                if (episode.Techniques.Count == 0) return [];
                var recent = await near.OrderByDescending(e => e.LastSeenAt).Take(Max).ToListAsync(ct);
                return [.. recent.Where(e => e.Techniques.Intersect(episode.Techniques).Any())];
        }
    }
}
