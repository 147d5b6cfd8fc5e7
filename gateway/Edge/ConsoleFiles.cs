using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Mat.Gateway.Edge;

/// <summary>
/// The console's files. Files with a hash in their name are cached for a year, others are revalidated; a path of the console that
/// is no file gets the start page.
/// </summary>
internal sealed class ConsoleFiles(string? folder)
{
    private const string NotBuilt = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mat</title></head><body>
        <h1>The console was not built</h1>
        <p>Run <code>make console</code> and start Mat again. The API works without it: see <a href="/docs">its documentation</a>.</p>
        </body></html>
        """;

    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings = { [".webmanifest"] = "application/manifest+json" },
    };

    private readonly string? _folder = folder is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The configured folder, else <c>wwwroot</c> beside the binary, else the build in the repository.</summary>
    public static string? Find(string? configured, string contentRoot)
    {
        if (configured is not null)
            return configured;
        string[] places =
        [
            Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            Path.Combine(contentRoot, "wwwroot"),
            Path.Combine(contentRoot, "gateway", "console", "dist"),
            Path.Combine(contentRoot, "console", "dist"),
            Path.Combine(contentRoot, "..", "..", "gateway", "console", "dist"),
        ];
        return places.FirstOrDefault(p => File.Exists(Path.Combine(p, "index.html")));
    }

    public IResult? Serve(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return null;
        if (ServeFile(context, context.Request.Path.Value ?? "/") is { } file)
            return file;
        if (!WantsPage(context.Request))
            return null;
        return ServeFile(context, "/index.html") ?? TypedResults.Content(NotBuilt, "text/html; charset=utf-8");
    }

    private IResult? ServeFile(HttpContext context, string path)
    {
        if (_folder is null || path.EndsWith('/') || path.Contains('\0') || path.Contains('\\'))
            return null;
        var full = Path.GetFullPath(Path.Combine(_folder, path.TrimStart('/')));
        if (!full.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || IsHidden(path))
            return null;
        if (!File.Exists(full) || !Types.TryGetContentType(full, out var type))
            return null;
        var headers = context.Response.Headers;
        headers.CacheControl = path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        var served = Precompressed(context.Request, full, out var encoding);
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        var info = new FileInfo(served);
        var tag = new EntityTagHeaderValue($"\"{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}\"");
        return TypedResults.PhysicalFile(served, WithCharset(type), lastModified: info.LastWriteTimeUtc, entityTag: tag);
    }

    /// <summary>The precompressed .br or .gz file of the build, when the browser accepts it.</summary>
    private static string Precompressed(HttpRequest request, string file, out string? encoding)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (name, ending) in new[] { ("br", ".br"), ("gzip", ".gz") })
        {
            var accepts = accepted.Any(a => a.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && a.Quality is not 0);
            if (accepts && File.Exists(file + ending))
            {
                encoding = name;
                return file + ending;
            }
        }
        encoding = null;
        return file;
    }

    private static bool IsHidden(string path) => path.Split('/').Any(s => s.StartsWith('.'));

    private static bool WantsPage(HttpRequest request) =>
        !Path.HasExtension(request.Path.Value)
        && request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    private static string WithCharset(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("json", StringComparison.Ordinal)
            ? type + "; charset=utf-8" : type;
}
