using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;

namespace Mat.SystemTests.Running;

/// <summary>What Mat answered: status, body as read, body as JSON when it is that.</summary>
public sealed record Answer(string Request, HttpStatusCode Status, string Text, string? MediaType, string? ETag, TimeSpan? RetryAfter)
{
    private JsonNode? _body;

    public int Code => (int)Status;
    public JsonNode Body => _body ??= JsonNode.Parse(Text)!;
    public string? ProblemCode => MediaType == MediaTypeNames.Application.ProblemJson ? Body["code"]?.GetValue<string>() : null;

    /// <summary>A member of the answer as text; fails with the whole answer when it is not there.</summary>
    public string this[string name] => Body[name]?.ToString() ?? throw new InvalidOperationException($"{Request} has no {name}: {Text}");

    /// <summary>Fails with the request and the whole answer unless the status is one of these.</summary>
    public Answer Expect(params ReadOnlySpan<int> statuses)
    {
        if (!statuses.Contains(Code))
            Assert.Fail($"{Request} → {Code}, expected {string.Join(" or ", statuses.ToArray())}: {Text}");
        return this;
    }
}

/// <summary>One caller of Mat: anonymous, a person with a session, or a holder of a token.</summary>
public sealed class MatClient : IDisposable
{
    private readonly HttpClient _http;
    private string? _csrf;

    public MatClient(Uri address, string? token = null)
    {
        _http =
            new HttpClient(new SocketsHttpHandler
            {
                UseCookies = true,
                CookieContainer = new CookieContainer(),
                AllowAutoRedirect = false,
                MaxConnectionsPerServer = 128
            })
            {
                BaseAddress = address,
                Timeout = TimeSpan.FromSeconds(60),
            };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Http => _http;

    /// <summary>The session as the server described it at sign-in.</summary>
    public JsonNode Session { get; private set; } = new JsonObject();

    public static async Task<MatClient> SignInAsync(Uri address, string email, string password)
    {
        var client = new MatClient(address);
        var answer = (await client.PostAsync("/api/session", new { email, password })).Expect(200);
        client.Use(answer.Body);
        if (client.Session["mustChangePassword"]?.GetValue<bool>() == true)
        {
            (await client.PostAsync("/api/session/password", new { currentPassword = password, newPassword = password + "-mine" })).Expect(
                200, 204);
            return await SignInAsync(address, email, password + "-mine");
        }
        return client;
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, object? body = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, Json(body ?? new { }), idempotencyKey);

    public Task<Answer> PostRawAsync(string path, string body, string mediaType, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, mediaType), idempotencyKey);

    public Task<Answer> PatchAsync(string path, object body, int version) =>
        SendAsync(HttpMethod.Patch, path, Json(body), etag: $"\"{version}\"");

    public Task<Answer> PutAsync(string path, object body, int version) =>
        SendAsync(HttpMethod.Put, path, Json(body), etag: $"\"{version}\"");

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? idempotencyKey = null,
        string? etag = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (_csrf is not null && method != HttpMethod.Get)
            request.Headers.TryAddWithoutValidation("X-CSRF-Token", _csrf);
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        // A body that is too large is refused before it is sent; without this the refusal is lost in a broken connection.
        if (request.Content?.Headers.ContentLength > 64 * 1024)
            request.Headers.ExpectContinue = true;
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(
            $"{request.Method} {request.RequestUri}", response.StatusCode, text, response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.ToString(), response.Headers.RetryAfter?.Delta);
    }

    /// <summary>All items of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonNode>> AllAsync(string path)
    {
        var items = new List<JsonNode>();
        string? next = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page =
                (await GetAsync($"{path}{separator}limit=250{(next is null ? "" : "&cursor=" + Uri.EscapeDataString(next))}")).Expect(
                    200).Body;
            items.AddRange(page["items"]!.AsArray().Select(i => i!));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        return items;
    }

    /// <summary>Headers that a raw request of this session needs.</summary>
    public void Authorise(HttpRequestMessage request)
    {
        if (_csrf is not null)
            request.Headers.TryAddWithoutValidation("X-CSRF-Token", _csrf);
    }

    public void Dispose() => _http.Dispose();

    private void Use(JsonNode session)
    {
        Session = session;
        _csrf = session["csrfToken"]!.GetValue<string>();
    }

    private static StringContent Json(object body) =>
        new(body is JsonNode node ? node.ToJsonString() : JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8,
            MediaTypeNames.Application.Json);
}
