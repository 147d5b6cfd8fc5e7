using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mat.Gateway.Routing;
using Mat.Platform.Hosting;
using Mat.Platform.Invoke;

namespace Mat.Gateway.OpenApi;

/// <summary>The API documents of all services merged into one, wherever the services run.</summary>
internal sealed class MergedDocument(
    IServiceProvider services, IReadOnlyList<IModule> hosted, MatOptions mat, IServiceClients clients, TimeProvider clock)
{
    private static readonly TimeSpan CacheTtl = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, (JsonObject Document, DateTimeOffset Until)> _remote = new();

    private (JsonObject Document, DateTimeOffset Until)? _merged;

    public async Task<JsonObject> GetAsync(CancellationToken ct)
    {
        if (_merged is { } last && last.Until > clock.GetUtcNow())
            return last.Document;
        var documents = (await OpenApiDocuments.HostedAsync(services, hosted, ct)).ToDictionary();
        var missing = new JsonArray();
        foreach (var (service, document) in await Task.WhenAll(
            ServiceForwarder.RemoteServices(mat, hosted).Select(async s => (Service: s, Document: await FetchAsync(s, ct)))))
        {
            if (document is null)
                missing.Add(service);
            else
                documents[service] = document;
        }
        var merged = Merge(documents, missing);
        if (missing.Count > 0)
            merged["x-missing"] = missing; // so that an incomplete document is recognisable
        else
            _merged = (merged, clock.GetUtcNow() + CacheTtl);
        return merged;
    }

    /// <summary>
    /// While two releases run side by side, one schema name may have two definitions: the later service is left out and named in
    /// <c>x-missing</c>. The export, which CI checks, fails instead.
    /// </summary>
    private static JsonObject Merge(Dictionary<string, JsonObject> documents, JsonArray missing)
    {
        try
        {
            return OpenApiDocuments.Merge(documents);
        }
        catch (InvalidOperationException)
        {
            var fitting = new Dictionary<string, JsonObject>();
            foreach (var (service, document) in documents)
            {
                try
                {
                    OpenApiDocuments.Merge([.. fitting, KeyValuePair.Create(service, document)]);
                    fitting[service] = document;
                }
                catch (InvalidOperationException)
                {
                    missing.Add(service);
                }
            }
            return OpenApiDocuments.Merge(fitting);
        }
    }

    private async Task<JsonObject?> FetchAsync(string service, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_remote.TryGetValue(service, out var known) && known.Until > now)
            return known.Document;
        try
        {
            using var client = clients.For(service);
            var document = JsonNode.Parse(await client.GetStringAsync($"/openapi/{service}.json", ct))?.AsObject();
            if (document is not null)
                _remote[service] = (document, now + CacheTtl);
            return document;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return known.Document; // a stale document is better than none
        }
    }
}
