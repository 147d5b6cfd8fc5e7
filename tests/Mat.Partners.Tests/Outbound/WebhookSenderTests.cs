using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using System.Text;
using Mat.Partners.Deliveries;
using Mat.Partners.Outbound;
using Mat.Partners.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Tests.Outbound;

public class WebhookSenderTests
{
    private static readonly string Secret = WebhookSignature.NewSecret();

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Any_2xx_is_success_and_headers_are_those_of_the_standard(int status)
    {
        await using var partner = new FakePartner { Answer = FakePartner.Status(status) };

        var result = await SendAsync(partner.Url);

        Assert.True(result.Succeeded);
        var received = Assert.Single(partner.Received);
        Assert.Equal("POST /hook HTTP/1.1", received.Line);
        Assert.Equal("Mat-Webhooks/1", received.Headers["user-agent"]);
        Assert.Equal("application/json", received.Headers["content-type"]);
        Assert.True(received.Verifies(Secret));
        Assert.DoesNotContain("traceparent", received.Headers.Keys);
        Assert.DoesNotContain("cookie", received.Headers.Keys);
    }

    [Fact]
    public async Task Case_01_answer_cut_before_its_end_is_a_failure()
    {
        await using var partner = new FakePartner { Answer = FakePartner.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") };

        var result = await SendAsync(partner.Url);

        Assert.Equal(AttemptFailure.Protocol, result.Failure);
        Assert.Equal(200, result.StatusCode);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Case_02_redirect_is_a_failure_and_its_target_is_never_asked(int status)
    {
        await using var elsewhere = new FakePartner();
        await using var partner = new FakePartner { Answer = FakePartner.Status(status, $"Location: {elsewhere.Url}\r\n") };

        var result = await SendAsync(partner.Url);

        Assert.Equal(AttemptFailure.Status, result.Failure);
        Assert.Equal(status, result.StatusCode);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task Case_04_retry_after_is_handed_on()
    {
        await using var partner = new FakePartner { Answer = FakePartner.Status(503, "Retry-After: 120\r\n", "busy") };

        var result = await SendAsync(partner.Url);

        Assert.Equal(TimeSpan.FromSeconds(120), result.RetryAfter);
        Assert.Equal("busy", result.Response);
    }

    [Fact]
    public async Task Case_05_dripping_body_ends_at_the_total_deadline()
    {
        await using var partner = new FakePartner
        {
            Answer = async (_, stream, ct) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"u8.ToArray(), ct);
                while (true)
                {
                    await stream.WriteAsync("x"u8.ToArray(), ct);
                    await stream.FlushAsync(ct);
                    await Task.Delay(20, ct);
                }
            },
        };

        var watch = Stopwatch.StartNew();
        var result = await SendAsync(partner.Url, TimeSpan.FromMilliseconds(600));

        Assert.Equal(AttemptFailure.Timeout, result.Failure);
        Assert.InRange(watch.ElapsedMilliseconds, 500, 5000);
    }

    [Fact]
    public async Task Case_05_dripping_headers_end_at_the_total_deadline()
    {
        await using var partner = new FakePartner
        {
            Answer = async (_, stream, ct) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nX-"u8.ToArray(), ct);
                while (true)
                {
                    await stream.WriteAsync("x"u8.ToArray(), ct);
                    await Task.Delay(20, ct);
                }
            },
        };

        Assert.Equal(AttemptFailure.Timeout, (await SendAsync(partner.Url, TimeSpan.FromMilliseconds(600))).Failure);
    }

    [Fact]
    public async Task Case_06_endless_answer_is_read_up_to_the_cap_and_the_connection_dropped()
    {
        long sent = 0;
        var dropped = new TaskCompletionSource();
        await using var partner = new FakePartner
        {
            Answer = async (_, stream, ct) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10737418240\r\n\r\n"u8.ToArray(),
                    ct);
                var block = new byte[64 * 1024];
                Array.Fill(block, (byte)'a');
                try
                {
                    while (true)
                    {
                        await stream.WriteAsync(block, ct);
                        Interlocked.Add(ref sent, block.Length);
                    }
                }
                catch (IOException)
                {
                    dropped.TrySetResult();
                }
            },
        };

