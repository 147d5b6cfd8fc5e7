using Mat.Gateway.Edge;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Gateway.Tests.Edge;

public sealed class ConsoleFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mat-console").FullName;
    private readonly IServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public ConsoleFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "dist", "assets"));
        File.WriteAllText(Path.Combine(_folder, "dist", "index.html"), "<start>");
        File.WriteAllText(Path.Combine(_folder, "dist", "assets", "app-1a2b.js"), "plain");
        File.WriteAllText(Path.Combine(_folder, "dist", "assets", "app-1a2b.js.br"), "brotli");
        File.WriteAllText(Path.Combine(_folder, "dist", ".hidden.js"), "no");
        File.WriteAllText(Path.Combine(_folder, "outside.js"), "no");
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private async Task<(int Status, string Body, IHeaderDictionary Headers)> Get(
        string path, string accept = "text/html", string? encoding = null, string method = "GET", bool built = true)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.Headers.Accept = accept;
        if (encoding is not null)
            context.Request.Headers.AcceptEncoding = encoding;
        context.Response.Body = new MemoryStream();
        var result = new ConsoleFiles(built ? Path.Combine(_folder, "dist") : null).Serve(context);
        if (result is null)
            return (404, "", context.Response.Headers);
        await result.ExecuteAsync(context);
        context.Response.Body.Position = 0;
        return (context.Response.StatusCode, await new StreamReader(context.Response.Body).ReadToEndAsync(), context.Response.Headers);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/tickets/T-10293")]
    [InlineData("/index.html")]
    public async Task Address_of_the_console_is_its_start_page_and_never_kept(string path)
    {
        var (status, body, headers) = await Get(path);
        Assert.Equal((200, "<start>"), (status, body));
        Assert.Equal("no-cache", headers.CacheControl.ToString());
        Assert.StartsWith("text/html", headers.ContentType.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hashed_file_is_kept_for_ever_and_sent_small()
    {
        var (_, body, headers) = await Get("/assets/app-1a2b.js", "*/*", "gzip, br");
        Assert.Equal("brotli", body);
        Assert.Equal("br", headers.ContentEncoding.ToString());
        Assert.Equal("Accept-Encoding", headers.Vary.ToString());
        Assert.Contains("immutable", headers.CacheControl.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("text/javascript", headers.ContentType.ToString(), StringComparison.Ordinal);
        Assert.Equal("plain", (await Get("/assets/app-1a2b.js", "*/*", "gzip, br;q=0")).Body);
    }

    [Theory]
    [InlineData("/assets/gone-9f.js")] // an old chunk must fail, not be the start page
    [InlineData("/../outside.js")]
    [InlineData("/assets/../../outside.js")]
    [InlineData("/.hidden.js")]
    [InlineData("/assets/app\\..\\..\\outside.js")]
    public async Task What_is_no_file_of_the_console_is_not_found(string path) => Assert.Equal(404, (await Get(path)).Status);

    [Fact]
    public async Task Client_that_wants_no_page_gets_none() => Assert.Equal(404, (await Get("/tickets", "application/json")).Status);

    [Fact]
    public async Task Only_reading_is_answered() => Assert.Equal(404, (await Get("/", method: "POST")).Status);

    [Fact]
    public async Task Console_that_was_not_built_says_so() =>
        Assert.Contains("The console was not built", (await Get("/", built: false)).Body, StringComparison.Ordinal);
}
