using FsCheck;
using FsCheck.Fluent;
using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Insights.Counting;
using Mat.Insights.Facts;

namespace Mat.Insights.Tests.Counting;

/// <summary>The counters against a plain count of the final state, whatever order and repetition the bus chose.</summary>
public sealed class TallyTests
{
    private static readonly Guid[] Schools = [.. Enumerable.Range(1, 3).Select(i => new Guid(i, 0, 0, new byte[8]))];
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Any_order_and_repetition_gives_the_counters_of_the_final_state() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var histories = Enumerable.Range(0, 12).Select(i => History(random, new Guid(i + 1, 1, 0, new byte[8]))).ToList();
            var delivered = histories.SelectMany(h => h).SelectMany(e => Enumerable.Repeat(e, random.Next(1, 4))).ToArray();
            random.Shuffle(delivered);

            var model = new Model();
            foreach (var fact in delivered)
                model.Apply(fact);

            Assert.Equal(Expected(histories.Select(h => h[^1])), model.Counters);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Older_facts_change_nothing()
    {
        var model = new Model();
        model.Apply(Ticket(Guid.NewGuid(), 5, new Random(1)) with { Status = "open", Id = Schools[0] });
        var before = model.Counters.ToDictionary();
        model.Apply(Ticket(Guid.NewGuid(), 4, new Random(2)) with { Status = "closed", Id = Schools[0] });
        Assert.Equal(before, model.Counters);
    }

    [Fact]
    public void Ticket_that_moves_school_leaves_nothing_behind()
    {
        var model = new Model();
        var ticket = Ticket(Guid.NewGuid(), 1, new Random(1)) with { Status = "open", Priority = "critical", SchoolId = Schools[0] };
        model.Apply(ticket);
        model.Apply(ticket with { Version = 2, SchoolId = Schools[1] });
        Assert.All(model.Counters, c => Assert.Equal(Schools[1], c.Key.SchoolId));
        Assert.Equal(1, model.Counters[new CounterKey(Measures.TicketsCritical, "", Schools[1])]);
    }

    [Fact]
    public void Retired_asset_counts_for_nothing()
    {
        var model = new Model();
        var asset = Asset(Guid.NewGuid(), 1, new Random(3)) with { Status = "in_use" };
        model.Apply(asset);
        Assert.NotEmpty(model.Counters);
        model.Apply(asset with { Version = 2, Status = "retired" });
        Assert.Empty(model.Counters);
    }

