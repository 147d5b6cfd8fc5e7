namespace Mat.Insights.Counting;

/// <summary>Differences to add to the counters: what an aggregate counted for before is taken out, what it counts for now is put
/// in.</summary>
internal sealed class CounterDelta
{
    private readonly SortedDictionary<CounterKey, long> _changes = [];

    public void Add(string measure, string bucket, Guid schoolId, long amount)
    {
        var key = new CounterKey(measure, bucket, schoolId);
        var sum = _changes.GetValueOrDefault(key) + amount;
        if (sum == 0)
            _changes.Remove(key);
        else
            _changes[key] = sum;
    }

    /// <summary>In one order for everybody, so that two consumers never wait for each other's rows.</summary>
    public IReadOnlyCollection<KeyValuePair<CounterKey, long>> Changes => _changes;

    /// <summary>
    /// Brings one aggregate up to <paramref name="facts"/> unless it knows better already. An equal version is applied
    /// again: it changes nothing when the facts are those it has, and mends the row after a rebuild.
    /// </summary>
    /// <param name="replayedAt">The moment, when the facts were announced again for a read model; else null.</param>
    /// <returns>False when the facts are older than what is known.</returns>
    public bool Apply<TFacts>(ICounted<TFacts> state, TFacts facts, int version, DateTimeOffset? replayedAt = null)
    {
        if (version < state.SourceVersion)
            return false;
        if (state.SourceVersion >= 0)
            state.Count(this, -1);
        state.Take(facts, replayedAt);
        state.Count(this, +1);
        return true;
    }
}

/// <summary>The row of one aggregate: just the facts that its counters need.</summary>
internal interface ICounted<in TFacts>
{
    /// <summary>Version of the facts it holds; -1 before the first.</summary>
    int SourceVersion { get; }

    void Take(TFacts facts, DateTimeOffset? replayedAt);

    /// <summary>Adds everything this aggregate counts for, <paramref name="amount"/> times.</summary>
    void Count(CounterDelta tally, long amount);
}
