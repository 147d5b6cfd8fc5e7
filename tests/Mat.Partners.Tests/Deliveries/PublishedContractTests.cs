using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
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
        Assert.Equal("[false,false]", await VerifyAsync(old, [before with { Body = [.. before.Body, (byte)' '] }, WithTimestamp(before, before.Timestamp - 301)]));

        static Task<string> VerifyAsync(string secret, Received[] requests) => RunAsync("node", ["tests/browser/verify-webhooks.mjs"], JsonSerializer.Serialize(new
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
        Assert.SkipUnless(IsInstalled(program), $"{program} is not installed");
        var (secret, _, _, webhook) = await TwoWebhooksAsync();
        var code = Regex.Match(Guide(), $"^{language}.*?^```{fence}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;
        Assert.NotEmpty(code);
        var file = Path.Combine(Directory.CreateTempSubdirectory("mat-guide-").FullName, fence == "js" ? "guide.mjs" : "guide." + fence);
        await File.WriteAllTextAsync(file, $"{(fence == "php" ? "<?php\n" : "")}{code}\n{use}\n", TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal("true false false false false", (await RunAsync(program, [file], JsonSerializer.Serialize(Samples(secret, webhook)))).Trim());
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public async Task Code_of_the_guide_in_CSharp_is_the_code_that_is_tried_here()
    {
        var code = Regex.Match(Guide(), "^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;
        Assert.NotEmpty(code);
        var tried = await File.ReadAllTextAsync(Path.Combine(Root, "tests/Mat.Partners.Tests/Deliveries/DocumentedVerification.cs"), TestContext.Current.CancellationToken);
        Assert.Contains(Plain(code), Plain(tried), StringComparison.Ordinal);
        var (secret, _, _, webhook) = await TwoWebhooksAsync();
        Assert.Equal([true, false, false, false, false], Samples(secret, webhook).Select(s => DocumentedVerification.Holds(s.Secret, s.Id, s.Timestamp, s.Signatures, Convert.FromBase64String(s.Body))));
    }

    [Fact]
    public async Task Every_event_is_in_the_published_document_with_headers_body_and_answers()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var webhooks = (await (await app.Manager.GetAsync(new Uri("/openapi/partners.json", UriKind.Relative))).ReadJsonAsync()).GetProperty("webhooks");

        Assert.Equal(WebhookEvents.Choosable.Append(WebhookEvents.Ping).Order(), webhooks.EnumerateObject().Select(w => w.Name).Order());
        foreach (var webhook in webhooks.EnumerateObject())
        {
            var post = webhook.Value.GetProperty("post");
            Assert.Equal(["webhook-id", "webhook-timestamp", "webhook-signature"], post.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()!));
            Assert.Equal(["2XX", "3XX", "410", "429", "503", "default"], post.GetProperty("responses").EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal));
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
        var rotated = await (await app.PostAsync($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/rotate")).ReadAsync<RotatedSecret>();
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

    private static Sample Of(string secret, Received r) => new(secret, r.Id, r.Headers["webhook-timestamp"], r.Signature, Convert.ToBase64String(r.Body));

    /// <summary>Signed as it should be, but at another time.</summary>
    private static Received WithTimestamp(Received r, long timestamp) =>
        r with { Headers = new Dictionary<string, string>(r.Headers) { ["webhook-timestamp"] = timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture) } };

    private static string Guide() => File.ReadAllText(Path.Combine(Root, "docs", "partners.md"));

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Root })!;
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
        while (!File.Exists(Path.Combine(folder.FullName, "Mat.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private sealed record Sample(
        [property: System.Text.Json.Serialization.JsonPropertyName("secret")] string Secret,
        [property: System.Text.Json.Serialization.JsonPropertyName("id")] string Id,
        [property: System.Text.Json.Serialization.JsonPropertyName("timestamp")] string Timestamp,
        [property: System.Text.Json.Serialization.JsonPropertyName("signatures")] string Signatures,
        [property: System.Text.Json.Serialization.JsonPropertyName("body")] string Body);
}