    [Theory]
    [InlineData("2026-07-01T23:30:00Z", "2026-07-02")] // summer time: already tomorrow in London
    [InlineData("2026-12-01T23:30:00Z", "2026-12-01")]
    public void Day_turns_at_midnight_in_London(string time, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), TrustDay.Of(DateTimeOffset.Parse(time, null)));

    /// <summary>Counted the slow way, from the facts alone.</summary>
    private static Dictionary<CounterKey, long> Expected(IEnumerable<object> finals)
    {
        var all = new List<CounterKey>();
        foreach (var final in finals)
        {
            switch (final)
            {
                case TicketSnapshot t:
                    var open = t.Status is "new" or "open" or "waiting_requester" or "waiting_partner";
                    all.Add(new(Measures.TicketsOpened, Day(t.OpenedAt), t.SchoolId));
                    if (open)
                        all.Add(new(Measures.TicketsOpen, "", t.SchoolId));
                    if (open && t.Priority == "critical")
                        all.Add(new(Measures.TicketsCritical, "", t.SchoolId));
                    if (!open && t.ResolvedAt is not null)
                        all.Add(new(Measures.TicketsResolved, Day(t.ResolvedAt.Value), t.SchoolId));
                    if (t.ResolutionBreached)
                        all.Add(new(Measures.TicketsBreached, Day(t.ResolutionDueAt ?? t.ResolvedAt ?? t.OpenedAt), t.SchoolId));
                    break;
                case AlertSnapshot a:
                    all.Add(new(Measures.AlertsRaised, Day(a.FirstSeenAt), a.SchoolId ?? Guid.Empty));
                    if (a.Status is "new" or "acknowledged")
                        all.Add(new(Measures.AlertsOpen,
                            a.Severity switch { "fatal" => "critical", "unknown" or "informational" => "other", var s => s },
                            a.SchoolId ?? Guid.Empty));
                    break;
                case EscalationSnapshot e:
                    all.Add(new(Measures.EscalationsRaised, Day(e.RequestedAt), e.SchoolId));
                    if (e.Status is not ("resolved" or "rejected" or "cancelled"))
                        all.Add(new(Measures.EscalationsOpen, "", e.SchoolId));
                    if (e.Status == "unroutable")
                        all.Add(new(Measures.EscalationsUnroutable, "", e.SchoolId));
                    break;
                case AssetSnapshot a when a.Status is not ("retired" or "disposed"):
                    all.Add(new(Measures.AssetsLive, "", a.SchoolId));
                    all.Add(new(Measures.AssetsKind, a.Kind, a.SchoolId));
                    all.Add(new(Measures.AssetsBought, a.PurchasedOn?.ToString("yyyy-MM-dd", null) ?? "unknown", a.SchoolId));
                    if (a.WarrantyEndsOn is { } w)
                        all.Add(new(Measures.AssetsWarranty, w.ToString("yyyy-MM-dd", null), a.SchoolId));
                    if (a.EndOfLifeOn is { } x)
                        all.Add(new(Measures.AssetsEndOfLife, x.ToString("yyyy-MM-dd", null), a.SchoolId));
                    break;
            }
        }
        return all.GroupBy(k => k).ToDictionary(g => g.Key, g => g.LongCount());
    }

    private static string Day(DateTimeOffset time) => Measures.Day(TrustDay.Of(time));

    private static List<object> History(Random random, Guid id)
    {
        Func<Guid, int, Random, object> make = random.Next(4) switch { 0 => Ticket, 1 => Alert, 2 => Escalation, _ => Asset };
        return [.. Enumerable.Range(1, random.Next(1, 7)).Select(version => make(id, version, random))];
    }

    private static T Pick<T>(Random random, params T[] of) => of[random.Next(of.Length)];
    private static DateTimeOffset Time(Random random) => Start.AddHours(random.Next(24 * 90));
    private static DateTimeOffset? Maybe(Random random) => random.Next(2) == 0 ? null : Time(random);
    private static DateOnly? MaybeDay(Random random) => random.Next(3) == 0 ? null : DateOnly.FromDateTime(Time(random).DateTime);

    private static TicketSnapshot Ticket(Guid id, int version, Random r) => new(
        id, version, "T-1", "x", "incident", Pick(r, "new", "open", "waiting_requester", "waiting_partner", "resolved", "closed"),
        Pick(r, "critical", "high", "medium", "low"), Pick(r, Schools), null, null, null, null, null, null,
        Time(r), null, Maybe(r), null, Maybe(r), false, r.Next(2) == 0);

    private static AlertSnapshot Alert(Guid id, int version, Random r) => new(
        id, version, Schools[0], "s", "wazuh", "x", Pick(r, "unknown", "informational", "low", "medium", "high", "critical", "fatal"),
        Pick(r, "new", "acknowledged", "resolved"), r.Next(4) == 0 ? null : Pick(r, Schools), null, null, 1, Time(r), Time(r));

    private static EscalationSnapshot Escalation(Guid id, int version, Random r) => new(
        id, version, "E-1", Schools[0], "T-1", Pick(r, Schools), null, null, "network",
        Pick(r, "requested", "unroutable", "sent", "acknowledged", "resolved", "rejected", "cancelled"), Time(r), null, null, null, null);

    private static AssetSnapshot Asset(Guid id, int version, Random r) => new(
        id, version, "A1", Pick(r, "laptop", "server"), "x", Pick(r, "in_stock", "in_use", "in_repair", "lost", "retired", "disposed"),
        Pick(r, Schools), null, null, null, [], [], null, null, null, MaybeDay(r), MaybeDay(r), MaybeDay(r));

    /// <summary>The read model without its database.</summary>
    private sealed class Model
    {
        private readonly Dictionary<Guid, object> _states = [];

        public Dictionary<CounterKey, long> Counters { get; } = [];

        public void Apply(object fact)
        {
            var tally = new CounterDelta();
            switch (fact)
            {
                case TicketSnapshot t:
                    tally.Apply(State(t.Id, () => new TicketReplica { Id = t.Id }), t, t.Version);
                    break;
                case AlertSnapshot a:
                    tally.Apply(State(a.Id, () => new AlertReplica { Id = a.Id }), a, a.Version);
                    break;
                case EscalationSnapshot e:
                    tally.Apply(State(e.Id, () => new EscalationReplica { Id = e.Id }), e, e.Version);
                    break;
                case AssetSnapshot a:
                    tally.Apply(State(a.Id, () => new AssetReplica { Id = a.Id }), a, a.Version);
                    break;
            }
            foreach (var (key, amount) in tally.Changes)
            {
                if ((Counters[key] = Counters.GetValueOrDefault(key) + amount) == 0)
                    Counters.Remove(key);
            }
        }

        private T State<T>(Guid id, Func<T> make) where T : class
        {
            if (!_states.TryGetValue(id, out var state))
                _states[id] = state = make();
            return (T)state;
        }
    }
}
