using System.Text.Json;
using Mat.Contracts.Alerts;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Cases.Grouping;

/// <summary>What alerts must share to be one case.</summary>
public enum GroupBy
{
    Indicator,
    Asset,
    Technique,
}

/// <summary>Alerts that fit and share something within a window become one case.</summary>
internal sealed class GroupingRule : Entity, IAudited
{
    public string Name { get; set; } = "";
    public bool Enabled { get; set; } = true;
    public string MatchersJson { get; set; } = "[]";
    public GroupBy By { get; set; }
    public int WindowMinutes { get; set; }

    /// <summary>How many alerts it takes to open a case; a case that is open takes every further one.</summary>
    public int AtLeast { get; set; }
    public string? Playbook { get; set; }

    public IReadOnlyList<Matcher> Matchers
    {
        get => JsonSerializer.Deserialize<List<Matcher>>(MatchersJson, StrictJson.Options)!;
        set => MatchersJson = JsonSerializer.Serialize(value, StrictJson.Options);
    }
}
