namespace Mat.SystemTests.Running;

/// <summary>How Mat runs: everything in one process, or every service its own with real PostgreSQL, RabbitMQ and Redis.</summary>
public enum Shape
{
    Embedded,
    Distributed,
}

/// <summary>What every theory runs over.</summary>
public static class Shapes
{
    public static TheoryData<Shape> Both => [Shape.Embedded, Shape.Distributed];
}
