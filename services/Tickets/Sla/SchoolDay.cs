namespace Mat.Tickets.Sla;

/// <summary>What is left of one day of a school.</summary>
/// <param name="From">Now, or when the school opens next.</param>
/// <param name="Until">When it closes for that day.</param>
/// <param name="At">The instant of a local time of that day.</param>
internal sealed record SchoolDay(DateOnly Date, DateTimeOffset From, DateTimeOffset Until, Func<TimeOnly, DateTimeOffset> At);
