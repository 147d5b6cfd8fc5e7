namespace Mat.Gateway.RateLimiting;

/// <param name="Remaining">Whole requests left now.</param>
/// <param name="Reset">Seconds until the next request is allowed when none is left, else until the bucket is full.</param>
internal readonly record struct RateDecision(bool Allowed, long Remaining, int Reset);
