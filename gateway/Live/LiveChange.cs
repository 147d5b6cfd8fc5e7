using System.Text.Json.Serialization;

namespace Mat.Gateway.Live;

/// <summary>One line of the live stream: enough to know what to fetch again, nothing to read in it.</summary>
/// <param name="Topic">ticket, alert, escalation, asset, school.</param>
/// <param name="Id">What changed; null where many did.</param>
/// <param name="What">Why, in one word.</param>
/// <param name="PersonId">Who may see it besides the school's people; never sent.</param>
public sealed record LiveChange(
    string Topic, Guid? Id, Guid? SchoolId, DateTimeOffset At, string What, [property: JsonIgnore] Guid? PersonId);
