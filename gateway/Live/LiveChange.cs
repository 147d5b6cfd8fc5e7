using System.Text.Json.Serialization;

namespace Mat.Gateway.Live;

/// <summary>One line of the live stream: what to fetch again, without content.</summary>
/// <param name="Topic">school, asset, ticket, escalation, alert or case.</param>
/// <param name="Id">What changed; null where many did.</param>
/// <param name="SchoolId">The school whose people may see it; null for readers of the whole trust only.</param>
/// <param name="What">Why, in one word.</param>
/// <param name="PersonId">A person who may see it besides the school's readers; never sent.</param>
public sealed record LiveChange(
    string Topic, Guid? Id, Guid? SchoolId, DateTimeOffset At, string What, [property: JsonIgnore] Guid? PersonId);
