using System.Globalization;
using Mat.Alerts.Intake;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Episodes;

/// <summary>One thing a source said about an identity, as far as the order of things goes.</summary>
internal readonly record struct TimelineEntry(DateTimeOffset At, bool Resolves, Severity Severity);

/// <summary>What is known of one identity of one source.</summary>
internal sealed class AlertSeries
{
    /// <summary>The newest episode; null for an identity nobody has seen.</summary>
    public Alert? Head { get; set; }

    /// <summary>Earlier episodes, and <see cref="Marks"/>: only there when a finding came late
    /// (<see cref="AlertTimeline.IsLate"/>).</summary>
    public List<Alert> Closed { get; init; } = [];

    /// <summary>Everything the source said so far, in no order.</summary>
    public List<TimelineEntry>? Marks { get; set; }
}

/// <summary>What a finding did.</summary>
internal enum TransitionEffect
{
    /// <summary>A new episode that is open.</summary>
    Opened,

    /// <summary>A new episode that was over before Mat heard of it.</summary>
    Recorded,

    /// <summary>Said again in an episode.</summary>
    Counted,

    /// <summary>An open episode is over.</summary>
    Closed,

    /// <summary>Nothing was open then.</summary>
    Nothing,
}

/// <param name="Reopened">The open episode that begins after a late resolve split another.</param>
internal sealed record TransitionResult(TransitionEffect Effect, Alert Episode, Alert? Reopened = null);

/// <summary>
/// Puts what a source says into episodes by the time at which it happened, so that the same set of findings gives the
/// same episodes in whatever order they arrive. Findings that arrive in order need the newest episode alone; a late one
/// needs the identity's marks.
///
/// The rule all of it follows: resolves cut time into pieces (a firing at the very time of a resolve belongs before it);
/// the firings of one piece are one episode, which ends with the resolve that ends the piece. A resolve before which
/// nothing at all was said is kept as an episode of its own with count 0; any other resolve of nothing leaves no trace.
/// </summary>
internal static class AlertTimeline
{
    public static readonly TimeSpan FlapWindow = TimeSpan.FromMinutes(10);
    public const int FlapChanges = 4;

    public static bool IsLate(Alert? head, bool resolves, DateTimeOffset at)
    {
        if (head is null)
            return false;
        if (!resolves)
            return at <= head.ClearedUntil;
        return head.IsOpen ? at < head.LastSeenAt || at <= head.ClearedUntil : at < head.ClearedUntil;
    }

    public static TransitionResult Apply(AlertSeries state, SourceSummary source, NormalizedAlert finding)
    {
        var late = IsLate(state.Head, finding.Resolves, finding.At);
        var step = (late, finding.Resolves) switch
        {
            (false, false) => Fire(state, source, finding),
            (false, true) => Resolve(state, source, finding),
            (true, false) => LateFire(state, source, finding),
            (true, true) => LateResolve(state, source, finding),
        };
        state.Marks?.Add(new TimelineEntry(finding.At, finding.Resolves, finding.Severity));
        return step;
    }

    /// <summary>Somebody at the desk, or a ticket, says it is over. Never before what was last seen, or it would not be.</summary>
    public static DateTimeOffset CloseByHand(Alert head, string by, DateTimeOffset now)
    {
        var at = EventTime.Whole(now) > head.LastSeenAt ? EventTime.Whole(now) : head.LastSeenAt;
        head.Close(at, by);
        head.ClearedUntil = at;
        Change(head, at);
        return at;
    }

    private static TransitionResult Fire(AlertSeries state, SourceSummary source, NormalizedAlert finding)
    {
        if (state.Head is { IsOpen: true } open)
        {
            open.Count1(finding);
            return new(TransitionEffect.Counted, open);
        }
        var episode = Alert.Begin(source, finding);
        episode.Count1(finding);
        BecomeHead(state, episode);
        Change(episode, finding.At);
        return new(TransitionEffect.Opened, episode);
    }

    private static TransitionResult Resolve(AlertSeries state, SourceSummary source, NormalizedAlert finding)
    {
        if (state.Head is null)
        {
            var record = RecordOf(source, finding);
            BecomeHead(state, record);
            record.ClearedUntil = finding.At;
            return new(TransitionEffect.Recorded, record);
        }
        var head = state.Head;
        head.ClearedUntil = finding.At;
        if (!head.IsOpen)
            return new(TransitionEffect.Nothing, head);
        head.Close(finding.At, "source");
        Change(head, finding.At);
        return new(TransitionEffect.Closed, head);
    }

    private static TransitionResult LateFire(AlertSeries state, SourceSummary source, NormalizedAlert finding)
    {
        var ends = state.Marks!.Where(m => m.Resolves && m.At >= finding.At).Select(m => (DateTimeOffset?)m.At).Min()
            ?? state.Head!.ClearedUntil!.Value;
        if (EndingAt(state, ends) is { } episode)
        {
            episode.Count1(finding);
            return new(TransitionEffect.Counted, episode);
        }
        var record = Alert.Begin(source, finding);
        record.Count1(finding);
        record.Close(ends, "source");
        state.Closed.Add(record);
        return new(TransitionEffect.Recorded, record);
    }

