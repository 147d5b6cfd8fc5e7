using System.Text;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;

namespace Mat.Alerts.Tests.Intake;

public sealed class BadInputTests
{
    private const string Good = """{"rule":{"id":"1"},"agent":{"id":"1"}}""";

    private static string Nested(int depth) =>
        "{\"rule\":{\"id\":\"1\"},\"agent\":{\"id\":\"1\"},\"x\":" + new string('[', depth) + new string(']', depth) + "}";

    [Theory]
    [InlineData("{\"rule\":{\"id\":\"1\"},\"agent\":{\"id\":\"1\"},\"x\":\"\\u0000\"}", "alert.text")]
    [InlineData("{\"rule\":{\"id\":\"1\"},\"agent\":{\"id\":\"1\"},\"x\":\"\\ud800\"}", "alert.text")]
    [InlineData("{\"rule\":{\"id\":\"1\"},\"agent\":{\"id\":\"1\"},\"x\":\"\\udc00\\ud800\"}", "alert.text")]
    [InlineData("{\"rule\":{\"id\":\"1\"},\"agent\":{\"id\":\"1\"},\"\\ud800x\":1}", "alert.text")]
    [InlineData("17", "alert.shape")]
    [InlineData("null", "alert.shape")]
    public void Case_56_bad_item_is_rejected_and_the_others_are_kept(string bad, string code)
    {
        var batch = Fixtures.Read(SourceKind.Wazuh, $"[{Good},{bad},{Good}]");
        Assert.Null(batch.Refusal);
        Assert.Equal([null, code, null], batch.Items.Select(i => i.Rejection?.Code));
    }

    [Fact]
    public void Pair_of_surrogates_and_escaped_backslash_are_good() =>
        Assert.NotNull(Fixtures.Read(SourceKind.Wazuh,
            """{"rule":{"id":"1"},"agent":{"id":"1"},"x":"\ud83d\ude00 \\u0000 \\ud800"}""").Items[0].Finding);

    [Fact]
    public void Case_56_item_of_32_levels_is_taken_and_deeper_ones_are_rejected()
    {
        Assert.NotNull(Fixtures.Read(SourceKind.Wazuh, Nested(31)).Items[0].Finding);
        Assert.Equal("alert.depth", Fixtures.Read(SourceKind.Wazuh, Nested(32)).Items[0].Rejection!.Code);
        Assert.Equal(BatchRefusal.NotJson, Fixtures.Read(SourceKind.Wazuh, Nested(10_000)).Refusal);
    }

    [Fact]
    public void Case_56_item_beyond_64_KiB_is_rejected_alone()
    {
        var big = Good[..^1] + ",\"x\":\"" + new string('x', NormalizedAlertReader.MaxItemBytes) + "\"}";
        var batch = Fixtures.Read(SourceKind.Wazuh, $"[{big},{Good}]");
        Assert.Equal(["alert.too_large", null], batch.Items.Select(i => i.Rejection?.Code));
    }

    [Fact]
    public void Batch_beyond_500_is_refused()
    {
        Assert.Null(Fixtures.Read(SourceKind.Wazuh, $"[{string.Join(',', Enumerable.Repeat(Good, 500))}]").Refusal);
        Assert.Equal(BatchRefusal.TooMany, Fixtures.Read(SourceKind.Wazuh, $"[{string.Join(',', Enumerable.Repeat(Good, 501))}]").Refusal);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{} {}")]
    public void Case_56_what_is_not_JSON_is_refused(string text) =>
    Assert.Equal(BatchRefusal.NotJson, Fixtures.Read(SourceKind.Wazuh, text).Refusal);

    [Fact]
    public void Case_56_invalid_UTF_8_is_refused()
    {
        byte[][] broken = [[0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC0, 0xAF], [0xFF]];
        foreach (var bytes in broken)
            Assert.Equal(BatchRefusal.Encoding,
                Fixtures.Reader(SourceKind.Wazuh).Read((byte[])[.. "{\"a\":\""u8, .. bytes, .. "\"}"u8], Fixtures.Now).Refusal);
    }

    [Fact]
    public void Byte_order_mark_is_skipped() =>
        Assert.NotNull(Fixtures.Reader(SourceKind.Wazuh)
            .Read((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)], Fixtures.Now).Items[0].Finding);
}

/// <summary>Breaks a body as bytes, and as JSON whose values swap, vanish or become something else.</summary>
internal static class Mutation
{
    private static readonly string[] Odd =
    [
        "null", "true", "0", "-1", "1e400", "-0.0", "99999999999999999999", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\uDC00x\"",
        "[]", "{}", "[[]]", "[null]",
        "[{\"a\":1}]", "{\"\":1}", "{\"a\":1,\"a\":2}", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"2026-11-20T10:00:00\"", "\"2026-02-30T10:00:00Z\"",
        "1763632800", "-1763632800", "253402300800000", "\"::1%eth0\"", "\"[::ffff:10.0.0.1]:80\"", "\"http://\"", "\":\"", "\"@\"",
        "\"a@b@c\"", "\"\\r\\n\\t\"", "\"\\u202e\"",
    ];

    public static byte[] Of(byte[] original, Random random)
    {
        var text = Encoding.UTF8.GetString(original);
        var times = random.Next(1, 5);
        for (var i = 0; i < times; i++)
            text = random.Next(4) == 0 ? Scramble(text, random) : Replace(text, random);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(20) == 0 && bytes.Length > 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static string Replace(string text, Random random)
    {
        var values = System.Text.RegularExpressions.Regex.Matches(text, """(?<=: |\[|, )("([^"\\]|\\.)*"|-?\d+|null|true)""");
        if (values.Count == 0)
            return text;
        var at = values[random.Next(values.Count)];
        return string.Concat(text.AsSpan(0, at.Index), Odd[random.Next(Odd.Length)], text.AsSpan(at.Index + at.Length));
    }

    private static string Scramble(string text, Random random)
    {
        if (text.Length < 4)
            return text;
        var from = random.Next(text.Length - 1);
        var length = random.Next(1, Math.Min(30, text.Length - from));
        return random.Next(3) switch
        {
            0 => text.Remove(from, length),
            1 => text.Insert(from, text.Substring(from, length)),
            _ => text.Insert(from, new string("{}[]\",:\\"[random.Next(8)], random.Next(1, 40))),
        };
    }
}
