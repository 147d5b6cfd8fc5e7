using System.Collections.Frozen;
using Mat.Contracts.Trust;

namespace Mat.Gateway.Live;

/// <summary>What one reader of the stream may see, worked out once when it opens.</summary>
internal sealed class LiveViewer
{
    private readonly Guid _personId;
    private readonly bool _allSchools;
    private readonly FrozenSet<Guid> _schools;
    private readonly FrozenSet<string>? _topics;

    /// <param name="grants">Roles of the person; <c>staff</c> gives no school, only one's own tickets.</param>
    /// <param name="scopes">Scopes of an API token; null for a person, who has them all.</param>
    public LiveViewer(Guid personId, IEnumerable<Grant> grants, IEnumerable<string>? scopes)
    {
        var reading = grants.Where(g => g.Role != "staff").ToList();
        _personId = personId;
        _allSchools = reading.Any(g => g.Schools is null);
        _schools = reading.SelectMany(g => g.Schools ?? []).ToFrozenSet();
        _topics = scopes is null || scopes.Contains("*") ? null : TopicsOf(scopes);
    }

    public bool Sees(LiveChange change)
    {
        if (_topics is not null && !_topics.Contains(change.Topic)) return false;
        if (_allSchools) return true;
        if (change.SchoolId is { } school && _schools.Contains(school)) return true;
        return change.PersonId is { } person && person == _personId;
    }

    private static FrozenSet<string> TopicsOf(IEnumerable<string> scopes) => scopes.Select(s => s switch
    {
        "tickets.read" or "tickets.write" => "ticket",
        "alerts.read" or "alerts.write" => "alert",
        "partners.read" or "partners.write" => "escalation",
        "assets.read" or "assets.write" => "asset",
        "trust.read" or "trust.write" => "school",
        _ => "",
    }).ToFrozenSet();
}
