using System.Collections.Concurrent;

namespace Mat.SystemTests.Running;

/// <summary>The live event stream as a browser reads it.</summary>
public sealed class LiveStream : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<JsonNode> _changes = new();
    private readonly Task _reading;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LiveStream(MatClient client) => _reading = ReadAsync(client);

    public IReadOnlyList<JsonNode> Changes => [.. _changes];

    public static async Task<LiveStream> OpenAsync(MatClient client)
    {
        var stream = new LiveStream(client);
        await stream._open.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return stream;
    }

    public bool Saw(string topic, string id) =>
        _changes.Any(c => c["topic"]?.GetValue<string>() == topic && c["id"]?.GetValue<string>() == id);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(MatClient client)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/live");
            request.Headers.Accept.ParseAdd("text/event-stream");
            using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
            response.EnsureSuccessStatusCode();
            _open.TrySetResult();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token));
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
                if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains('{', StringComparison.Ordinal))
                    _changes.Enqueue(JsonNode.Parse(line[5..])!);
        }
        catch (Exception e)
        {
            _open.TrySetException(e);
        }
    }
}
