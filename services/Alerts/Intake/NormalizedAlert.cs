using System.Text.Json;
using System.Text.Json.Nodes;
using Mat.Alerts.Indicators;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Intake;

/// <summary>One alert in Mat's own words, after OCSF's Detection Finding (class 2004), whatever tool said it.</summary>
internal sealed record NormalizedAlert
{
    /// <summary>What it is about: the same for every time the tool says so.</summary>
    public required Guid Identity { get; init; }

    /// <summary>What was said this time: the same only when the very same alert is sent again.</summary>
    public required Guid Content { get; init; }

    public required bool Resolves { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>False when <see cref="At"/> is the time of receipt, so that the same content may mean another occurrence.</summary>
    public required bool OwnTime { get; init; }
    public required bool TimeSuspect { get; init; }
    public string? Uid { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required Severity Severity { get; init; }
    public string? Rule { get; init; }

    /// <summary>The devices it names, the first being the one shown. More than one is told apart by correlation.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
    public string? HostName => Hosts.Count > 0 ? Hosts[0] : null;
    public string? Mac { get; init; }
    public string? Ip { get; init; }
    public string? Serial { get; init; }
    public string? User { get; init; }
    public IReadOnlyList<string> Techniques { get; init; } = [];
    public IReadOnlyCollection<(IndicatorKind Kind, string Value)> Indicators { get; init; } = [];
    public ReadOnlyMemory<byte> Raw { get; init; }
}

/// <summary>Why one item of a batch was not taken.</summary>
internal sealed record Rejection(string Code, string Message);

/// <summary>What an adapter found in an item before it is cleaned, timed and hashed.</summary>
internal sealed record NormalizedAlertDraft
{
    /// <summary>The fields that identify it, by name; a null value is a field the tool left out.</summary>
    public IReadOnlyList<(string Name, string? Value)> Identity { get; init; } = [];
    public bool Resolves { get; init; }
    public string? Time { get; init; }
    public string? Uid { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }
    public Severity Severity { get; init; }
    public string? Rule { get; init; }
    public IReadOnlyList<string?> Hosts { get; init; } = [];
    public string? Mac { get; init; }
    public string? Ip { get; init; }
    public string? Serial { get; init; }
    public string? User { get; init; }
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>Why the item is none that this format counts as an alert.</summary>
    public Rejection? Rejection { get; init; }
}

/// <summary>One tool's format: how a request splits into items, and what an item says.</summary>
internal abstract class Adapter
{
    /// <summary>The items of a request; null when the request is not this format at all.</summary>
    public virtual IReadOnlyList<JsonElement>? Split(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => [.. root.EnumerateArray()],
        JsonValueKind.Object => [root],
        _ => null,
    };

    /// <summary>How many alerts the tool itself says it left out of this request.</summary>
    public virtual int Truncated(JsonElement root) => 0;

    /// <summary>Reads one item, which is a JSON object. Never throws; an identity without any value is refused by the caller.</summary>
    public abstract NormalizedAlertDraft Read(JsonElement item);
}

/// <summary>
/// A format that is text and not JSON. Its items become JSON objects of named fields, so that identity pointers, hashes and
/// everything after them are those of every other format.
/// </summary>
internal abstract class TextAdapter : Adapter
{
    /// <summary>The items of a request, of which at most <paramref name="most"/> are looked for. Not yet known to be UTF-8.</summary>
    public virtual IReadOnlyList<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> body, int most) => Lines.Of(body, most);

    /// <summary>The named fields of one item, or null when it is not this format. Never throws.</summary>
    public abstract JsonObject? Fields(string text);
}
