using Mat.Alerts.Correlation;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Rules;
using Mat.Platform.Auth;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Notices;

/// <summary>Writes down who is to be told of an alert, in the transaction that raises it.</summary>
internal sealed class NotificationOutbox(AlertsDb db, TimeProvider clock)
{
    /// <summary>A role may have many holders; an alert is not a circular.</summary>
    private const int MaxPeople = 200;

    private readonly Dictionary<string, List<PersonReplica>> _holders = [];
    private readonly HashSet<(Guid, Guid)> _written = [];

    public async Task WantAsync(Alert episode, RuleOutcome outcome, CancellationToken ct)
    {
        var people = new HashSet<Guid>();
        var ids = outcome.MailPeople.ToList();
        // Only people who may see the alert in Mat are notified.
        if (ids.Count > 0)
            people.UnionWith(
                (await db.People.AsNoTracking().Where(p => p.Active && ids.Contains(p.Id))
                    .ToListAsync(ct)).Where(p => p.Holds(Roles.Readers, episode.SchoolId)).Select(p => p.Id));
        foreach (var role in outcome.MailRoles)
            people.UnionWith((await HoldersAsync(role, ct)).Where(p => p.Holds([role], episode.SchoolId)).Select(p => p.Id));
        if (people.Count == 0)
            return;
        var told = (await db.Notices.Where(n => n.AlertId == episode.Id).Select(n => n.PersonId).ToListAsync(ct)).ToHashSet();
        foreach (var person in people.Except(told).Take(MaxPeople))
            if (_written.Add((episode.Id, person)))
                db.Add(new EmailNotification
                {
                    AlertId = episode.Id,
                    PersonId = person,
                    RuleName = outcome.RuleName ?? "",
                    DueAt = clock.GetUtcNow()
                });
    }

    private async Task<List<PersonReplica>> HoldersAsync(string role, CancellationToken ct)
    {
        if (_holders.TryGetValue(role, out var known))
            return known;
        var word = $"\"{role}\"";
        return _holders[role] = await db.People.AsNoTracking().Where(p => p.Active && p.GrantsJson != null && p.GrantsJson.Contains(word))
            .OrderBy(p => p.Id).ToListAsync(ct);
    }
}
