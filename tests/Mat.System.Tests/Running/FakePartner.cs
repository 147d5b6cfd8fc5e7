using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mat.SystemTests.Running;

/// <summary>One request that arrived at the partner.</summary>
public sealed record Received(DateTimeOffset At, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public JsonNode Body => JsonNode.Parse(Bytes)!;
    public string MessageId => Headers["webhook-id"];
    public string Type => Body["type"]!.GetValue<string>();
    public string? EscalationId => Body["data"]?["escalationId"]?.GetValue<string>();
}

/// <summary>A partner's own system: an endpoint that keeps what arrives and answers as the test wants.</summary>
public sealed class FakePartner : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private FakePartner(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>What to answer to a request; 204 unless a test says otherwise.</summary>
    public Func<Received, int> Answers { get; set; } = _ => 204;

    public IReadOnlyList<Received> Received => [.. _received];

    public IReadOnlyList<Received> Of(string escalationId) => [.. _received.Where(r => r.EscalationId == escalationId)];

    public static async Task<FakePartner> StartAsync()
    {
        var app = FakeHost.Build();
        var partner = new FakePartner(app);
        app.MapPost("/hook", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var received = new Received(DateTimeOffset.UtcNow,
                request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), body.ToArray());
            partner._received.Enqueue(received);
            return Results.StatusCode(partner.Answers(received));
        });
        partner.Url = new Uri(await FakeHost.StartAsync(app) + "/hook");
        return partner;
    }

    /// <summary>Checks the signature of each request with the reference library of Standard Webhooks; true for each that holds.</summary>
    public static async Task<IReadOnlyList<bool>> VerifyAsync(string secret, IEnumerable<Received> requests)
    {
        var input = JsonSerializer.Serialize(new
        {
            secret,
            requests = requests.Select(r => new { headers = r.Headers, body = Convert.ToBase64String(r.Bytes) }),
        });
        var output = await Checkout.RunAsync("node", [Path.Combine(Checkout.Root, "tests", "browser", "verify-webhooks.mjs")], input);
        return JsonSerializer.Deserialize<List<bool>>(output)!;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
