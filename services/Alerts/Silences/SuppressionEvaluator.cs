using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Correlation;
using Mat.Contracts.Alerts;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Silences;

/// <summary>Decides what keeps an alert quiet at this moment. Reads silences, inhibitions and schools once in a scope.</summary>
internal sealed class SuppressionEvaluator(AlertsDb db, MatcherCache cache, TimeProvider clock)
{
    /// <summary>How many firing alerts are looked at for one inhibition, newest first.</summary>
    private const int MaxFiring = 500;

    /// <summary>How soon it is looked at again whether what inhibits still fires.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private List<Silence>? _silences;
    private List<Inhibition>? _inhibitions;
    private Dictionary<Guid, SchoolReplica>? _schools;

    public async Task<Suppression?> FindAsync(Alert episode, CancellationToken ct)
    {
        await LoadAsync(ct);
        if (_silences!.Count == 0 && _inhibitions!.Count == 0)
            return null;
        var subject = SubjectOf(episode);
        return BySilence(episode, subject) ?? await ByInhibitionAsync(episode, subject, ct);
    }

    public async Task<bool> FitsAsync(Silence silence, Alert episode, CancellationToken ct)
    {
        await LoadAsync(ct);
        return (silence.SchoolId is null || silence.SchoolId == episode.SchoolId) && Compiled(silence).Fit(SubjectOf(episode));
    }

    /// <summary>What was changed in this scope has to be read again.</summary>
    public void Forget() => (_silences, _inhibitions) = (null, null);

    private Suppression? BySilence(Alert episode, MatchSubject subject)
    {
        var now = clock.GetUtcNow();
        foreach (var silence in _silences!)
        {
            if (!silence.IsActive(now) || (silence.SchoolId is { } school && school != episode.SchoolId))
                continue;
            var until = silence.EndsAt;
            if (silence.Times == SilenceTimes.ClosedDays)
            {
                if (episode.SchoolId is not { } at || _schools!.GetValueOrDefault(at)?.ClosedUntil(now) is not { } opens)
                    continue;
                until = opens < until ? opens : until;
            }
            if (!Compiled(silence).Fit(subject))
                continue;
            var kind = silence.Kind == SilenceKind.Maintenance ? SuppressionKind.Maintenance : SuppressionKind.Silence;
            return new(kind, silence.Id, $"{silence.CreatedBy}: {silence.Reason}", until, until);
        }
        return null;
    }

    private async Task<Suppression?> ByInhibitionAsync(Alert episode, MatchSubject subject, CancellationToken ct)
    {
        foreach (var inhibition in _inhibitions!)
        {
            var firing = cache.Get(inhibition.FiringJson, () => inhibition.Firing);
            // What fits both sides would keep itself quiet.
            if (!cache.Get(inhibition.MutedJson, () => inhibition.Muted).Fit(subject) || firing.Fit(subject))
                continue;
            var candidates = Equal(db.Episodes.IgnoreQueryFilters().AsNoTracking()
                .Where(e => e.Status != AlertStatus.Resolved && e.Id != episode.Id), inhibition, episode);
            if (candidates is null)
                continue;
            // What is itself inhibited inhibits nothing: two that name each other must not both be quiet.
            var open = await AlertFilterTranslator.By(candidates, inhibition.Firing)
                .Where(e => e.MutedKind == null || e.MutedKind != SuppressionKind.Inhibition)
                .OrderByDescending(e => e.LastSeenAt).Take(MaxFiring).ToListAsync(ct);
            if (open.Find(e => firing.Fit(SubjectOf(e))) is { } by)
            {
                // Whoever sees the one alert need not see the other.
                var what = by.SchoolId == episode.SchoolId ? $"“{by.Title}” fires" : "an alert of another school fires";
                return new(SuppressionKind.Inhibition, by.Id, $"{inhibition.Name}: {what}.", null, clock.GetUtcNow() + Again);
            }
        }
        return null;
    }

    /// <summary>Null where the alert lacks one of the fields: nothing is equal to what is not there.</summary>
    private static IQueryable<Alert>? Equal(IQueryable<Alert> query, Inhibition inhibition, Alert target)
    {
        foreach (var field in inhibition.EqualFields)
        {
            var next = field switch
            {
                MatchField.Source => query.Where(e => e.SourceId == target.SourceId),
                MatchField.SourceKind => query.Where(e => e.SourceKind == target.SourceKind),
                MatchField.School when target.SchoolId is { } school => query.Where(e => e.SchoolId == school),
                MatchField.Asset when target.AssetId is { } asset => query.Where(e => e.AssetId == asset),
                MatchField.Host when target.HostName is { } host => query.Where(e => e.HostName == host),
                MatchField.User when target.User is { } user => query.Where(e => e.User == user),
                MatchField.Ip when target.Ip is { } ip => query.Where(e => e.Ip == ip),
                MatchField.Rule when target.Rule is { } rule => query.Where(e => e.Rule == rule),
                _ => null,
            };
            if (next is null)
                return null;
            query = next;
        }
        return query;
    }

    private MatchSubject SubjectOf(Alert e) => MatchInputs.Of(e, e.SchoolId is { } id ? _schools!.GetValueOrDefault(id)?.Name : null);

    private CompiledMatchers Compiled(Silence silence) => cache.Get(silence.MatchersJson, () => silence.Matchers);

    /// <summary>The caller may see one school only; a suppression applies to everybody.</summary>
    private async Task LoadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        _silences ??= await db.Silences.IgnoreQueryFilters().AsNoTracking().Where(s => s.EndsAt > now && s.StartsAt <= now)
            .OrderByDescending(s => s.EndsAt).ToListAsync(ct);
        _inhibitions ??= await db.Inhibitions.AsNoTracking().Where(i => i.Enabled).OrderBy(i => i.Id).ToListAsync(ct);
        _schools ??= await db.Schools.AsNoTracking().ToDictionaryAsync(s => s.Id, ct);
    }
}
