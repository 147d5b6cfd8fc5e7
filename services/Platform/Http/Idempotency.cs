using System.Security.Cryptography;
using System.Text;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Mat.Platform.Http;

/// <summary>
/// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the key's row and the effect are one transaction, so a
/// repeat finds either both or none. Kept 48 hours; same key with another body is 422.
/// </summary>
public static class Idempotency
{
    public static readonly TimeSpan Retention = TimeSpan.FromHours(48);
    private const string Header = "Idempotency-Key";

    /// <summary>For a route that streams its body or is idempotent by nature.</summary>
    public static TBuilder WithoutIdempotency<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Off());

    private sealed record Off;

    /// <summary>Runs after routing and before binding: a body that is hashed has to be read twice.</summary>
    internal static void UseIdempotencyBuffer(this WebApplication app) => app.Use((http, next) =>
    {
        if (Applies(http))
            http.Request.EnableBuffering();
        return next(http);
    });

    private static bool Applies(HttpContext http) => HttpMethods.IsPost(http.Request.Method) &&
        !StringValues.IsNullOrEmpty(http.Request.Headers[Header]) && http.GetEndpoint()?.Metadata.GetMetadata<Off>() is null;

    internal static async ValueTask<object?> FilterAsync(DbRuntime runtime, EndpointFilterInvocationContext context,
        EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!Applies(http))
            return await next(context);
        var header = http.Request.Headers[Header];

        var key = header.ToString().Trim().Trim('"');
        if (header.Count > 1 || key.Length is 0 or > 255 || key.Any(c => c is < ' ' or > '~'))
            return Problems.BadRequest("idempotency.key", "Idempotency-Key is one text of 1 to 255 printable characters.");

        var ct = http.RequestAborted;
        var user = http.RequestServices.GetRequiredService<CurrentUser>();
        var row = new IdempotencyRow
        {
            Actor = $"{user.Kind}:{user.PersonId}",
            Route = http.Request.Path + http.Request.QueryString,
            Key = key,
            BodyHash = await HashAsync(http.Request, ct),
            CreatedAt = runtime.Clock.GetUtcNow(),
        };
        var db = (ServiceDb)http.RequestServices.GetRequiredService(runtime.ContextType);
        if (await StoredAsync(db, row, ct) is { } stored)
            return Replay(http, stored, row);

        Answer? answer = null;
        try
        {
            await db.InTransactionAsync(async token =>
            {
                db.Add(row);
                await db.SaveChangesAsync(token);
                answer = await ExecuteAsync(http, await next(context));
                if (answer.Status >= 400)
                    throw new Refused();
                row.Status = answer.Status;
                row.Location = answer.Location;
                row.ETag = answer.ETag;
                row.Body = answer.Body;
                await db.SaveChangesAsync(token);
            }, ct);
        }
        catch (Refused)
        {
            // Nothing happened, so nothing is remembered: the caller may mend the body and use the same key.
            return answer;
        }
        catch (DbUpdateException e) when (Storage.IsUniqueViolation(e))
        {
            db.ChangeTracker.Clear();
            if (await StoredAsync(db, row, ct) is { } other)
                return Replay(http, other, row);
            throw;
        }

        return answer;
    }

    private static Task<IdempotencyRow?> StoredAsync(ServiceDb db, IdempotencyRow row, CancellationToken ct) =>
        db.Set<IdempotencyRow>().AsNoTracking()
            .FirstOrDefaultAsync(r => r.Actor == row.Actor && r.Route == row.Route && r.Key == row.Key, ct);

    private static object Replay(HttpContext http, IdempotencyRow stored, IdempotencyRow now)
    {
        if (stored.BodyHash != now.BodyHash)
            return Problems.Unprocessable("idempotency.reused", "That Idempotency-Key was used with another body.");
        http.Response.Headers["Idempotency-Replayed"] = "true";
        return new Answer(stored.Status, stored.Location, stored.ETag, "application/json; charset=utf-8", stored.Body);
    }

    private static async Task<string> HashAsync(HttpRequest request, CancellationToken ct)
    {
        // The body was bound before filters run; it was buffered for this second reading.
        request.Body.Position = 0;
        return Convert.ToHexString(await SHA256.HashDataAsync(request.Body, ct));
    }

    private static async Task<Answer> ExecuteAsync(HttpContext http, object? result)
    {
        var real = http.Response.Body;
        using var buffer = new MemoryStream();
        http.Response.Body = buffer;
        try
        {
            var executable = result as IResult ?? TypedResults.Ok(result);
            await executable.ExecuteAsync(http);
            await http.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            http.Response.Body = real;
        }

        var headers = http.Response.Headers;
        return new(http.Response.StatusCode, Value(headers.Location), Value(headers.ETag), http.Response.ContentType,
            Encoding.UTF8.GetString(buffer.ToArray()));

        static string? Value(StringValues values) => StringValues.IsNullOrEmpty(values) ? null : values.ToString();
    }

    private sealed class Refused : Exception;

    /// <summary>An answer kept as bytes, written as it was the first time.</summary>
    private sealed record Answer(int Status, string? Location, string? ETag, string? ContentType, string? Body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = Status;
            if (Location is not null)
                httpContext.Response.Headers.Location = Location;
            if (ETag is not null)
                httpContext.Response.Headers.ETag = ETag;
            if (string.IsNullOrEmpty(Body))
                return Task.CompletedTask;
            httpContext.Response.ContentType = ContentType;
            return httpContext.Response.WriteAsync(Body);
        }
    }
}

/// <summary>A POST that was done, and what it answered.</summary>
public sealed class IdempotencyRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Actor { get; init; }
    public required string Route { get; init; }
    public required string Key { get; init; }
    public required string BodyHash { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Status { get; set; }
    public string? Location { get; set; }
    public string? ETag { get; set; }
    public string? Body { get; set; }
}
