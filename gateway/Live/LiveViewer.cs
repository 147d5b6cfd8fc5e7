using System.Collections.Frozen;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;

namespace Mat.Gateway.Live;

/// <summary>What one reader of the stream may see; computed once when the stream opens.</summary>
internal sealed class LiveViewer
{
    private readonly Guid _personId;
    private readonly bool _allSchools;
    private readonly FrozenSet<Guid> _schools;
    private readonly FrozenSet<string>? _topics;

    /// <param name="grants">Roles of the person; <c>staff</c> shows no school, only the person's own tickets.</param>
    /// <param name="scopes">Scopes of an API token; null for a person, who is not limited by scopes.</param>
    public LiveViewer(Guid personId, IEnumerable<Grant> grants, IEnumerable<string>? scopes)
    {
        var reading = grants.Where(g => Roles.Readers.Contains(g.Role)).ToList();
        _personId = personId;
        _allSchools = reading.Any(g => g.Schools is null);
        _schools = reading.SelectMany(g => g.Schools ?? []).ToFrozenSet();
        _topics = scopes is null || scopes.Contains("*") ? null : LiveEvents.TopicsOf(scopes).ToFrozenSet();
    }

    public bool Sees(LiveChange change)
    {
        if (_topics is not null && !_topics.Contains(change.Topic))
            return false;
        if (_allSchools)
            return true;
        if (change.SchoolId is { } school && _schools.Contains(school))
            return true;
        return change.PersonId is { } person && person == _personId;
    }
}
