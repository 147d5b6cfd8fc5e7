using System.Text.Json;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Intake;

/// <summary>Any JSON, told by JSON pointers where things are. What identifies it is declared by the source and never guessed.</summary>
internal sealed class GenericAdapter(SourceMapping mapping) : Adapter
{
    private static readonly string[] UsualResolved = ["resolved", "ok", "closed", "recovered", "recovery", "up", "cleared", "clear"];

    public override IReadOnlyList<JsonElement>? Split(JsonElement root)
    {
        if (mapping.Items is null)
            return base.Split(root);
        return JsonPointer.Find(root, mapping.Items) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : null;
    }

    public override NormalizedAlertDraft Read(JsonElement item)
    {
        string? At(string? pointer) => pointer is null ? null : LenientJson.AsText(JsonPointer.Find(item, pointer));
        var severity = At(mapping.Severity);
        var status = At(mapping.Status);
        var resolved = mapping.ResolvedValues is { Count: > 0 } own ? own : (IReadOnlyList<string>)UsualResolved;
        var (host, hostIp) = IdentifierNormalizer.Instance(At(mapping.Host));
        return new NormalizedAlertDraft
        {
            Resolves = status is not null && resolved.Contains(status, StringComparer.OrdinalIgnoreCase),
            Time = At(mapping.Time),
            Uid = At(mapping.Id),
            Title = At(mapping.Title),
            Description = At(mapping.Description),
            Severity = severity is null ? Severity.Unknown
                : mapping.Severities?.FirstOrDefault(s => string.Equals(s.Key, severity, StringComparison.OrdinalIgnoreCase))
                is { Key: not null } known ? known.Value
                : Severities.FromWord(severity),
            Hosts = [host],
            Mac = At(mapping.Mac),
            Ip = At(mapping.Ip) ?? hostIp,
            Serial = At(mapping.Serial),
            User = At(mapping.User),
        };
    }
}
