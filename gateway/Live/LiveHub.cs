using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Mat.Gateway.Live;

/// <summary>
/// Everybody who listens now. A reader too slow for its buffer loses the oldest changes and is told once to fetch
/// everything again: a stream may lag, it may not lie, and it may not hold up the others.
/// </summary>
internal sealed class LiveHub
{
    private readonly ConcurrentDictionary<LiveStream, byte> _streams = new();
    private readonly Dictionary<Guid, int> _perPerson = [];
    private readonly Lock _counting = new();

    public int Count => _streams.Count;

    /// <summary>Null when the person has as many streams open as one may have.</summary>
    public LiveStream? Open(Guid personId, LiveViewer viewer, int buffer, int most)
    {
        lock (_counting)
        {
            var open = _perPerson.GetValueOrDefault(personId);
            if (open >= most) return null;
            _perPerson[personId] = open + 1;
        }
        var stream = new LiveStream(this, personId, viewer, buffer);
        _streams.TryAdd(stream, 0);
        return stream;
    }

    public void Send(LiveChange change)
    {
        foreach (var (stream, _) in _streams) stream.Offer(change);
    }

    internal void Close(LiveStream stream)
    {
        if (!_streams.TryRemove(stream, out _)) return;
        lock (_counting)
        {
            var left = _perPerson[stream.PersonId] - 1;
            if (left == 0) _perPerson.Remove(stream.PersonId);
            else _perPerson[stream.PersonId] = left;
        }
    }
}

/// <summary>One open stream: a bounded queue in front of one connection.</summary>
internal sealed class LiveStream : IDisposable
{
    private readonly LiveHub _hub;
    private readonly LiveViewer _viewer;
    private readonly Channel<LiveChange> _waiting;
    private int _lost;

    public LiveStream(LiveHub hub, Guid personId, LiveViewer viewer, int buffer)
    {
        _hub = hub;
        _viewer = viewer;
        PersonId = personId;
        _waiting = Channel.CreateBounded<LiveChange>(
            new BoundedChannelOptions(buffer) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Exchange(ref _lost, 1));
    }

    public Guid PersonId { get; }

    public ChannelReader<LiveChange> Changes => _waiting.Reader;

    public void Offer(LiveChange change)
    {
        if (_viewer.Sees(change)) _waiting.Writer.TryWrite(change);
    }

    /// <summary>True once after changes were dropped.</summary>
    public bool TakeLost() => Interlocked.Exchange(ref _lost, 0) == 1;

    public void Dispose() => _hub.Close(this);
}
