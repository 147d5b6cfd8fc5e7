using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;

namespace Mat.Alerts.Tests.Intake;

/// <summary>
/// Breaks the sample of every format in every way it knows: whatever comes, the reader answers with findings or with a
/// refusal that has a code, in time and without keeping anything. <c>MAT_FUZZ</c> says how many mutations of each format there
/// are (<c>make fuzz</c>: a million), <c>MAT_FUZZ_SEED</c> where they begin.
/// </summary>
public sealed class FuzzTests
{
    private static readonly int Rounds = Setting("MAT_FUZZ", 4_000);
    private static readonly int Seed = Setting("MAT_FUZZ_SEED", 20261122);

    private const int HeapEvery = 100_000;
    private const long MaxGrowth = 4 * 1024 * 1024;

    /// <summary>Throws at half a surrogate pair, which neither database holds.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A machine that is busy with other things still reads a hundred bodies a second.</summary>
    private static TimeSpan Patience => TimeSpan.FromSeconds(60 + Rounds / 100);

    public static TheoryData<SourceKind, string> Formats =>
        [.. Fixtures.Samples.Select(s => new TheoryDataRow<SourceKind, string>(s.Kind, s.Name))];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Case_56_mutated_bodies_never_do_more_than_be_rejected(SourceKind kind, string fixture)
    {
        var read = await Task.Run(() => Fuzz(kind, fixture)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(read > Rounds / 12, $"Of {Rounds} bodies only {read} findings were read; the fuzzing would prove nothing.");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Case_56_mutated_bodies_over_HTTP_are_taken_or_refused(SourceKind kind, string fixture)
    {
        await using var app = await AlertsApp.StartAsync(("Alerts:PerMinute", "10000000"), ("Alerts:Burst", "10000000"));
        var source = await app.MadeAsync(kind switch
        {
            SourceKind.Generic => new CreateSource("Fuzz", kind, AlertsApp.Oak, ["/sensor/id", "/device"], Fixtures.Prtg),
            SourceKind.CloudEvents => new CreateSource("Fuzz", kind, AlertsApp.Oak, null, Fixtures.Door),
            _ => new CreateSource("Fuzz", kind, AlertsApp.Oak),
        });
        var random = new Random(Seed);
        var original = Fixtures.Bytes(fixture);
        for (var round = 0; round < Rounds / 100; round++)
        {
            var body = kind.IsText() ? TextMutation.Of(original, random) : Mutation.Of(original, random);
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue(kind.IsText() ? "text/plain" : "application/json");
            var answer = await source.Client.PostAsync(source.View.IngestPath, content, TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}, seed {Seed}, round {round}: {Convert.ToBase64String(body)}");
        }
    }

    private static long Fuzz(SourceKind kind, string fixture)
    {
        var random = new Random(Seed);
        var original = Fixtures.Bytes(fixture);
        var reader = Fixtures.Reader(kind);
        var mutate = kind.IsText() ? TextMutation.Of : (Func<byte[], Random, byte[]>)Mutation.Of;
        var heap = new List<long>();
        var watch = Stopwatch.StartNew();
        long read = 0;
        for (var round = 0; round < Rounds; round++)
        {
            if (round > 0 && round % HeapEvery == 0)
                heap.Add(GC.GetTotalMemory(forceFullCollection: true));
            var body = mutate(original, random);
            try
            {
                read += Check(reader.Read(body, Fixtures.Now));
                if (!kind.IsText() && round % 8 == 0)
                    read += Check(reader.Read(AsLines(body, random), Fixtures.Now, BodyForm.Lines));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{kind}, seed {Seed}, round {round}: {Convert.ToBase64String(body)}", e);
            }
        }
        if (heap.Count == 0)
            return read;
        Console.WriteLine(
            $"{kind}: {Rounds} bodies, {read} findings in {watch.Elapsed.TotalSeconds:F0} s; heap after each {HeapEvery}: {string.Join(", ", heap.Select(h => $"{h / 1048576.0:F1}"))} MB");
        // A reader that kept forty bytes of each body would break it; the first reading has paid for what is made once.
        Assert.All(heap, h => Assert.InRange(h - heap[0], long.MinValue, MaxGrowth));
        return read;
    }

    private static int Check(Batch batch)
    {
        if (batch.Refusal is { } refusal)
        {
            Assert.Empty(batch.Items);
            var problem = Refusals.Of(refusal);
            Assert.InRange(problem.StatusCode, 400, 499);
            Assert.IsType<string>(problem.ProblemDetails.Extensions["code"]);
        }
        var findings = 0;
        foreach (var item in batch.Items)
        {
            Assert.True(item.Finding is null != item.Rejection is null);
            if (item.Rejection is { } rejection)
                Assert.False(string.IsNullOrEmpty(rejection.Code));
            if (item.Finding is not { } finding)
                continue;
            findings++;
            Assert.InRange(finding.Title.Length, 1, 300);
            Assert.DoesNotContain(finding.Title, char.IsControl);
            Assert.InRange(finding.Description?.Length ?? 0, 0, 4000);
            Assert.InRange(finding.At, new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), Fixtures.Now.AddDays(1));
            Assert.True(Enum.IsDefined(finding.Severity));
            Assert.InRange(finding.Raw.Length, 1, NormalizedAlertReader.MaxItemBytes);
            foreach (var text in (string?[])[finding.Title, finding.Description, finding.Rule, finding.User, finding.Uid, finding.HostName])
                Assert.True(text is null || (!text.Contains('\0') && Strict.GetByteCount(text) > 0), "A text cannot be stored.");
        }
        return findings;
    }

    /// <summary>The body as one line, and again with a line of rubbish between.</summary>
    private static byte[] AsLines(byte[] body, Random random)
    {
        var line = Array.ConvertAll(body, b => b is (byte)'\n' or (byte)'\r' ? (byte)' ' : b);
        return random.Next(2) == 0 ? line : [.. line, (byte)'\n', .. "{\"a\":"u8, (byte)random.Next(256), (byte)'\n', .. line];
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : otherwise;
}

/// <summary>Breaks text: its signs, its lines and its words, and single bytes.</summary>
internal static class TextMutation
{
    private static readonly string[] Odd =
    [
        "|", "\\", "\\|", "=", "\\=", "==", "<", ">", "<191>", "<192>", "<-1>", "<999999999999>", "[", "]", "[a b=\"c\"]", "\"", "\\\"",
        ":", ": ", "\n", "\r", "\r\n", "\n\n", "\0", "\t",
        "\uFEFF", "\u202e", "\u2028", "é", "😀", "CEF:", "CEF:0|", "CEF:9999999999|||||||", "1 ", "-", " - - - - - ",
        "2026-11-20T10:00:00Z", "Nov 99 99:99:99 ", "9999-12-31T23:59:59Z",
        "IP: ", "IP address: 999.1.1.1", "IP address: ::1", "Subject: ", "Date: Fri, 32 Nov 2026 25:61:61 +9999", "Event: ",
        "Time (UTC): ", "Grade: ", "incident notification", "rt=-1 ", "src=::ffff:10.0.0.1 ",
    ];

    public static byte[] Of(byte[] original, Random random)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(original));
        var times = random.Next(1, 6);
        for (var i = 0; i < times && text.Length > 4; i++)
            Change(text, random);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(10) == 0 && bytes.Length > 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static void Change(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        var length = random.Next(1, Math.Min(40, text.Length - at) + 1);
        switch (random.Next(6))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(random.Next(text.Length), text.ToString(at, length));
                break;
            case 2:
                text.Insert(at, Odd[random.Next(Odd.Length)]);
                break;
            case 3:
                text.Remove(at, length).Insert(at, Odd[random.Next(Odd.Length)]);
                break;
            case 4:
                text.Insert(at, string.Concat(Enumerable.Repeat(Odd[random.Next(Odd.Length)], random.Next(2, 60))));
                break;
            default:
                text[at] = (char)random.Next(1, 0xD800);
                break;
        }
    }
}
