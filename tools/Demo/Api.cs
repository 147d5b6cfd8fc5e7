using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mat.Demo;

/// <summary>Mat refused something that the demo needs.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>The public API as the console and other programs use it: a session and JSON, nothing behind the curtain.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient _http;
    private string? _csrf;

    public Api(Uri address, string? token = null)
    {
        _http =
            new HttpClient(new SocketsHttpHandler
            {
                CookieContainer = new CookieContainer(),
                AllowAutoRedirect = false
            })
            { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public async Task SignInAsync(string email, string password)
    {
        var session = await PostAsync("/api/session", new { email, password });
        _csrf = session["csrfToken"]!.GetValue<string>();
    }

    public Task<JsonNode> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null, null);

    public Task<JsonNode> PostAsync(string path, object? body, string? key = null) =>
        SendAsync(HttpMethod.Post, path,
            new StringContent(body is JsonNode node ? node.ToJsonString()
                : JsonSerializer.Serialize(body ?? new { }, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"), key, null);

    public Task<JsonNode> PostFileAsync(string path, string text, string mediaType) =>
        SendAsync(HttpMethod.Post, path, new StringContent(text, Encoding.UTF8, mediaType), null, null);

    public Task<JsonNode> PutAsync(string path, object body, int version) =>
        SendAsync(HttpMethod.Put, path,
            new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"), null,
            $"\"{version}\"");

    public Task<JsonNode> PatchAsync(string path, object body, int version) =>
        SendAsync(HttpMethod.Patch, path,
            new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"), null,
            $"\"{version}\"");

    public async Task<List<JsonNode>> AllAsync(string path)
    {
        var items = new List<JsonNode>();
        for (string? next = ""; next is not null;)
        {
            var page = await GetAsync(
                $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=250{(next.Length == 0 ? "" : "&cursor=" + Uri.EscapeDataString(next))}");
            items.AddRange(page["items"]!.AsArray().Select(i => i!));
            next = page["next"]?.GetValue<string>();
        }
        return items;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpContent? content, string? key, string? etag)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path);
            if (content is not null)
            {
                // Content is disposed with its request; each attempt needs its own.
                var copy = new ByteArrayContent(await content.ReadAsByteArrayAsync());
                copy.Headers.ContentType = content.Headers.ContentType;
                request.Content = copy;
            }
            if (_csrf is not null && method != HttpMethod.Get)
                request.Headers.Add("X-CSRF-Token", _csrf);
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            if (etag is not null)
                request.Headers.TryAddWithoutValidation("If-Match", etag);
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
                return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && attempt < 8)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                continue;
            }
            throw new RefusedException($"{method} {path} → {(int)response.StatusCode} {text}");
        }
    }
}
