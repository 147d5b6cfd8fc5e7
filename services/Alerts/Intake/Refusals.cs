using Mat.Alerts.Sources;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Alerts.Intake;

internal static class Refusals
{
    public static ProblemHttpResult MediaType(SourceKind kind) =>
        Problem(StatusCodes.Status415UnsupportedMediaType, "media_type", kind.IsText()
        ? "This source sends text: Content-Type text/plain in UTF-8."
        : "This source sends JSON in UTF-8: Content-Type application/json, or application/x-ndjson with one document a line.");

    public static ProblemHttpResult Of(BatchRefusal refusal) => refusal switch
    {
        BatchRefusal.TooLarge => TooLarge("A request has at most 1 MiB."),
        BatchRefusal.TooMany => TooLarge("A request has at most 500 alerts."),
        BatchRefusal.Encoding => Problems.BadRequest("alert.encoding", "The body is not valid UTF-8."),
        BatchRefusal.NotJson => Problems.BadRequest("json.invalid", "The body is not JSON, or nested too deep."),
        BatchRefusal.Shape => Problems.BadRequest("alert.shape", "The body is not what this kind of source sends."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    /// <summary>The same reasons where they concern one line of many.</summary>
    public static Rejection OfLine(BatchRefusal refusal) => refusal switch
    {
        BatchRefusal.Encoding => new("alert.encoding", "The line is not valid UTF-8."),
        BatchRefusal.NotJson => new("json.invalid", "The line is not JSON, or nested too deep."),
        BatchRefusal.Shape => new("alert.shape", "The line is not what this kind of source sends."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    private static ProblemHttpResult TooLarge(string detail) => Problem(StatusCodes.Status413PayloadTooLarge, "body.too_large", detail);

    private static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
