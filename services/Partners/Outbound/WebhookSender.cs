using System.Buffers;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Mat.Partners.Deliveries;
using Mat.Platform.Http;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Outbound;

/// <summary>One attempt's request, ready to go.</summary>
/// <param name="Headers">What the endpoint wants beside the headers of the standard.</param>
internal sealed record WebhookRequest(
    string Url, string MessageId, DateTimeOffset At, string Signature, byte[] Body, IReadOnlyDictionary<string, string>? Headers = null);

/// <summary>Why an attempt failed. The names are what people read before the colon in an attempt's error.</summary>
internal enum AttemptFailure { None, Status, Gone, Timeout, Dns, Connect, Tls, Blocked, Refused, Protocol, Interrupted }

/// <summary>What came of an attempt.</summary>
/// <param name="RetryAfter">How long the receiver asked to be left alone.</param>
internal sealed record AttemptResult(
    AttemptFailure Failure, int? StatusCode, string? Error, string? Response, TimeSpan? RetryAfter, TimeSpan Duration)
{
    public bool Succeeded => Failure == AttemptFailure.None;

    /// <summary>No further attempt makes it better.</summary>
    public bool IsFinal => Failure is AttemptFailure.Blocked or AttemptFailure.Refused;

    /// <summary>What was sent, for the log: without values that are secrets.</summary>
    public string? Request { get; init; }

    public string? ResponseHeaders { get; init; }
    public TimeSpan? Connect { get; init; }
    public TimeSpan? Answer { get; init; }
}

/// <summary>
/// Sends one webhook. Nothing a receiver does can cost more than the deadline in time, <see cref="ResponseText.Max"/>
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
        if (_policy.Refuse(webhook.Url, out var target) is { } refusal)
            return new(AttemptFailure.Blocked, null, $"blocked: {refusal}", null, null, TimeSpan.Zero);

        // Real time on purpose: this bounds the network, not the business.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(_deadline);
        using var request = Request(webhook, target!);
        var (exchange, connect) = (new Exchange(), new StrongBox<long>());
        request.Options.Set(GuardedConnector.Took, connect);
        AttemptResult result;
        try
        {
            result = await ExchangeAsync(request, exchange, webhook.At, deadline.Token, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            result = Result(AttemptFailure.Timeout, $"no complete answer within {_deadline.TotalSeconds:0.###} seconds", exchange.Status);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            var (failure, why) = Explain(e);
            result = Result(failure, why, exchange.Status);
        }

        return result with
        {
            Duration = Stopwatch.GetElapsedTime(started),
            Connect = connect.Value > 0 ? TimeSpan.FromTicks(connect.Value) : null,
            Answer = exchange.AnsweredAt is { } at ? Stopwatch.GetElapsedTime(started, at) : null,
            Request = HeaderText.Of(request),
            ResponseHeaders = exchange.Headers,
        };
    }

    public void Dispose() => _client.Dispose();

    private async Task<AttemptResult> ExchangeAsync(HttpRequestMessage request, Exchange exchange, DateTimeOffset at,
        CancellationToken deadline, CancellationToken ct)
    {
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline);
        var status = (int)response.StatusCode;
        (exchange.Status, exchange.AnsweredAt, exchange.Headers) = (status, Stopwatch.GetTimestamp(), HeaderText.Of(response));
        string? text = null;
        try
        {
            text = await ReadAsync(response, deadline);
        }
        catch (Exception) when (!response.IsSuccessStatusCode && !ct.IsCancellationRequested)
        {
            // A refusal is a refusal, whether or not its text arrives. A success counts only when the answer is whole.
        }

        if (response.IsSuccessStatusCode)
            return new(AttemptFailure.None, status, null, text, null, default);
        if (status == 410)
            return Result(AttemptFailure.Gone, "the receiver wants no more webhooks here", status, text);
        var wait = response.Headers.TryGetValues("Retry-After", out var values) ? RetryAfter.Parse(values.FirstOrDefault(), at) : null;
        return Result(AttemptFailure.Status, status is >= 300 and < 400 ? "a redirect is not followed" : $"the receiver answered {status}",
            status, text, wait);
    }

    private static AttemptResult Result(AttemptFailure failure, string why, int? status, string? response = null, TimeSpan? wait = null) =>
        new(failure, status, $"{failure.ToString().ToLowerInvariant()}: {why}", response, wait, default);

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
        foreach (var (name, value) in webhook.Headers ?? ReadOnlyDictionary<string, string>.Empty)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = ArrayPool<byte>.Shared.Rent(ResponseText.Max);
        try
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, ResponseText.Max), ResponseText.Max, throwOnEndOfStream: false, ct);
            var cut = read == ResponseText.Max && response.Content.Headers.ContentLength != read;
            return ResponseText.Of(buffer.AsSpan(0, read), response.Content.Headers.ContentType?.MediaType, cut);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
                case SocketException
                {
                    SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
                    or SocketError.NoRecovery
                }:
                    return (AttemptFailure.Dns, "the name was not found");
                case SocketException socket when e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }:
                    return (AttemptFailure.Connect, socket.SocketErrorCode.ToString());
            }
        }

        return e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? (AttemptFailure.Tls, e.Message)
            : (AttemptFailure.Protocol, e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http
                ? http.HttpRequestError.ToWords()
                : "the connection was cut");
    }

    /// <summary>How far it came, whatever ended it.</summary>
    private sealed class Exchange
    {
        public int? Status;
        public long? AnsweredAt;
        public string? Headers;
    }
}
