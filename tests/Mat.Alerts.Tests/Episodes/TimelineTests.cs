using FsCheck;
using FsCheck.Fluent;
using Mat.Alerts.Episodes;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Tests.Episodes;

public sealed class TimelineTests
{
    private static readonly SourceSummary Source = new(Guid.NewGuid(), "monitor", SourceKind.Generic, null);
    private static readonly Guid Identity = Guid.NewGuid();
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public readonly record struct Said(int Minute, bool Resolves, Severity Severity = Severity.Medium);

    private static Said Fire(int minute, Severity severity = Severity.Medium) => new(minute, false, severity);

    private static Said Over(int minute) => new(minute, true, Severity.Medium);

    private sealed record Shape(int First, int Last, long Count, int? Resolved, Severity? Severity);

    private static NormalizedAlert Of(Said said) => new()
    {
        Identity = Identity,
        Content = Guid.NewGuid(),
        Resolves = said.Resolves,
        At = Start.AddMinutes(said.Minute),
        OwnTime = true,
        TimeSuspect = false,
        Title = "t",
        Severity = said.Severity,
    };

    /// <summary>What the service does: the same finding twice is dropped by its content before it gets here.</summary>
    private static (AlertSeries State, List<TransitionResult> Steps) Run(IEnumerable<Said> said)
    {
        var state = new AlertSeries { Marks = [] };
        var seen = new HashSet<Said>();
        return (state, [.. said.Where(seen.Add).Select(s => AlertTimeline.Apply(state, Source, Of(s)))]);
    }

    private static List<Shape> Shapes(AlertSeries state) =>
        [.. state.Closed.Append(state.Head).OfType<Alert>().Distinct()
            .Select(e => new Shape(Minute(e.FirstSeenAt), Minute(e.LastSeenAt), e.Count, e.ResolvedAt is { } r ? Minute(r) : null,
                e.Count == 0 ? null : e.ReportedSeverity))
            .OrderBy(s => s.First).ThenBy(s => s.Resolved)];

    private static int Minute(DateTimeOffset at) => (int)(at - Start).TotalMinutes;

    /// <summary>The rule of <see cref="AlertTimeline"/>, said the slow way.</summary>
    private static List<Shape> Model(IEnumerable<Said> said)
    {
        var episodes = new List<Shape>();
        Shape? open = null;
        foreach (var s in said.Distinct().OrderBy(s => s.Minute).ThenBy(s => s.Resolves))
        {
            if (!s.Resolves)
            {
                open = open is null
                    ? new(s.Minute, s.Minute, 1, null, s.Severity)
                    : open with
                    {
                        Last = s.Minute,
                        Count = open.Count + 1,
                        Severity = open.Severity > s.Severity ? open.Severity : s.Severity
                    };
            }
            else if (open is not null)
            {
                episodes.Add(open with { Resolved = s.Minute });
                open = null;
            }
            else if (episodes.Count == 0)
            {
                episodes.Add(new(s.Minute, s.Minute, 0, s.Minute, null));
            }
        }
        if (open is not null)
            episodes.Add(open);
        return [.. episodes.OrderBy(s => s.First).ThenBy(s => s.Resolved)];
    }

