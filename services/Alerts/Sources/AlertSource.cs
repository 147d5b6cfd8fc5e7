using System.Text.Json;
using Mat.Alerts.Episodes;
using Mat.Alerts.Intake;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Alerts.Sources;

/// <summary>A tool that posts alerts with a token of its own.</summary>
internal sealed class AlertSource : Entity, IMaybeSchoolOwned, IAudited
{
    public string Name { get; set; } = "";
    public SourceKind Kind { get; init; }
    public SourceStatus Status { get; set; }

    /// <summary>The school of every alert that nothing better ties to one; null for a tool of the whole trust.</summary>
    public Guid? SchoolId { get; set; }

    /// <summary>JSON pointers that identify an alert; empty takes the format's own fields.</summary>
    public List<string> Identity { get; set; } = [];
    public string? MappingJson { get; set; }

    /// <summary>Networks and certificates whose syslog connections are this source's (<see cref="Syslog.SyslogSender"/>).</summary>
    public List<string> Senders { get; set; } = [];

    [NotAudited]
    public string TokenHash { get; private set; } = "";
    public string TokenHint { get; private set; } = "";

    public SourceMapping? Mapping
    {
        get => MappingJson is null ? null : JsonSerializer.Deserialize<SourceMapping>(MappingJson, StrictJson.Options);
        set => MappingJson = value is null ? null : JsonSerializer.Serialize(value, StrictJson.Options);
    }

    public SourceSummary Facts => new(Id, Name, Kind, SchoolId);

    public NormalizedAlertReader Reader() => new(Kind, Identity, Mapping);

    /// <summary>Gives it a new token; the one before dies with the save.</summary>
    public string Rotate()
    {
        var (token, hash) = Tokens.New(Tokens.SourcePrefix);
        TokenHash = hash;
        TokenHint = $"{token[..8]}…{token[^4..]}";
        return token;
    }
}

/// <summary>What a source has sent so far, apart from the source so that counting is no change of it.</summary>
internal sealed class SourceActivity
{
    public Guid SourceId { get; init; }
    public long Received { get; set; }

    /// <summary>Alerts that the tool itself says it left out.</summary>
    public long Truncated { get; set; }

    /// <summary>New alerts that a rule's limit kept out.</summary>
    public long Dropped { get; set; }
    public DateTimeOffset? LastReceivedAt { get; set; }
}
