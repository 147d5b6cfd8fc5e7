using System.Text.Json;
using Mat.Contracts.Alerts;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Alerts.Silences;

/// <summary>Why alerts are suppressed.</summary>
public enum SilenceKind
{
    /// <summary>Somebody knows about it.</summary>
    Silence,

    /// <summary>Planned work.</summary>
    Maintenance,
}

/// <summary>When, between its beginning and its end, it holds.</summary>
public enum SilenceTimes
{
    Always,

    /// <summary>On days on which the alert's school is closed by its calendar; an alert without a school is never suppressed.</summary>
    ClosedDays,
}

/// <summary>Keeps alerts that fit from asking for tickets until it ends. They are taken, counted and listed all the same.</summary>
internal sealed class Silence : Entity, IMaybeSchoolOwned, IAudited
{
    public SilenceKind Kind { get; set; }
    public SilenceTimes Times { get; set; }

    /// <summary>Only alerts of this school; null for the whole trust.</summary>
    public Guid? SchoolId { get; set; }
    public string MatchersJson { get; set; } = "[]";
    public string Reason { get; set; } = "";
    public Guid CreatedById { get; init; }
    public string CreatedBy { get; init; } = "";
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset EndsAt { get; set; }

    /// <summary>Who ended it before its time.</summary>
    public string? EndedBy { get; set; }

    public IReadOnlyList<Matcher> Matchers
    {
        get => JsonSerializer.Deserialize<List<Matcher>>(MatchersJson, StrictJson.Options)!;
        set => MatchersJson = JsonSerializer.Serialize(value, StrictJson.Options);
    }

    public bool IsActive(DateTimeOffset now) => StartsAt <= now && now < EndsAt;
}

/// <summary>While an alert that fits the first list fires, those that fit the second and share the equal fields are suppressed.</summary>
internal sealed class Inhibition : Entity, IAudited
{
    public string Name { get; set; } = "";
    public bool Enabled { get; set; } = true;
    public string FiringJson { get; set; } = "[]";
    public string MutedJson { get; set; } = "[]";
    public List<string> Equal { get; set; } = [];

    public IReadOnlyList<Matcher> Firing
    {
        get => JsonSerializer.Deserialize<List<Matcher>>(FiringJson, StrictJson.Options)!;
        set => FiringJson = JsonSerializer.Serialize(value, StrictJson.Options);
    }

    public IReadOnlyList<Matcher> Muted
    {
        get => JsonSerializer.Deserialize<List<Matcher>>(MutedJson, StrictJson.Options)!;
        set => MutedJson = JsonSerializer.Serialize(value, StrictJson.Options);
    }

    public IReadOnlyList<MatchField> EqualFields
    {
        get => [.. Equal.Select(Enum.Parse<MatchField>)];
        set => Equal = [.. value.Select(f => f.ToString())];
    }
}

/// <summary>What keeps an alert quiet.</summary>
public enum SuppressionKind
{
    Silence,
    Maintenance,
    Inhibition,
    Storm,
}

/// <param name="ById">The silence, or the alert that inhibits, or the storm.</param>
/// <param name="Until">When it ends, where that is known.</param>
/// <param name="CheckAt">When to look whether it still holds; null for never.</param>
internal sealed record Suppression(SuppressionKind Kind, Guid ById, string Why, DateTimeOffset? Until, DateTimeOffset? CheckAt);
