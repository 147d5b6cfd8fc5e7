using System.Net;
using System.Text.RegularExpressions;

namespace Mat.Gateway.Tests.OpenApi;

/// <summary>The viewer works without the internet and under the strict content security policy.</summary>
public sealed partial class ApiViewerTests
{
    [Fact]
    public async Task Page_references_no_other_host_and_runs_scripts_by_nonce_alone()
    {
        await using var f = await GatewayFixture.StartAsync();
        using var answer = await f.Client().GetAsync("/docs/");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotMatch("(?i)(https?:)?//[a-z0-9.-]+\\.[a-z]{2,}", html);
        Assert.Contains("openapi/v1.json", html, StringComparison.Ordinal);
        var nonce = Nonce().Match(answer.Headers.GetValues("Content-Security-Policy").Single()).Groups[1].Value;
        var scripts = Script().Matches(html).Select(m => m.Value).ToList();
        Assert.NotEmpty(scripts);
        Assert.All(scripts, s => Assert.Contains($"nonce=\"{nonce}\"", s, StringComparison.Ordinal));
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_of_the_page_come_from_this_process_and_the_nonce_is_new_each_time()
    {
        await using var f = await GatewayFixture.StartAsync();
        var client = f.Client();
        var html = await client.GetStringAsync("/docs/");
        var sources = Source().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            using var script = await client.GetAsync("/docs/" + source);
            Assert.Equal((HttpStatusCode.OK, "text/javascript"), (script.StatusCode, script.Content.Headers.ContentType!.MediaType));
        }
        Assert.NotEqual(html, await client.GetStringAsync("/docs/"));
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();

    [GeneratedRegex("<script[^>]*src=\"([^\"]+)\"")]
    private static partial Regex Source();
}
