namespace Mat.Alerts.Intake;

/// <summary>What became of one item: exactly one of the two is there.</summary>
internal sealed record ItemReading(int Index, NormalizedAlert? Finding, Rejection? Rejection);

/// <summary>Why a whole request is refused.</summary>
internal enum BatchRefusal
{
    TooLarge,
    TooMany,
    Encoding,
    NotJson,
    Shape,
}

/// <summary>A request as read. <paramref name="Truncated"/> is how many alerts the tool says it left out.</summary>
internal sealed record Batch(BatchRefusal? Refusal, IReadOnlyList<ItemReading> Items, int Truncated)
{
    public static Batch Refused(BatchRefusal refusal) => new(refusal, [], 0);
}
