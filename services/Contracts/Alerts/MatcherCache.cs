using System.Collections.Concurrent;

namespace Mat.Contracts.Alerts;

/// <summary>Expressions are costly to make and are asked at every new alert, so each list is compiled once in a process.</summary>
public sealed class MatcherCache
{
    private const int Max = 2000;
    private readonly ConcurrentDictionary<string, CompiledMatchers> _byJson = new();

    /// <param name="json">The list as it is kept, which is the key: what is changed has another text.</param>
    public CompiledMatchers Get(string json, Func<IReadOnlyList<Matcher>> matchers)
    {
        if (_byJson.Count > Max)
            _byJson.Clear();
        return _byJson.GetOrAdd(json, _ => new CompiledMatchers(matchers()));
    }
}