    private static TransitionResult LateResolve(AlertSeries state, SourceSummary source, NormalizedAlert finding)
    {
        var at = finding.At;
        var head = state.Head!;
        var marks = state.Marks!;
        if (marks.Any(m => m.Resolves && m.At == at))
            return new(TransitionEffect.Nothing, head);
        var from = marks.Where(m => m.Resolves && m.At < at).Select(m => m.At).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var to = marks.Where(m => m.Resolves && m.At > at).Select(m => (DateTimeOffset?)m.At).Min();
        var before = marks.Where(m => !m.Resolves && m.At > from && m.At <= at).ToList();
        var after = marks.Where(m => !m.Resolves && m.At > at && (to is null || m.At <= to)).ToList();
        var episode = to is { } end ? EndingAt(state, end) : head.IsOpen ? head : null;

        if (before.Count == 0)
        {
            // Over before the open piece began: a firing from before that must not join the open one.
            if (to is null)
                head.ClearedUntil = at;
            var first = from == DateTimeOffset.MinValue;
            if (!first)
                return new(TransitionEffect.Nothing, episode ?? head);
            if (episode is { Count: 0 })
            {
                episode.ResolvedAt = episode.FirstSeenAt = episode.LastSeenAt = at;
                return new(TransitionEffect.Nothing, episode);
            }
            var record = RecordOf(source, finding);
            state.Closed.Add(record);
            return new(TransitionEffect.Recorded, record);
        }
        // Marks are kept for days, episodes for good: beyond what is still known a late resolve changes nothing.
        if (episode is null)
            return new(TransitionEffect.Nothing, head);

        var wasOpen = episode.IsOpen;
        var endedBy = episode.ResolvedBy;
        if (after.Count == 0)
        {
            episode.Close(at, "source");
            if (wasOpen)
            { episode.ClearedUntil = at; Change(episode, at); }
            return new(wasOpen ? TransitionEffect.Closed : TransitionEffect.Nothing, episode);
        }

        // The ticket stays with the piece that was bad enough for it.
        if (episode.TicketRequested && before.Max(m => m.Severity) < episode.ReportedSeverity)
            return SplitBefore(state, episode, at, before, after);

        var later = episode.Later();
        Shape(later, after);
        Shape(episode, before);
        episode.ResolvedBy = null;
        episode.Close(at, "source");
        if (wasOpen)
        {
            // What was cleared before stays cleared; the piece that goes on is open.
            Change(episode, at);
            BecomeHead(state, later);
            later.ClearedUntil = at;
            Change(later, later.FirstSeenAt);
            return new(TransitionEffect.Closed, episode, later);
        }
        later.Close(to!.Value, endedBy ?? "source");
        if (episode == head)
        {
            var cleared = head.ClearedUntil;
            BecomeHead(state, later);
            later.ClearedUntil = cleared;
        }
        else
        {
            state.Closed.Add(later);
        }
        return new(TransitionEffect.Recorded, later);
    }

    /// <summary>A late resolve after which the episode goes on as it is; what was before it becomes an episode of its own.</summary>
    private static TransitionResult SplitBefore(AlertSeries state, Alert episode, DateTimeOffset at, List<TimelineEntry> before,
        List<TimelineEntry> after)
    {
        var earlier = episode.Later();
        Shape(earlier, before);
        earlier.Close(at, "source");
        state.Closed.Add(earlier);
        Shape(episode, after);
        if (!episode.IsOpen)
            return new(TransitionEffect.Recorded, earlier);
        episode.ClearedUntil = at;
        Change(episode, at);
        Change(episode, episode.FirstSeenAt);
        return new(TransitionEffect.Closed, earlier, episode);
    }

    private static Alert RecordOf(SourceSummary source, NormalizedAlert finding)
    {
        var record = Alert.Begin(source, finding);
        record.ReportedSeverity = record.Severity = finding.Severity;
        record.Close(finding.At, "source");
        return record;
    }

    private static void Shape(Alert episode, List<TimelineEntry> firings)
    {
        episode.Count = firings.Count;
        episode.FirstSeenAt = firings.Min(m => m.At);
        episode.LastSeenAt = firings.Max(m => m.At);
        episode.ReportedSeverity = episode.Severity = firings.Max(m => m.Severity);
    }

    private static Alert? EndingAt(AlertSeries state, DateTimeOffset end) =>
        state.Head?.ResolvedAt == end ? state.Head : state.Closed.FirstOrDefault(e => e.ResolvedAt == end);

    private static void BecomeHead(AlertSeries state, Alert episode)
    {
        if (state.Head is { } old)
        {
            old.HeadKey = null;
            episode.ClearedUntil = old.ClearedUntil;
            episode.RecentChanges = [.. old.RecentChanges];
            if (!state.Closed.Contains(old))
                state.Closed.Add(old);
        }
        episode.HeadKey = Alert.KeyOf(episode.SourceId, episode.Identity);
        state.Head = episode;
    }

    /// <summary>
    /// What comes late may have happened before changes that are known, so the newest of all is what the window ends with. A moment
    /// counts once: a late resolve cuts at a time that may be known, and a cut is no coming and going.
    /// </summary>
    private static void Change(Alert episode, DateTimeOffset at)
    {
        var all = episode.RecentChanges.Select(c => DateTimeOffset.Parse(c, CultureInfo.InvariantCulture)).Append(at).Distinct().Order()
            .ToList();
        var recent = all.Where(c => c > all[^1] - FlapWindow).TakeLast(FlapChanges * 2);
        episode.RecentChanges = [.. recent.Select(c => c.ToString("O", CultureInfo.InvariantCulture))];
        episode.Flapping = episode.RecentChanges.Count >= FlapChanges;
    }
}
