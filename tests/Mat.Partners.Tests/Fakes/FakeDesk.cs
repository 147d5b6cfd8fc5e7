using System.Net;
using Mat.Platform.Invoke;

namespace Mat.Partners.Tests.Fakes;

/// <summary>The desk with one file that it shares.</summary>
internal sealed class FakeDesk : HttpMessageHandler, IServiceClients
{
    public Guid File { get; } = Guid.NewGuid();
    public string? Asked { get; private set; }

    public HttpClient For(string service) => new(this, disposeHandler: false) { BaseAddress = new Uri($"http://{service}.test") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.RequestUri!.AbsolutePath.EndsWith(File.ToString(), StringComparison.Ordinal))
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        Asked = request.RequestUri.AbsolutePath;
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("words") };
        answer.Content.Headers.ContentDisposition = new("attachment") { FileName = "a.txt" };
        return Task.FromResult(answer);
    }
}
