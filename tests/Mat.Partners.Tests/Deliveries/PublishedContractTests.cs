using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Registry;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;

namespace Mat.Partners.Tests.Deliveries;

/// <summary>What partners are told is true: by libraries that nobody here wrote, and by the code that they are given.</summary>
public partial class PublishedContractTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public async Task Signature_holds_for_standardwebhooks_and_svix_before_and_after_a_rotation()
    {
        var (old, secret, before, after) = await TwoWebhooksAsync();

        Assert.Equal("[true,true]", await VerifyAsync(old, [before, after]));
        Assert.Equal("[false,true]", await VerifyAsync(secret, [before, after]));
        Assert.Equal("[false,false]",
            await VerifyAsync(old, [before with { Body = [.. before.Body, (byte)' '] }, WithTimestamp(before, before.Timestamp - 301)]));

        static Task<string> VerifyAsync(string secret, Received[] requests) =>
            RunAsync("node", ["tests/browser/verify-webhooks.mjs"], JsonSerializer.Serialize(new
            {
                secret,
                requests = requests.Select(r => new { headers = r.Headers, body = Convert.ToBase64String(r.Body) }),
            }));
    }

    [Theory]
    [InlineData("Python", "python", "python3", """
        import base64, json, sys
        for r in json.load(sys.stdin):
            print(str(verify(r["secret"], r["id"], r["timestamp"], r["signatures"], base64.b64decode(r["body"]))).lower(), end=" ")
        """)]
    [InlineData("JavaScript", "js", "node", """
        let input = "";
        for await (const chunk of process.stdin) input += chunk;
        for (const r of JSON.parse(input)) process.stdout.write(verify(r.secret, r.id, r.timestamp, r.signatures, Buffer.from(r.body, "base64")) + " ");
        """)]
    [InlineData("PHP", "php", "php", """
        foreach (json_decode(file_get_contents('php://stdin'), true) as $r)
            echo verify($r['secret'], $r['id'], $r['timestamp'], $r['signatures'], base64_decode($r['body'])) ? 'true ' : 'false ';
        """)]
    public async Task Code_of_the_guide_takes_what_is_good_and_refuses_the_rest(string language, string fence, string program, string use)
    {
        var (secret, _, _, webhook) = await TwoWebhooksAsync();

        Assert.Equal("true false false false false", await VerifyAsync(language, fence, program, "", use, Samples(secret, webhook)));
        // The vector of the standard is years old: its moment is set, and the moment after it, by the language's own means.
        var clock = fence switch
        {
            "python" => "import time; time.time = lambda: NOW",
            "js" => "Date.now = () => NOW * 1000;",
            _ => "namespace guide; function time() { return NOW; }",
        };
        Assert.Equal("true false",
            await VerifyAsync(language, fence, program, clock.Replace("NOW", "1614265330", StringComparison.Ordinal), use, Golden()));
        Assert.Equal("false false",
            await VerifyAsync(language, fence, program, clock.Replace("NOW", "1614265631", StringComparison.Ordinal), use, Golden()));
    }

    [Fact]
    public async Task Code_of_the_guide_in_CSharp_is_the_code_that_is_tried_here()
    {
        var code = Regex.Match(Guide(), "^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;
        Assert.NotEmpty(code);
        var tried = await File.ReadAllTextAsync(Path.Combine(Root, "tests/Mat.Partners.Tests/Deliveries/DocumentedVerification.cs"),
            TestContext.Current.CancellationToken);
        Assert.Contains(Plain(code), Plain(tried), StringComparison.Ordinal);
        var (secret, _, _, webhook) = await TwoWebhooksAsync();
        Assert.Equal([true, false, false, false, false], Samples(secret, webhook).Select(s => Holds(s)));
        Assert.Equal([true, false], Golden().Select(s => Holds(s, 1614265330)));
        Assert.Equal([false, false], Golden().Select(s => Holds(s, 1614265631)));

        static bool Holds(Sample s, long? now = null) =>
            DocumentedVerification.Holds(s.Secret, s.Id, s.Timestamp, s.Signatures, Convert.FromBase64String(s.Body), now);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sandbox_of_the_guide_answers_what_is_escalated_to_it(bool resolves)
    {
        await using var app = await PartnersApp.StartAsync();
        var partner = await app.PartnerAsync();
        var endpoint = await app.EndpointAsync(partner, "http://127.0.0.1:9/");
        var token =
            (await (await app.PostAsync($"/api/partners/{partner}/tokens", new { name = "sandbox" })).ReadAsync<NewPartnerToken>()).Token;
        string[] arguments = ["tools/sandbox-partner.mjs", "--secret", endpoint.Secret!, "--token", token, "--mat",
            app.Mat.Address.ToString(), "--port", "0", .. resolves ? new[] { "--resolve" } : []];
        using var sandbox = Process.Start(
            new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, WorkingDirectory = Root })!;
        try
        {
            var url = (await sandbox.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!.Split("listening on ")[1];
            using var move = new HttpRequestMessage(HttpMethod.Patch,
                $"/api/partners/{partner}/endpoints/{endpoint.Id}")
            { Content = JsonContent.Create(new { url }) };
            move.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            Assert.True((await app.Manager.SendAsync(move)).IsSuccessStatusCode);

            var request = await app.EscalateAsync();
            var taken = await app.StepAsync(request.EscalationId, "acknowledged");
            Assert.Equal(("The sandbox has it.", $"SANDBOX-{taken.Escalation.Reference}"),
                (taken.Event.Text, (await app.EscalationAsync(request.EscalationId)).PartnerReference));
            if (resolves)
            {
                Assert.Equal("Solved by the sandbox.", (await app.StepAsync(request.EscalationId, "resolved")).Event.Text);
                return;
            }

            await app.Mat.DeliverAsync(
                new TicketCommented(Guid.CreateVersion7(), request.TicketId, request.SchoolId, null, "partner", "Jo Desk",
                    "Are you there?", app.Clock.GetUtcNow()));
            await app.Mat.PublishedAsync<EscalationProgressed>(p => p.Escalation.Id == request.EscalationId
                && p.Event is { Kind: "commented", Text: "Echo: Are you there?" });
        }
        finally
        {
            sandbox.Kill();
        }
    }

    [Fact]
    public async Task Every_event_is_in_the_published_document_with_headers_body_and_answers()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var webhooks =
            (await (await app.Manager.GetAsync(new Uri("/openapi/partners.json", UriKind.Relative))).ReadJsonAsync()).GetProperty(
                "webhooks");

        Assert.Equal(WebhookEvents.Choosable.Append(WebhookEvents.Ping).Order(), webhooks.EnumerateObject().Select(w => w.Name).Order());
        foreach (var webhook in webhooks.EnumerateObject())
        {
            var post = webhook.Value.GetProperty("post");
            Assert.Equal(["webhook-id", "webhook-timestamp", "webhook-signature"],
                post.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()!));
            Assert.Equal(["2XX", "3XX", "410", "429", "503", "default"],
                post.GetProperty("responses").EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal));
            Assert.True(post.GetProperty("responses").GetProperty("429").GetProperty("headers").TryGetProperty("Retry-After", out _));
            var schema = post.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            Assert.Equal(["type", "timestamp", "data"], schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()!));
            Assert.Contains($"`{webhook.Name}`", Guide(), StringComparison.Ordinal);
        }
    }

    private static string Plain(string code) => string.Join('\n', code.Split('\n').Select(l => l.Trim()));

    /// <summary>One webhook, a rotation, and one more that both secrets sign.</summary>
    private static async Task<(string Old, string New, Received Before, Received After)> TwoWebhooksAsync()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        await app.EscalateAsync();
        await Eventually.TrueAsync(() => receiver.Received.Count == 1);
        var rotated =
            await (await app.PostAsync($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/rotate")).ReadAsync<RotatedSecret>();
        await app.EscalateAsync();
        await Eventually.TrueAsync(() => receiver.Received.Count == 2);
        var both = receiver.Received.ToArray();
        return (endpoint.Secret!, rotated.Secret, both[0], both[1]);
    }

    private static IEnumerable<Sample> Samples(string secret, Received good) =>
    [
        Of(secret, good),
        Of(WebhookSignature.NewSecret(), good),
        Of(secret, good with { Body = [.. good.Body, (byte)' '] }),
        Of(secret, WithTimestamp(good, good.Timestamp - 301)),
        Of(secret, good) with { Signatures = "v1, v2,x" },
    ];

    private static Sample Of(string secret, Received r) =>
        new(secret, r.Id, r.Headers["webhook-timestamp"], r.Signature, Convert.ToBase64String(r.Body));

    /// <summary>Signed as it should be, but at another time.</summary>
    private static Received WithTimestamp(Received r, long timestamp) =>
        r with
        {
            Headers = new Dictionary<string, string>(
            r.Headers)
            { ["webhook-timestamp"] = timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture) }
        };

    private static string Guide() => File.ReadAllText(Path.Combine(Root, "docs", "partners.md"));

    /// <summary>The golden vector of Standard Webhooks, and the same with a byte more.</summary>
    private static IEnumerable<Sample> Golden()
    {
        var good = new Sample(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            Convert.ToBase64String("{\"test\": 2432232314}"u8));
        return [good, good with { Body = Convert.ToBase64String("{\"test\": 2432232314} "u8) }];
    }

    /// <summary>Runs the guide's code in one language; the programs come with <c>scripts/backends.sh install tests</c>.</summary>
    private static async Task<string> VerifyAsync(string language, string fence, string program, string before, string use,
        IEnumerable<Sample> samples)
    {
        var code = Regex.Match(Guide(), $"^{language}.*?^```{fence}\n(.*?)^```",
            RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;
        Assert.NotEmpty(code);
        var file = Path.Combine(Directory.CreateTempSubdirectory("mat-guide-").FullName, fence == "js" ? "guide.mjs" : "guide." + fence);
        await File.WriteAllTextAsync(file, $"{(fence == "php" ? "<?php\n" : "")}{before}\n{code}\n{use}\n",
            TestContext.Current.CancellationToken);
        try
        {
            return await RunAsync(program, [file], JsonSerializer.Serialize(samples));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                WorkingDirectory = Root
            })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Mat.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private sealed record Sample(
        [property: System.Text.Json.Serialization.JsonPropertyName("secret")] string Secret,
        [property: System.Text.Json.Serialization.JsonPropertyName("id")] string Id,
        [property: System.Text.Json.Serialization.JsonPropertyName("timestamp")] string Timestamp,
        [property: System.Text.Json.Serialization.JsonPropertyName("signatures")] string Signatures,
        [property: System.Text.Json.Serialization.JsonPropertyName("body")] string Body);
}
