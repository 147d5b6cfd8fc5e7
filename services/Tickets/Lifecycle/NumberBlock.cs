namespace Mat.Tickets.Lifecycle;

/// <summary>The one counter of references, from which processes take blocks.</summary>
internal sealed class NumberBlock
{
    public const string Tickets = "tickets";
    public const long First = 10_001;

    public string Name { get; init; } = Tickets;
    public long Next { get; set; } = First;
}
