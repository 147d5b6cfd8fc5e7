using System.Threading.Channels;

namespace Mat.Gateway.Live;

/// <summary>One open stream: a bounded queue in front of one connection.</summary>
internal sealed class LiveStream : IDisposable
{
    private readonly LiveHub _hub;
    private readonly LiveViewer _viewer;
    private readonly Channel<LiveChange> _queue;
    private int _dropped;

    public LiveStream(LiveHub hub, Guid personId, LiveViewer viewer, int buffer)
    {
        _hub = hub;
        _viewer = viewer;
        PersonId = personId;
        _queue = Channel.CreateBounded<LiveChange>(
            new BoundedChannelOptions(buffer) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Exchange(ref _dropped, 1));
    }

    public Guid PersonId { get; }

    public ChannelReader<LiveChange> Changes => _queue.Reader;

    public void TryWrite(LiveChange change)
    {
        if (_viewer.Sees(change))
            _queue.Writer.TryWrite(change);
    }

    /// <summary>True once after changes were dropped.</summary>
    public bool TakeDropped() => Interlocked.Exchange(ref _dropped, 0) == 1;

    public void Dispose() => _hub.Close(this);
}
