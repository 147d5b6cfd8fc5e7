using System.Collections.Concurrent;

namespace Mat.Gateway.Live;

/// <summary>
/// The open streams of this process. A reader too slow for its buffer loses the oldest changes and gets one <c>resync</c>: a
/// stream may lag, but it never misleads and never holds up the others.
/// </summary>
internal sealed class LiveHub
{
    private readonly ConcurrentDictionary<LiveStream, byte> _streams = new();
    private readonly Dictionary<Guid, int> _perPerson = [];
    private readonly Lock _counting = new();

    public int Count => _streams.Count;

    /// <returns>Null when the person already has <paramref name="max"/> streams open.</returns>
    public LiveStream? Open(Guid personId, LiveViewer viewer, int buffer, int max)
    {
        lock (_counting)
        {
            var open = _perPerson.GetValueOrDefault(personId);
            if (open >= max)
                return null;
            _perPerson[personId] = open + 1;
        }
        var stream = new LiveStream(this, personId, viewer, buffer);
        _streams.TryAdd(stream, 0);
        return stream;
    }

    public void Send(LiveChange change)
    {
        foreach (var (stream, _) in _streams)
            stream.TryWrite(change);
    }

    internal void Close(LiveStream stream)
    {
        if (!_streams.TryRemove(stream, out _))
            return;
        lock (_counting)
        {
            var left = _perPerson[stream.PersonId] - 1;
            if (left == 0)
                _perPerson.Remove(stream.PersonId);
            else
                _perPerson[stream.PersonId] = left;
        }
    }
}
