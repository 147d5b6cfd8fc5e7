using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Contracts.Alerts;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Rules;

/// <summary>The rules that are switched on, read once in a scope.</summary>
internal sealed class RuleSet(AlertsDb db, MatcherCache cache)
{
    private IReadOnlyList<Rule>? _rules;
    private Dictionary<Guid, string>? _schools;

    public async Task<RuleOutcome> DecideAsync(Alert episode, CancellationToken ct)
    {
        _rules ??= [
            .. (await db.Rules.AsNoTracking().Where(r => r.Enabled).OrderBy(r => r.Position).ThenBy(r => r.Id)
                .ToListAsync(ct)).Select(r => r.ToRule(cache))];
        _schools ??= await db.Schools.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        return RuleDecision.Decide(_rules, episode.Subject(episode.SchoolId is { } id ? _schools.GetValueOrDefault(id) : null));
    }
}