    [Fact]
    public void Case_52_any_order_and_repetition_gives_the_same_episodes_and_counts()
    {
        var one = from minute in Gen.Choose(0, 30)
                  from resolves in Gen.Frequency((3, Gen.Constant(false)), (2, Gen.Constant(true)))
                  from severity in Gen.Choose(0, 6)
                  select new Said(minute, resolves, resolves ? Severity.Medium : (Severity)severity);
        var sets = from list in one.ListOf()
                   from repeats in Gen.SubListOf(list.AsEnumerable())
                   from shuffled in Gen.Shuffle(list.Concat(repeats).ToArray())
                   select shuffled;
        var property = Prop.ForAll(sets.ToArbitrary(), said =>
        {
            var (state, _) = Run(said);
            var got = Shapes(state);
            var wanted = Model(said);
            return got.SequenceEqual(wanted)
                .Label($"{string.Join(", ", said)}\n got {string.Join(' ', got)}\n not {string.Join(' ', wanted)}")
                .And(state.Closed.All(e => !e.IsOpen && e.HeadKey is null || e == state.Head));
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(40), property);
    }

    [Fact]
    public void Any_order_and_repetition_asks_for_the_same_tickets()
    {
        // Far enough apart not to flap, which holds tickets back by the time of arrival; every second identity is silenced.
        var one = from minute in Gen.Choose(0, 30)
                  from resolves in Gen.Frequency((3, Gen.Constant(false)), (2, Gen.Constant(true)))
                  from severity in Gen.Choose(0, 6)
                  select new Said(minute * 20, resolves, resolves ? Severity.Medium : (Severity)severity);
        var sets = from list in one.ListOf()
                   from repeats in Gen.SubListOf(list.AsEnumerable())
                   from shuffled in Gen.Shuffle(list.Concat(repeats).ToArray())
                   from silenced in Gen.Elements(true, false)
                   select (shuffled, silenced);
        var property = Prop.ForAll(sets.ToArbitrary(), set =>
        {
            var got = Tickets(set.shuffled, set.silenced);
            var wanted = set.silenced ? [] : Model(set.shuffled).Where(s => s is { Count: > 0, Severity: >= Severity.High }).ToList();
            return got.SequenceEqual(wanted)
                .Label($"{string.Join(", ", set.shuffled)}\n got {string.Join(' ', got)}\n not {string.Join(' ', wanted)}");
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(40), property);
    }

    /// <summary>High and above asks for a ticket, once in an episode's life and never while it is silenced.</summary>
    private static List<Shape> Tickets(IEnumerable<Said> said, bool silenced)
    {
        var state = new AlertSeries { Marks = [] };
        var seen = new HashSet<Said>();
        foreach (var s in said.Where(seen.Add))
        {
            var step = AlertTimeline.Apply(state, Source, Of(s));
            foreach (var episode in new[] { step.Episode, step.Reopened }.OfType<Alert>())
                if (!silenced && episode is { Count: > 0, Flapping: false, ReportedSeverity: >= Severity.High })
                    episode.TicketRequested = true;
        }
        var asked = state.Closed.Append(state.Head).OfType<Alert>().Distinct().Where(e => e.TicketRequested).ToList();
        return [
            .. asked.Select(e => new Shape(Minute(e.FirstSeenAt), Minute(e.LastSeenAt), e.Count, e.ResolvedAt is { } r ? Minute(r) : null,
                e.ReportedSeverity))
            .OrderBy(s => s.First).ThenBy(s => s.Resolved)];
    }

    [Fact]
    public void Case_52_late_resolve_of_nothing_still_bounds_what_is_later_said_to_have_fired_before_it() =>
        Assert.Equal(
            [new Shape(8, 8, 1, 8, Severity.Medium), new Shape(17, 17, 1, null, Severity.Medium)],
            Shapes(Run([Fire(17), Over(8), Fire(8)]).State));

    [Fact]
    public void Case_50_repeats_are_counted_in_one_episode()
    {
        var (state, steps) = Run(Enumerable.Range(0, 100).Select(i => Fire(i)));
        Assert.Equal([new Shape(0, 99, 100, null, Severity.Medium)], Shapes(state));
        Assert.Single(steps, s => s.Effect == TransitionEffect.Opened);
    }

    [Fact]
    public void Case_52_resolve_closes_and_a_later_firing_opens_a_new_one()
    {
        var (state, steps) = Run([Fire(0), Over(1), Fire(2)]);
        Assert.Equal([new Shape(0, 0, 1, 1, Severity.Medium), new Shape(2, 2, 1, null, Severity.Medium)], Shapes(state));
        Assert.Equal([TransitionEffect.Opened, TransitionEffect.Closed, TransitionEffect.Opened], steps.Select(s => s.Effect));
    }

    [Fact]
    public void Case_52_resolve_without_firing_is_recorded_as_resolved()
    {
        var (state, steps) = Run([Over(5)]);
        Assert.Equal([new Shape(5, 5, 0, 5, null)], Shapes(state));
        Assert.Equal(TransitionEffect.Recorded, steps[0].Effect);
        Assert.Equal(AlertStatus.Resolved, state.Head!.Status);
    }

    [Fact]
    public void Case_52_firing_that_arrives_after_its_resolve_does_not_open()
    {
        var (state, steps) = Run([Over(5), Fire(3)]);
        Assert.Equal([new Shape(3, 3, 1, 5, Severity.Medium)], Shapes(state));
        Assert.DoesNotContain(steps, s => s.Effect == TransitionEffect.Opened);
    }

    [Fact]
    public void Case_52_late_resolve_splits_what_came_again_since()
    {
        var (state, steps) = Run([Fire(0), Fire(10, Severity.High), Over(5)]);
        Assert.Equal([new Shape(0, 0, 1, 5, Severity.Medium), new Shape(10, 10, 1, null, Severity.High)], Shapes(state));
        Assert.NotNull(steps[2].Reopened);
        Assert.Same(state.Head, steps[2].Reopened);
    }

    [Fact]
    public void Case_52_coming_and_going_four_times_in_ten_minutes_is_flapping()
    {
        Assert.False(Run([Fire(0), Over(1), Fire(2)]).State.Head!.Flapping);
        Assert.True(Run([Fire(0), Over(1), Fire(2), Over(3), Fire(4)]).State.Head!.Flapping);
        Assert.False(Run([Fire(0), Over(1), Fire(2), Over(3), Fire(30)]).State.Head!.Flapping);
        Assert.False(Run([Fire(0), Fire(1), Fire(2), Fire(3), Fire(4)]).State.Head!.Flapping);
    }

    [Fact]
    public void Closing_by_hand_is_never_before_the_last_firing()
    {
        var (state, _) = Run([Fire(0), Fire(50)]);
        Assert.Equal(Start.AddMinutes(50), AlertTimeline.CloseByHand(state.Head!, "A Person", Start.AddMinutes(10)));
        Assert.Equal("A Person", state.Head!.ResolvedBy);
        Assert.Equal(TransitionEffect.Opened, AlertTimeline.Apply(state, Source, Of(Fire(51))).Effect);
    }
}
