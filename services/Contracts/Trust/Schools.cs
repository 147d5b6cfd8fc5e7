namespace Mat.Contracts.Trust;

/// <summary>A school as the other services know it.</summary>
/// <param name="Urn">Unique Reference Number of GIAS, as text: the key of the register, never a number to calculate with.</param>
/// <param name="Phase">snake_case phase of education, e.g. <c>primary</c>, <c>secondary</c>, <c>all_through</c>.</param>
/// <param name="IsOpen">False once GIAS or a person closed the school; it stays visible but takes no new work.</param>
/// <param name="Domains">Lower-case DNS and mail domains that belong to the school.</param>
/// <param name="IpRanges">CIDR ranges that belong to the school.</param>
public sealed record SchoolSnapshot(
    Guid Id, int Version, string Urn, string Name, string Phase, bool IsOpen,
    IReadOnlyList<string> Domains, IReadOnlyList<string> IpRanges, CalendarSnapshot Calendar);

/// <summary>When a school is at work. Clocks that run in school time run only inside these hours.</summary>
/// <param name="TimeZone">IANA name, normally <c>Europe/London</c>.</param>
/// <param name="Weekly">Opening hours by day of week; a day that is missing is closed.</param>
/// <param name="Closed">Closed days, both ends included.</param>
public sealed record CalendarSnapshot(string TimeZone, IReadOnlyList<OpeningHours> Weekly, IReadOnlyList<ClosedDays> Closed)
{
    /// <summary>Monday to Friday 08:00 to 17:00, London time: what a school has until somebody says otherwise.</summary>
    public static CalendarSnapshot Default { get; } = new(
        "Europe/London",
        [.. Enumerable.Range(1, 5).Select(d => new OpeningHours((DayOfWeek)d, new TimeOnly(8, 0), new TimeOnly(17, 0)))],
        []);
}

/// <summary>One opening on one day of the week, local time; closes after it opens.</summary>
public sealed record OpeningHours(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes);

/// <summary>A closed stretch of days (holiday, INSET day), both ends included.</summary>
public sealed record ClosedDays(DateOnly From, DateOnly To, string Name);

/// <summary>A school is new, changed, moved its calendar, or closed.</summary>
public sealed record SchoolChanged(SchoolSnapshot School) : ILiveEvent
{
    public string Topic => "school";
    public Guid? Subject => School.Id;
    public Guid? SchoolId => School.Id;
    public Guid? PersonId => null;
}
