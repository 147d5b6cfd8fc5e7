using Mat.Alerts.Intake;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Sources;

/// <summary>Where a generic source keeps what; every member is a JSON pointer into one item, unless it says otherwise.</summary>
public sealed record SourceMapping(
    string? Items = null, string? Id = null, string? Title = null, string? Description = null, string? Severity = null,
    IReadOnlyDictionary<string, Severity>? Severities = null, string? Host = null, string? Mac = null, string? Ip = null,
    string? Serial = null, string? User = null, string? Time = null, string? Status = null, IReadOnlyList<string>? ResolvedValues = null)
{
    internal static SourceMapping None { get; } = new();

    /// <summary>The pointers that are no pointers, by member.</summary>
    internal IEnumerable<(string Member, string Pointer)> Broken() =>
        new (string, string?)[]
        {
            ("items", Items), ("id", Id), ("title", Title), ("description", Description), ("severity", Severity), ("host", Host),
            ("mac", Mac),
            ("ip", Ip), ("serial", Serial), ("user", User), ("time", Time), ("status", Status),
        }.Where(m => m.Item2 is not null && !JsonPointer.IsValid(m.Item2)).Select(m => (m.Item1, m.Item2!));
}
