using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Mat.Platform.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Http;

internal static class ProblemSetup
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(
            o => o.CustomizeProblemDetails = context => Complete(context.HttpContext, context.ProblemDetails));
        builder.Services.AddExceptionHandler<ExceptionProblems>();
        builder.Services.Configure<Microsoft.AspNetCore.Routing.RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
    }

    /// <summary>Every problem ends with a code and a trace id, whoever made it.</summary>
    private static void Complete(HttpContext http, ProblemDetails problem)
    {
        problem.Instance = null;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        if (problem is HttpValidationProblemDetails validation)
        {
            problem.Detail ??= "Some fields are missing or not as they should be.";
            problem.Extensions.TryAdd("code", "validation");
            var errors = validation.Errors.ToDictionary(e => JsonNamingPolicy.CamelCase.ConvertName(e.Key), e => e.Value);
            validation.Errors.Clear();
            foreach (var (field, messages) in errors)
                validation.Errors[field] = messages;
        }

        problem.Extensions.TryAdd("code", problem.Status switch
        {
            400 => "request.invalid",
            401 => "auth.required",
            403 => "auth.role",
            404 => "not_found",
            405 => "method.not_allowed",
            406 => "not_acceptable",
            408 => "request.timeout",
            413 => "body.too_large",
            415 => "media_type",
            429 => "rate.limited",
            431 => "headers.too_large",
            502 or 503 or 504 => "unavailable",
            _ => "internal",
        });
        if (problem.Status == 401)
            http.Response.Headers.WWWAuthenticate = "Bearer";
    }
}

/// <summary>
/// Maps what handlers do not catch: bad requests, stale versions, unique violations and a database that is away. Anything
/// else is a bug and a 500 without its text.
/// </summary>
internal sealed class ExceptionProblems(ILogger<ExceptionProblems> log, IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        if (http.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            http.Response.StatusCode = 499;
            return true;
        }

        var problem = Map(http, exception);
        if (problem.StatusCode == 500)
            log.LogError(exception, "Unhandled exception. method={Method} path={Path}", http.Request.Method, http.Request.Path);
        else if (problem.StatusCode >= 500)
            log.LogWarning("{Method} {Path} answered {Status}: {Reason}", http.Request.Method, http.Request.Path, problem.StatusCode,
                exception.Message);
        http.Response.StatusCode = problem.StatusCode;
        return await problems.TryWriteAsync(new() { HttpContext = http, ProblemDetails = problem.ProblemDetails });
    }

    private static ProblemHttpResult Map(HttpContext http, Exception exception) => exception switch
    {
        ProblemException e => e.Problem,
        BadHttpRequestException { StatusCode: 413 } => Problems.Of(413, "body.too_large", "The body is larger than this route takes."),
        BadHttpRequestException { StatusCode: 415 } => Problems.Of(415, "media_type", "This route does not take that content type."),
        BadHttpRequestException { InnerException: JsonException json } => Problems.BadRequest("json.invalid",
            $"The body is not the JSON that this route takes{(json.Path is { Length: > 1 } path ? $" (at {path})" : "")}."),
        BadHttpRequestException e =>
            Problems.Of(e.StatusCode, e.StatusCode == 400 ? "request.invalid" : "request.refused",
                "A part of the request is missing or not of the form that this route takes."),
        JsonException => Problems.BadRequest("json.invalid", "The body is not the JSON that this route takes."),
        DbUpdateConcurrencyException =>
            Problems.Of(412, "precondition.stale", "It was changed by somebody else in the meantime; read it again."),
        DbUpdateException e when Storage.IsUniqueViolation(e) =>
            Problems.Conflict("conflict", "Something with the same identity exists already."),
        _ when Storage.IsTransient(exception) =>
            Problems.Unavailable(http, "storage.unavailable", "The database cannot be reached just now; nothing was changed.",
                TimeSpan.FromSeconds(2)),
        TimeoutException or HttpRequestException
            or SocketException =>
            Problems.Unavailable(http, "unavailable", "A part of Mat cannot be reached just now.", TimeSpan.FromSeconds(2)),
        _ => Problems.Of(500, "internal", "Something went wrong on our side."),
    };
}
