namespace Mat.Demo;

/// <summary>SplitMix64: the same seed gives the same trust on every machine and under every runtime.</summary>
internal sealed class Rng(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public int Below(int limit) => (int)(Next() % (ulong)limit);
    public int Between(int from, int to) => from + Below(to - from + 1);
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));
    public bool Chance(double probability) => Fraction() < probability;
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>One of several, each as likely as its weight says.</summary>
    public T Pick<T>(IReadOnlyList<(T Item, int Weight)> items)
    {
        var at = Below(items.Sum(i => i.Weight));
        foreach (var (item, weight) in items)
            if ((at -= weight) < 0)
                return item;
        throw new InvalidOperationException("No weight.");
    }

    public string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + Below(10))));

    public string Code(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"[Below(34)]));

    /// <summary>A stream of its own for one part, so that a change in one part leaves the others as they were.</summary>
    public static Rng For(int seed, string part) =>
        new(part.Aggregate((ulong)(uint)seed * 0x9E3779B97F4A7C15 + 0xCBF29CE484222325, (hash, c) => (hash ^ c) * 0x100000001B3));
}
