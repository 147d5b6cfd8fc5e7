using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Mat.Partners.Deliveries;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Outbound;

/// <summary>One attempt's request, ready to go.</summary>
internal sealed record WebhookRequest(string Url, string MessageId, DateTimeOffset At, string Signature, byte[] Body);

/// <summary>Why an attempt failed. The names are what people read before the colon in an attempt's error.</summary>
internal enum AttemptFailure { None, Status, Gone, Timeout, Dns, Connect, Tls, Blocked, Protocol, Interrupted }

/// <summary>What came of an attempt.</summary>
/// <param name="RetryAfter">How long the receiver asked to be left alone.</param>
internal sealed record AttemptResult(
    AttemptFailure Failure, int? StatusCode, string? Error, string? Response, TimeSpan? RetryAfter, TimeSpan Duration)
{
    public bool Succeeded => Failure == AttemptFailure.None;
}

/// <summary>
/// Sends one webhook. Nothing a receiver does can cost more than the deadline in time, <see cref="ResponseText.Most"/>
/// in memory, or a connection to anywhere but the endpoint.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly HttpClient _client;
    private readonly TargetPolicy _policy;
    private readonly TimeSpan _deadline;

    public WebhookSender(TargetPolicy policy, HostResolver resolve, IOptions<PartnersOptions> options)
    {
        _policy = policy;
        _deadline = options.Value.AttemptDeadline;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = new GuardedConnector(policy, resolve).ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = _deadline,
            MaxResponseHeadersLength = 16, // KiB
            MaxResponseDrainSize = 0, // what was not read is not wanted: drop the connection instead
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // a moved name is asked for again
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ActivityHeadersPropagator = null, // our trace ids are nobody else's business
        };
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Cancelling <paramref name="ct"/> throws; everything else is a result.</summary>
    public async Task<AttemptResult> SendAsync(WebhookRequest webhook, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        AttemptResult Failed(AttemptFailure failure, string why, int? status = null, string? response = null, TimeSpan? wait = null) =>
            new(failure, status, $"{failure.ToString().ToLowerInvariant()}: {why}", response, wait, Stopwatch.GetElapsedTime(started));

        if (_policy.Refuse(webhook.Url, out var target) is { } refusal) return Failed(AttemptFailure.Blocked, refusal);

        // Real time on purpose: this bounds the network, not the business.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(_deadline);
        int? status = null;
        try
        {
            using var request = Request(webhook, target!);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            status = (int)response.StatusCode;
            string? text = null;
            try
            {
                var (bytes, cut) = await ReadAsync(response, deadline.Token);
                text = ResponseText.Of(bytes.Span, response.Content.Headers.ContentType?.MediaType, cut);
            }
            catch (Exception) when (!response.IsSuccessStatusCode && !ct.IsCancellationRequested)
            {
                // A refusal is a refusal, whether or not its text arrives. A success counts only when the answer is whole.
            }

            if (response.IsSuccessStatusCode)
                return new(AttemptFailure.None, status, null, text, null, Stopwatch.GetElapsedTime(started));
            if (status == 410) return Failed(AttemptFailure.Gone, "the receiver wants no more webhooks here", status, text);
            var wait = response.Headers.TryGetValues("Retry-After", out var values) ? RetryAfter.Parse(values.FirstOrDefault(), webhook.At) : null;
            var why = status is >= 300 and < 400 ? "a redirect is not followed" : $"the receiver answered {status}";
            return Failed(AttemptFailure.Status, why, status, text, wait);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed(AttemptFailure.Timeout, $"no complete answer within {_deadline.TotalSeconds:0.###} seconds", status);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            var (failure, why) = Explain(e);
            return Failed(failure, why, status);
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Request(WebhookRequest webhook, Uri target)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(webhook.Body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Mat-Webhooks/1");
        request.Headers.TryAddWithoutValidation("webhook-id", webhook.MessageId);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", webhook.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", webhook.Signature);
        return request;
    }

    private static async Task<(ReadOnlyMemory<byte> Bytes, bool Cut)> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[ResponseText.Most];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        var cut = read == buffer.Length && response.Content.Headers.ContentLength != read;
        return (buffer.AsMemory(0, read), cut);
    }

    private static (AttemptFailure, string) Explain(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case BlockedTargetException blocked:
                    return (AttemptFailure.Blocked, blocked.Message);
                case AuthenticationException tls:
                    return (AttemptFailure.Tls, tls.InnerException?.Message ?? tls.Message);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery }:
                    return (AttemptFailure.Dns, "the name was not found");
                case SocketException socket when e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }:
                    return (AttemptFailure.Connect, socket.SocketErrorCode.ToString());
            }
        }

        return e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? (AttemptFailure.Tls, e.Message)
            : (AttemptFailure.Protocol, e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http
                ? JsonName(http.HttpRequestError)
                : "the connection was cut");
    }

    private static string JsonName(HttpRequestError error) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(error.ToString()).Replace('_', ' ');
}
