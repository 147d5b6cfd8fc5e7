namespace Mat.Testing;

/// <summary>
/// The real clock, moved: timers run as ever, but it is as late as the test says. FakeTimeProvider would also stop the timers of the server
/// that the test talks to.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    /// <summary>Makes it (about) this moment.</summary>
    public void MoveTo(DateTimeOffset moment) => Interlocked.Exchange(ref _ahead, (moment - DateTimeOffset.UtcNow).Ticks);
}
