using System.Net;
using System.Net.Mime;
using System.Text.Json;

namespace Mat.Platform.Invoke;

/// <summary>
/// Tells what the Dapr sidecar says itself from what the service behind it says. Documented for the sidecar are 400, 403 and 500 with
/// <c>{"errorCode":"ERR_…","message":…}</c> and 401 for a wrong token; a service of Mat answers each of these as problem+json.
/// </summary>
internal static class Sidecar
{
    private const int MaxBytes = 4096;

    /// <returns>The sidecar's own error, null when the service has answered. The body can be read again afterwards.</returns>
    public static async Task<string?> FaultAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            or HttpStatusCode.InternalServerError)
            || answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.ProblemJson
            || answer.Content.Headers.ContentLength is not < MaxBytes)
            return null;
        await answer.Content.LoadIntoBufferAsync(ct);
        var body = await answer.Content.ReadAsByteArrayAsync(ct);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return "it does not know the token of DAPR_API_TOKEN";
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("errorCode", out var code)
                ? code.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
