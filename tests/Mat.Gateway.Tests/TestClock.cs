namespace Mat.Gateway.Tests;

/// <summary>A clock that stands still until told.</summary>
internal sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override long GetTimestamp() => _now.Ticks;
    public void Advance(double seconds) => _now = _now.AddSeconds(seconds);
}
