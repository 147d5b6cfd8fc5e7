using Scalar.AspNetCore;

namespace Mat.Gateway.Edge;

/// <summary>Headers of every response, including errors, files and responses of other services.</summary>
internal static class SecurityHeaders
{
    /// <summary>Own origin only. Mantine and Scalar write style elements at run time, hence 'unsafe-inline' for styles.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Item of the request under which a page with inline scripts leaves the nonce of this response.</summary>
    public const string NonceItem = ScalarOptions.NonceHttpContextItemKey;

    public static Task Invoke(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            Write((HttpContext)state);
            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Items[NonceItem] is string nonce
            ? Policy.Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal)
            : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        // The console scans asset labels with the camera.
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers.Remove("Server");
        headers.Remove("X-Powered-By");
        // API responses are personal, so no cache may store them. Files set their own policy.
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
    }
}
