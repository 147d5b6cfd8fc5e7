using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Mat.Platform.Http;

/// <summary>Expected refusals as RFC 9457 problems, each with a stable <c>code</c> that a client can act on.</summary>
public static class Problems
{
    public static ProblemHttpResult BadRequest(string code, string detail) => Of(400, code, detail);

    /// <summary>For routes that check a proof of their own; tokens are refused before any route.</summary>
    public static ProblemHttpResult Unauthorized(string code, string detail) => Of(401, code, detail);

    public static ProblemHttpResult Forbidden(string code, string detail) => Of(403, code, detail);

    /// <summary>Unknown, or of a school that the caller may not see: the two look the same.</summary>
    public static ProblemHttpResult NotFound() => Of(404, "not_found", "There is nothing here, or nothing that you may see.");

    public static ProblemHttpResult Conflict(string code, string detail) => Of(409, code, detail);

    /// <param name="errors">What is wrong, by field in camelCase.</param>
    public static ProblemHttpResult Unprocessable(string code, string detail, IDictionary<string, string[]>? errors = null) =>
        Of(422, code, detail, errors);

    public static ProblemHttpResult TooMany(HttpContext http, TimeSpan retryAfter)
    {
        http.Response.Headers.RetryAfter = Seconds(retryAfter);
        return Of(429, "rate.limited", "Too many requests; wait and ask again.");
    }

    public static ProblemHttpResult Unavailable(HttpContext http, string code, string detail, TimeSpan retryAfter)
    {
        http.Response.Headers.RetryAfter = Seconds(retryAfter);
        return Of(503, code, detail);
    }

    internal static ProblemHttpResult Of(int status, string code, string detail, IDictionary<string, string[]>? errors = null)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions["code"] = code;
        if (errors is not null)
            problem.Extensions["errors"] = errors;
        return TypedResults.Problem(problem);
    }

    private static string Seconds(TimeSpan time) =>
        Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A refusal found where no result can be returned (binding, paging); answered as the problem it carries.</summary>
public sealed class ProblemException(ProblemHttpResult problem) : Exception(problem.ProblemDetails.Detail)
{
    public ProblemHttpResult Problem { get; } = problem;
}
