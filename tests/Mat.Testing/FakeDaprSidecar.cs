using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mat.Testing;

/// <summary>
/// Stands in for Dapr's sidecar as Dapr's published API reference has it ("Service invocation", "Secrets", "Health", "Error codes"):
/// paths, headers, status codes and errors; of the gRPC API it has GetSecret. It is no Dapr: no mTLS, no name resolution, no resiliency.
/// </summary>
public sealed class FakeDaprSidecar : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _services = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });

    private FakeDaprSidecar(WebApplication app) => _app = app;

    /// <summary>App ids and where those apps are.</summary>
    public ConcurrentDictionary<string, Uri> Apps { get; } = new();

    /// <summary>Apps that the access policy forbids.</summary>
    public ConcurrentDictionary<string, bool> Forbidden { get; } = new();

    /// <summary>Secrets by <c>store/name</c>; one that is null may not be read.</summary>
    public ConcurrentDictionary<string, Dictionary<string, string>?> Secrets { get; } = new();

    /// <summary>What the processes must send; null for anything.</summary>
    public string? Token { get; set; }

    /// <summary>False while components are still being started.</summary>
    public bool Ready { get; set; } = true;

    /// <summary>Dies after the service has done its work and before its answer is handed on.</summary>
    public bool DiesMidCall { get; set; }

    /// <summary>How long it takes to answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Method, app id and path of every call.</summary>
    public ConcurrentQueue<(string Method, string App, string Path)> Calls { get; } = new();

    public string Url => Addresses.First();

    public string GrpcUrl => Addresses.Last();

    private ICollection<string> Addresses => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    public static async Task<FakeDaprSidecar> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(k =>
        {
            k.Listen(System.Net.IPAddress.Loopback, 0);
            k.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2);
            k.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var sidecar = new FakeDaprSidecar(app);
        app.Run(sidecar.AnswerAsync);
        await app.StartAsync();
        return sidecar;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _services.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path is "/v1.0/healthz" or "/v1.0/healthz/outbound")
            return Ready ? Status(http, 204) : Fault(http, 500, "ERR_OUTBOUND_HEALTH_NOT_READY", "dapr outbound is not ready");
        var known = Token is null || http.Request.Headers["dapr-api-token"] == Token;
        if (path == "/dapr.proto.runtime.v1.Dapr/GetSecret")
            return known ? GrpcSecretAsync(http) : Grpc(http, 16, "authentication error: api token mismatch");
        if (!known)
            return Text(http, 401, "invalid api token");
        var words = path.Split('/');
        if (path.StartsWith("/v1.0/secrets/", StringComparison.Ordinal) && words.Length == 5)
            return SecretAsync(http, Uri.UnescapeDataString(words[3]), Uri.UnescapeDataString(words[4]));
        if (path.StartsWith("/v1.0/invoke/", StringComparison.Ordinal) && words is [_, _, _, var app, "method", .. var method])
            return method.Length == 0 || method[0].Length == 0 ? Fault(http, 400, "ERR_DIRECT_INVOKE", "invalid method name")
                : InvokeAsync(http, app, "/" + string.Join('/', method));
        return http.Request.Headers["dapr-app-id"] is [{ Length: > 0 } id] ? InvokeAsync(http, id, path) : Status(http, 404);
    }

    private Task SecretAsync(HttpContext http, string store, string name)
    {
        if (Secrets.IsEmpty)
            return Fault(http, 500, "ERR_SECRET_STORES_NOT_CONFIGURED", "secret store is not configured");
        if (!Secrets.Keys.Any(k => k.StartsWith(store + "/", StringComparison.Ordinal)))
            return Fault(http, 400, "ERR_SECRET_STORE_NOT_FOUND", $"failed finding secret store with key {store}");
        if (!Secrets.TryGetValue($"{store}/{name}", out var secret))
            return Status(http, 204);
        return secret is null ? Fault(http, 403, "ERR_PERMISSION_DENIED", $"access denied by policy to get \"{name}\" from \"{store}\"")
            : http.Response.WriteAsJsonAsync(secret);
    }

    /// <summary>dapr.proto.runtime.v1: GetSecretRequest { store_name = 1, key = 2 }, GetSecretResponse { map&lt;string, string&gt; data = 1
    /// }.</summary>
    private async Task GrpcSecretAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 5; // one byte of flags, four of length
        var (fields, reader) = (new Dictionary<int, string>(), new BinaryReader(body));
        while (body.Position < body.Length)
            fields[reader.Read7BitEncodedInt() >> 3] = Encoding.UTF8.GetString(reader.ReadBytes(reader.Read7BitEncodedInt()));
        var (store, name) = (fields[1], fields[2]);
        Dictionary<string, string>? secret = null;
        var (status, message) =
            Secrets.IsEmpty ? (9, "secret store is not configured")
            : !Secrets.Keys.Any(k => k.StartsWith(store + "/", StringComparison.Ordinal))
            ? (3, $"failed finding secret store with key {store}")
            : Secrets.TryGetValue($"{store}/{name}", out secret) && secret is null
            ? (7, $"access denied by policy to get \"{name}\" from \"{store}\"")
            : (0, "");
        if (status != 0)
        {
            await Grpc(http, status, message);
            return;
        }

        using var answer = new MemoryStream();
        using var writer = new BinaryWriter(answer);
        foreach (var (key, value) in secret ?? [])
        {
            var entry = Field(1, Encoding.UTF8.GetBytes(key)).Concat(Field(2, Encoding.UTF8.GetBytes(value))).ToArray();
            writer.Write(Field(1, entry));
        }

        http.Response.ContentType = "application/grpc";
        var frame = new byte[5];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), (int)answer.Length);
        await http.Response.Body.WriteAsync((byte[])[.. frame, .. answer.ToArray()], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");

        static byte[] Field(int number, byte[] content)
        {
            using var field = new MemoryStream();
            using var writer = new BinaryWriter(field);
            writer.Write7BitEncodedInt((number << 3) | 2);
            writer.Write7BitEncodedInt(content.Length);
            writer.Write(content);
            return field.ToArray();
        }
    }

    private static Task Grpc(HttpContext http, int status, string message)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.Headers["grpc-message"] = message;
        return Task.CompletedTask;
    }

    private async Task InvokeAsync(HttpContext http, string app, string path)
    {
        Calls.Enqueue((http.Request.Method, app, path));
        await Task.Delay(Delay, http.RequestAborted);
        if (Forbidden.ContainsKey(app))
        {
            await Fault(http, 403, "ERR_DIRECT_INVOKE",
                $"failed to invoke, id: {app}, err: rpc error: code = PermissionDenied desc = access control policy has denied access");
            return;
        }

        HttpResponseMessage answer;
        try
        {
            using var request = Request(http, app, path);
            answer = await _services.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        }
        catch (Exception e) when (e is HttpRequestException or KeyNotFoundException)
        {
            await Fault(http, 500, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {app}, err: couldn't find service: {app}");
            return;
        }

        using (answer)
        {
            if (DiesMidCall)
            {
                http.Abort();
                return;
            }

            http.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
                if (name is not ("Transfer-Encoding" or "Connection"))
                    http.Response.Headers.Append(name, values.ToArray());
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }

    private HttpRequestMessage Request(HttpContext http, string app, string path)
    {
        var request = new HttpRequestMessage(new(http.Request.Method), new Uri(Apps[app], path + http.Request.QueryString));
        if (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(http.Request.Body);
        foreach (var (name, values) in http.Request.Headers)
            if (name is not ("Host" or "Connection" or "Transfer-Encoding" or "dapr-api-token" or "Expect")
                && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        request.Headers.TryAddWithoutValidation("dapr-callee-app-id", app);
        return request;
    }

    private static Task Fault(HttpContext http, int status, string errorCode, string message) =>
        Text(http, status, System.Text.Json.JsonSerializer.Serialize(new { errorCode, message }), "application/json");

    private static Task Text(HttpContext http, int status, string text, string type = "text/plain; charset=utf-8")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return http.Response.WriteAsync(text);
    }

    private static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