        var result = await SendAsync(partner.Url);
        await dropped.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(result.Succeeded);
        Assert.InRange(result.Response!.Length, ResponseText.Max, ResponseText.Max + 20);
        Assert.InRange(sent, 0, 64 * 1024 * 1024); // what the sockets of both sides held, not ten gigabytes
    }

    [Fact]
    public async Task Case_06_compressed_answer_is_not_unpacked()
    {
        await using var partner = new FakePartner
        {
            Answer = FakePartner.Status(200, "Content-Encoding: gzip\r\nContent-Type: application/octet-stream\r\n", "0123456789"),
        };

        var result = await SendAsync(partner.Url);

        Assert.True(result.Succeeded);
        Assert.Equal("[10 bytes that are not text]", result.Response);
        Assert.DoesNotContain("accept-encoding", partner.Received.Single().Headers.Keys);
    }

    [Theory]
    [InlineData("8.8.8.8,10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task Case_08_name_that_leads_inside_is_blocked_without_a_connection(string addresses)
    {
        var result = await SendAsync("https://partner.example/",
            resolve: (_, _) => Task.FromResult(addresses.Split(',').Select(IPAddress.Parse).ToArray()));

        Assert.Equal(AttemptFailure.Blocked, result.Failure);
        Assert.StartsWith("blocked: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_08_name_that_turns_private_between_two_attempts_is_blocked()
    {
        await using var partner = new FakePartner();
        var answers = new Queue<string>(["127.0.0.1", "10.0.0.1"]);
        using var sender = Sender(TimeSpan.FromSeconds(5), [$"127.0.0.0/8"],
            (_, _) => Task.FromResult(new[] { IPAddress.Parse(answers.Dequeue()) }));
        var url = $"http://localhost:{partner.Port}/hook";

        var first = await sender.SendAsync(Request(url), TestContext.Current.CancellationToken);
        var second = await sender.SendAsync(Request(url), TestContext.Current.CancellationToken);

        Assert.True(first.Succeeded);
        Assert.Equal(AttemptFailure.Blocked, second.Failure);
        Assert.Equal(1, partner.Connections);
    }

    [Fact]
    public async Task Case_08_unknown_name_is_a_failure_to_try_again()
    {
        var result = await SendAsync("https://partner.example/", resolve: (_, _) => throw new System.Net.Sockets.SocketException(11001));

        Assert.Equal(AttemptFailure.Dns, result.Failure);
    }

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    [InlineData("https://user@127.0.0.1/")]
    [InlineData("https://127.0.0.1:22/")]
    [InlineData("file:///etc/passwd")]
    public async Task Case_09_bad_url_that_got_into_the_database_is_blocked_at_the_attempt(string url)
    {
        using var sender = Sender(TimeSpan.FromSeconds(5), [], System.Net.Dns.GetHostAddressesAsync);

        Assert.Equal(AttemptFailure.Blocked, (await sender.SendAsync(Request(url), TestContext.Current.CancellationToken)).Failure);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("somebody.example", false)]
    public async Task Case_10_certificate_that_nobody_vouches_for_is_refused(string name, bool expired)
    {
        using var certificate = FakePartner.SelfSigned(name, expired);
        await using var partner = new FakePartner(certificate);

        var result = await SendAsync(partner.Url);

        Assert.Equal(AttemptFailure.Tls, result.Failure);
        Assert.StartsWith("tls: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(partner.Received);
    }

    [Fact]
    public async Task Case_10_outdated_protocol_is_refused()
    {
        using var certificate = FakePartner.SelfSigned();
#pragma warning disable SYSLIB0039, CA5397 // the point of the test
        await using var partner = new FakePartner(certificate, SslProtocols.Tls11);
#pragma warning restore SYSLIB0039, CA5397

        Assert.Contains((await SendAsync(partner.Url)).Failure, new[] { AttemptFailure.Tls, AttemptFailure.Protocol });
    }

    [Theory]
    [InlineData("""{"b":1.0,"a":1,"a":2}""")]
    [InlineData("""{"name":"Zoë 🏫 \u00e9","n":1e3}""")]
    [InlineData("  { \"spaces\" :\t1 }\n")]
    public async Task Case_12_bytes_signed_are_the_bytes_sent(string body)
    {
        await using var partner = new FakePartner();

        await SendAsync(partner.Url, body: body);

        var received = Assert.Single(partner.Received);
        Assert.Equal(Encoding.UTF8.GetBytes(body), received.Body);
        Assert.True(received.Verifies(Secret));
        Assert.False(received.Verifies(WebhookSignature.NewSecret()));
    }

    [Fact]
    public async Task Nobody_listening_is_a_failure_to_connect()
    {
        var partner = new FakePartner();
        var url = partner.Url;
        await partner.DisposeAsync();

        Assert.Equal(AttemptFailure.Connect, (await SendAsync(url)).Failure);
    }

    [Fact]
    public async Task Gone_is_known_even_when_its_text_never_ends()
    {
        await using var partner = new FakePartner
        {
            Answer = async (_, stream, ct) =>
            {
                await stream.WriteAsync("HTTP/1.1 410 Gone\r\nContent-Length: 10\r\n\r\n"u8.ToArray(), ct);
                await Task.Delay(-1, ct);
            },
        };

        Assert.Equal(AttemptFailure.Gone, (await SendAsync(partner.Url, TimeSpan.FromSeconds(5))).Failure);
    }

    [Fact]
    public void Kept_answer_holds_no_credentials()
    {
        var text = ResponseText.Of(
            """{"token":"abc123","error":"mail jo@school.example","echo":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","h":"Authorization: Bearer xyz"}"""u8,
            "application/json", false)!;

        Assert.DoesNotContain("abc123", text, StringComparison.Ordinal);
        Assert.DoesNotContain("jo@school", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MfKQ9", text, StringComparison.Ordinal);
        Assert.DoesNotContain("xyz", text, StringComparison.Ordinal);
    }

    private static WebhookRequest Request(string url, string body = """{"type":"endpoint.ping"}""")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var at = DateTimeOffset.UtcNow;
        return new(url, "msg_1", at, WebhookSignature.Header([Secret], "msg_1", at.ToUnixTimeSeconds(), bytes), bytes);
    }

    private static WebhookSender Sender(TimeSpan deadline, string[] allowed, HostResolver resolve) =>
        new(new TargetPolicy(allowed), resolve, Options.Create(new PartnersOptions { AttemptDeadline = deadline }));

    private static async Task<AttemptResult> SendAsync(
        string url, TimeSpan? deadline = null, HostResolver? resolve = null, string body = """{"type":"endpoint.ping"}""")
    {
        using var sender = Sender(deadline ?? TimeSpan.FromSeconds(30), ["127.0.0.0/8"], resolve ?? System.Net.Dns.GetHostAddressesAsync);
        return await sender.SendAsync(Request(url, body), TestContext.Current.CancellationToken);
    }
}
