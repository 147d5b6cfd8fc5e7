using System.Text.Json;
using Mat.Contracts.Trust;

namespace Mat.Tickets.Directory;

/// <summary>What Tickets knows of a school, from Trust's events.</summary>
internal sealed class SchoolReplica
{
    public Guid Id { get; init; }

    /// <summary>The version of the facts; older facts are dropped.</summary>
    public int SourceVersion { get; set; }

    public string Urn { get; set; } = "";
    public string Name { get; set; } = "";
    public bool IsOpen { get; set; }

    /// <summary>JSON of <see cref="CalendarFacts"/>.</summary>
    public string Calendar { get; set; } = "";

    /// <summary>One more with every change of the calendar; a ticket carries the stamp its due dates were reckoned with.</summary>
    public int CalendarStamp { get; set; }

    /// <summary>Open tickets still have due dates from an older calendar.</summary>
    public bool Recalendar { get; set; }

    /// <summary>Takes newer facts over; says whether they were newer.</summary>
    public bool Take(SchoolSnapshot facts)
    {
        if (facts.Version <= SourceVersion) return false;
        var calendar = JsonSerializer.Serialize(facts.Calendar);
        if (calendar != Calendar)
        {
            Calendar = calendar;
            CalendarStamp++;
            Recalendar = true;
        }
        (SourceVersion, Urn, Name, IsOpen) = (facts.Version, facts.Urn, facts.Name, facts.IsOpen);
        return true;
    }

    public CalendarSnapshot CalendarFacts() => JsonSerializer.Deserialize<CalendarSnapshot>(Calendar) ?? Contracts.Trust.CalendarSnapshot.Default;
}
