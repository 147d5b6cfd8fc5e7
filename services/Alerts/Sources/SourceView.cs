using System.Text.Json.Serialization;
using Mat.Platform.Http;

namespace Mat.Alerts.Sources;

/// <summary>A source as it is shown.</summary>
/// <param name="DroppedCount">New alerts that the limit of a rule kept out.</param>
/// <param name="Token">Only in the answer that made it; it is never shown again.</param>
public sealed record SourceView(
    Guid Id, int Version, string Name, SourceKind Kind, SourceStatus Status, Guid? SchoolId, IReadOnlyList<string> Identity,
    SourceMapping? Mapping, IReadOnlyList<string> Senders,
    DateTimeOffset? LastReceivedAt, long ReceivedCount, long TruncatedCount, long DroppedCount, string TokenHint, string IngestPath,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null) : IVersioned
{
    internal static SourceView Of(AlertSource source, SourceActivity? activity, string? token = null) => new(
        source.Id, source.Version, source.Name, source.Kind, source.Status, source.SchoolId, source.Identity, source.Mapping,
        source.Senders,
        activity?.LastReceivedAt, activity?.Received ?? 0, activity?.Truncated ?? 0, activity?.Dropped ?? 0, source.TokenHint,
        $"/api/alerts/ingest/{source.Id}", source.CreatedAt, token);
}
