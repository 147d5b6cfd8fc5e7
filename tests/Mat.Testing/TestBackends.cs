using System.Collections.Concurrent;
using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;
using Testcontainers.Redis;

namespace Mat.Testing;

/// <summary>
/// PostgreSQL, RabbitMQ and Redis of a test process. MAT_TEST_POSTGRES, MAT_TEST_RABBITMQ and MAT_TEST_REDIS name private instances
/// (scripts/backends.sh); with MAT_TEST_BACKENDS=containers those that are not named are containers, started at the first use and removed
/// when the process ends. MAT_TEST_POSTGRES_IMAGE and its like name other images (scripts/test-images.sh makes some of Debian's packages).
/// </summary>
public static class TestBackends
{
    private static readonly ConcurrentBag<DockerContainer> Started = [];

    private static readonly Lazy<string?> PostgresBackend = new(() => Find("MAT_TEST_POSTGRES", "postgres:17",
        image => new PostgreSqlBuilder(image).WithCommand("-c", "max_connections=300").Build(), c => c.GetConnectionString()));

    private static readonly Lazy<string?> RabbitMqBackend =
        new(() => Find("MAT_TEST_RABBITMQ", "rabbitmq:4", image => new RabbitMqBuilder(image).Build(), c => c.GetConnectionString()));
    private static readonly Lazy<string?> RedisBackend =
        new(() => Find("MAT_TEST_REDIS", "redis:7", image => new RedisBuilder(image).Build(), c => c.GetConnectionString()));

    /// <summary>Npgsql connection string; null: the tests run on SQLite.</summary>
    public static string? Postgres => PostgresBackend.Value;

    /// <summary>amqp:// address; null: there is no broker.</summary>
    public static string? RabbitMq => RabbitMqBackend.Value;

    /// <summary>host:port; null: there is no Redis.</summary>
    public static string? Redis => RedisBackend.Value;

    private static string? Find<T>(string variable, string image, Func<string, T> build, Func<T, string> address)
        where T : DockerContainer
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
            return named;
        if (Environment.GetEnvironmentVariable("MAT_TEST_BACKENDS") != "containers")
            return null;
        var container = build(Environment.GetEnvironmentVariable(variable + "_IMAGE") is { Length: > 0 } other ? other : image);
        if (Started.IsEmpty)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Task.WhenAll(Started.Select(c => Task.Run(() => c.DisposeAsync().AsTask())))
                .Wait(TimeSpan.FromSeconds(8));
        Started.Add(container);
        Task.Run(() => container.StartAsync()).Wait(TimeSpan.FromMinutes(3));
        return address(container);
    }
}
