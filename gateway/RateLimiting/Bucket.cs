namespace Mat.Gateway.RateLimiting;

/// <summary>State of one token bucket between two requests.</summary>
internal readonly record struct Bucket(double Tokens, DateTimeOffset At);
