namespace Mat.SystemTests.Running;

/// <summary>How Mat runs: everything in one process; a few processes of several services each; every service its own process. The last two
/// use real PostgreSQL, RabbitMQ and Redis.</summary>
public enum Shape
{
    Embedded,
    Grouped,
    Distributed,
}

/// <summary>What every theory runs over.</summary>
public static class Shapes
{
    public static TheoryData<Shape> Both => [Shape.Embedded, Shape.Distributed];

    /// <summary>For what also crosses the services that a group keeps in one process.</summary>
    public static TheoryData<Shape> All => [Shape.Embedded, Shape.Grouped, Shape.Distributed];
}
