using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mat.SystemTests.Running;

/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="TraceId">Hexadecimal, 32 digits.</param>
public sealed record CollectedSpan(string Service, string TraceId, string Name);

/// <summary>
/// An OpenTelemetry collector as far as these tests need one: takes OTLP/HTTP with protobuf (opentelemetry-proto 1) and keeps
/// service, trace and name of every span; of metrics and logs it keeps who has sent some.
/// </summary>
public sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CollectedSpan> _spans = new();
    private readonly ConcurrentDictionary<(string Signal, string Service), bool> _senders = new();

    private FakeCollector(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public IReadOnlyList<CollectedSpan> Spans => [.. _spans];

    /// <param name="signal">traces, metrics or logs.</param>
    public bool Heard(string signal, string service) => _senders.ContainsKey((signal, service));

    public static async Task<FakeCollector> StartAsync()
    {
        var app = FakeHost.Build();
        var collector = new FakeCollector(app);
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            collector.Read(signal, body.ToArray());
            return Results.Bytes([], "application/x-protobuf");
        });
        collector.Url = await FakeHost.StartAsync(app);
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>All three signals are lists of what one resource has sent, and begin alike.</summary>
    private void Read(string signal, byte[] request)
    {
        foreach (var resourceItems in Messages(request, 1))
        {
            var service = Messages(resourceItems, 1).SelectMany(resource => Messages(resource, 1))
                .Where(attribute => Text(Messages(attribute, 1).Single()) == "service.name")
                .Select(attribute => Text(Messages(Messages(attribute, 2).Single(), 1).Single())).Single();
            var items = Messages(resourceItems, 2).SelectMany(scope => Messages(scope, 2)).ToList();
            if (items.Count > 0)
                _senders[(signal, service)] = true;
            if (signal != "traces")
                continue;
            foreach (var span in items)
                _spans.Enqueue(new(service, Convert.ToHexStringLower(Messages(span, 1).Single()), Text(Messages(span, 5).Single())));
        }
    }

    private static string Text(byte[] field) => Encoding.UTF8.GetString(field);

    /// <summary>Every length-delimited field of that number in a protobuf message.</summary>
    private static IEnumerable<byte[]> Messages(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if ((int)(key >> 3) == number)
                        yield return message[at..(at + length)];
                    at += length;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
