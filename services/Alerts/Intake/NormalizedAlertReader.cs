using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Mat.Alerts.Indicators;
using Mat.Alerts.Sources;

namespace Mat.Alerts.Intake;

/// <summary>Reads requests of one source: guards first, then the source's adapter, then one spelling for everything.</summary>
/// <param name="kind">The source's format.</param>
/// <param name="identity">The source's own identity pointers; empty takes the format's own fields.</param>
/// <param name="mapping">Where a source of no fixed format keeps what.</param>
internal sealed class NormalizedAlertReader(SourceKind kind, IReadOnlyList<string> identity, SourceMapping? mapping)
{
    public const int MaxBytes = 1024 * 1024;
    public const int MaxItemBytes = 64 * 1024;
    public const int MaxItems = 500;
    public const int MaxDepth = 32;

    /// <summary>Deep enough for an item at its limit inside any envelope; beyond it nothing is read at all.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth * 2 };

    private readonly Adapter _adapter = kind switch
    {
        SourceKind.Wazuh => new WazuhAdapter(),
        SourceKind.Graph => new GraphAdapter(),
        SourceKind.Alertmanager => new AlertmanagerAdapter(),
        SourceKind.Generic => new GenericAdapter(mapping ?? SourceMapping.None),
        SourceKind.Ocsf => new OcsfAdapter(),
        SourceKind.CloudEvents => new CloudEventsAdapter(mapping ?? SourceMapping.None),
        SourceKind.TheHive => new TheHiveAdapter(),
        SourceKind.GoogleWorkspace => new GoogleWorkspaceAdapter(),
        SourceKind.Syslog => new SyslogAdapter(),
        SourceKind.EarlyWarning => new EarlyWarningAdapter(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>One result per item in the request's order, or the reason why the whole request is refused.</summary>
    public Batch Read(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, BodyForm form = BodyForm.Whole)
    {
        if (body.Length > MaxBytes)
            return Batch.Refused(BatchRefusal.TooLarge);
        if (body.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            body = body[3..];
        var items = new List<ItemReading>();
        var truncated = 0;
        var refusal = _adapter is TextAdapter text ? ReadText(text, body, items, receivedAt)
            : form == BodyForm.Lines ? ReadLines(body, items, receivedAt, ref truncated)
            : ReadDocument(body, items, receivedAt, ref truncated);
        return refusal is { } reason ? Batch.Refused(reason) : new Batch(null, items, truncated);
    }

    /// <summary>The same for messages that came one by one and not in a request; only of a kind that sends text.</summary>
    /// <param name="messages">At most <see cref="MaxItems"/>.</param>
    public Batch ReadMessages(IReadOnlyList<ReadOnlyMemory<byte>> messages, DateTimeOffset receivedAt)
    {
        var items = new List<ItemReading>();
        foreach (var message in messages)
            Add(items, ReadPiece((TextAdapter)_adapter, message.Span, Received(items, receivedAt)));
        return new Batch(null, items, 0);
    }

    private BatchRefusal? ReadDocument(ReadOnlyMemory<byte> body, List<ItemReading> to, DateTimeOffset receivedAt, ref int truncated)
    {
        if (!TextGuard.IsUtf8(body.Span))
            return BatchRefusal.Encoding;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Options);
        }
        catch (JsonException)
        {
            return BatchRefusal.NotJson;
        }
        using (document)
        {
            // Splitting reads member names, which half a surrogate pair would break, so the envelope is guarded as well.
            var (items, left) = Split(document.RootElement);
            if (items is null)
                return BatchRefusal.Shape;
            if (to.Count + items.Count > MaxItems)
                return BatchRefusal.TooMany;
            foreach (var item in items)
                Add(to, ReadItem(item, Received(to, receivedAt)));
            truncated += left;
            return null;
        }
    }

    /// <summary>A line is a request of its own, so that whatever is wrong with it is wrong with it alone.</summary>
    private BatchRefusal? ReadLines(ReadOnlyMemory<byte> body, List<ItemReading> to, DateTimeOffset receivedAt, ref int truncated)
    {
        var lines = Lines.Of(body, MaxItems + 1);
        if (lines.Count == 0)
            return BatchRefusal.NotJson;
        foreach (var line in lines)
        {
            var refusal = to.Count == MaxItems ? BatchRefusal.TooMany : ReadDocument(line, to, receivedAt, ref truncated);
            if (refusal is BatchRefusal.TooMany)
                return refusal;
            if (refusal is { } reason)
                Add(to, (null, Refusals.OfLine(reason)));
        }
        return null;
    }

    private BatchRefusal? ReadText(TextAdapter adapter, ReadOnlyMemory<byte> body, List<ItemReading> to, DateTimeOffset receivedAt)
    {
        var pieces = adapter.Pieces(body, MaxItems + 1);
        if (pieces.Count == 0)
            return BatchRefusal.Shape;
        if (pieces.Count > MaxItems)
            return BatchRefusal.TooMany;
        foreach (var piece in pieces)
            Add(to, ReadPiece(adapter, piece.Span, Received(to, receivedAt)));
        return null;
    }

    private static void Add(List<ItemReading> to, (NormalizedAlert? Finding, Rejection? Rejection) item) =>
        to.Add(new(to.Count, item.Finding, item.Rejection));

    /// <summary>Items without a time of their own keep the order in which they stand in the request.</summary>
    private static DateTimeOffset Received(List<ItemReading> to, DateTimeOffset receivedAt) => receivedAt.AddMicroseconds(to.Count);

    private (IReadOnlyList<JsonElement>? Items, int Truncated) Split(JsonElement root)
    {
        try
        {
            return (_adapter.Split(root), _adapter.Truncated(root));
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    private (NormalizedAlert?, Rejection?) ReadItem(JsonElement item, DateTimeOffset receivedAt)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return Reject("alert.shape", "An alert is a JSON object.");
        var raw = JsonMarshal.GetRawUtf8Value(item);
        if (raw.Length > MaxItemBytes)
            return Reject("alert.too_large", "An alert has at most 64 KiB.");
        if (TextGuard.HasUnstorableEscape(raw))
            return Reject("alert.text", "A text has a NUL or half a surrogate pair.");
        if (!IsShallow(item, MaxDepth))
            return Reject("alert.depth", "An alert is nested at most 32 deep.");
        return Judge(item, raw, receivedAt);
    }

    private (NormalizedAlert?, Rejection?) ReadPiece(TextAdapter adapter, ReadOnlySpan<byte> raw, DateTimeOffset receivedAt)
    {
        if (raw.Length > MaxItemBytes)
            return Reject("alert.too_large", "An alert has at most 64 KiB.");
        if (!TextGuard.IsUtf8(raw))
            return Reject("alert.encoding", "The text is not valid UTF-8.");
        if (raw.Contains((byte)0))
            return Reject("alert.text", "A text has a NUL.");
        if (adapter.Fields(Encoding.UTF8.GetString(raw)) is not { } fields)
            return Reject("alert.shape", "The text is not what this kind of source sends.");
        using var document = JsonSerializer.SerializeToDocument(fields);
        return Judge(document.RootElement, raw, receivedAt);
    }

    /// <param name="item">What the adapter reads.</param>
    /// <param name="raw">What the tool sent, to be kept.</param>
    private (NormalizedAlert?, Rejection?) Judge(JsonElement item, ReadOnlySpan<byte> raw, DateTimeOffset receivedAt)
    {
        var draft = _adapter.Read(item);
        if (draft.Rejection is not null)
            return (null, draft.Rejection);
        var parts = identity.Count > 0
            ? [
                .. identity.Select(p => (p,
                    JsonPointer.Find(item, p) is { ValueKind: not JsonValueKind.Null } value ? CanonicalJson.Text(value) : null))]
            : draft.Identity;
        if (!parts.Any(p => p.Value is not null))
            return Reject("alert.identity", "None of the fields that identify this source's alerts is there.");

        var time = EventTime.Read(draft.Time, receivedAt);
        return (Finish(draft, parts, time, item, raw), null);
    }

    private NormalizedAlert Finish(
        NormalizedAlertDraft draft, IReadOnlyList<(string Name, string? Value)> parts, EventTime time, JsonElement item,
        ReadOnlySpan<byte> raw) => new()
        {
            Identity = CanonicalJson.Hash(parts.Prepend(("kind", kind.ToString()))),
            Content = CanonicalJson.Hash(item),
            Resolves = draft.Resolves,
            At = time.At,
            OwnTime = time.Own,
            TimeSuspect = time.Suspect,
            Uid = TextGuard.Line(draft.Uid, 256),
            Title = TextGuard.Line(draft.Title, 300) ?? $"Alert from {kind}",
            Description = TextGuard.Block(draft.Description, 4000),
            Severity = draft.Severity,
            Rule = TextGuard.Line(draft.Rule, 128),
            Hosts = [.. draft.Hosts.Select(IdentifierNormalizer.Host).OfType<string>().Distinct()],
            Mac = IdentifierNormalizer.Mac(draft.Mac),
            Ip = IdentifierNormalizer.Ip(draft.Ip),
            Serial = IdentifierNormalizer.Serial(draft.Serial),
            User = TextGuard.Line(draft.User, 320),
            Techniques = [.. draft.Techniques.Select(t => TextGuard.Line(t, 32)).OfType<string>().Distinct().Take(20)],
            Indicators = IndicatorReader.Read(item, TextGuard.Line(draft.Rule, 128), kind.ToString().ToLowerInvariant()),
            Raw = raw.ToArray(),
        };

    private static (NormalizedAlert?, Rejection?) Reject(string code, string message) => (null, new Rejection(code, message));

    private static bool IsShallow(JsonElement element, int left) => element.ValueKind switch
    {
        JsonValueKind.Object => left > 0 && element.EnumerateObject().All(m => IsShallow(m.Value, left - 1)),
        JsonValueKind.Array => left > 0 && element.EnumerateArray().All(e => IsShallow(e, left - 1)),
        _ => true,
    };
}
