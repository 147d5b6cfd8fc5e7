namespace Mat.Gateway.Routing;

/// <summary>
/// Largest request body that the gateway forwards to a service in another process. Each service has its own, tighter limits per
/// route; these stop larger bodies before they are forwarded.
/// </summary>
internal static class BodyLimits
{
    private const long MiB = 1024 * 1024;

    /// <summary>For routes that are not uploads.</summary>
    public const long Default = 4 * MiB;

    private static readonly (string Prefix, string? Suffix, long Bytes)[] Uploads =
    [
        ("/api/trust/schools/import", null, 101 * MiB), // GIAS publishes one file of about 60 MB
        ("/api/assets/imports", null, 51 * MiB),
        ("/api/tickets/", "/attachments", 26 * MiB),
        ("/api/alerts/ingest", null, 2 * MiB),
    ];

    public static long For(PathString path)
    {
        foreach (var (prefix, suffix, bytes) in Uploads)
        {
            if (path.Value!.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                && (suffix is null || path.Value.TrimEnd('/').EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
                return bytes;
        }
        return Default;
    }
}
