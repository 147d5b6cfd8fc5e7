namespace Mat.Gateway.RateLimiting;

/// <summary>A limit in requests per minute. A full bucket holds one minute's worth, so all of it may come at once.</summary>
internal sealed record RatePolicy(string Name, int PerMinute)
{
    public double PerSecond => PerMinute / 60d;
}
