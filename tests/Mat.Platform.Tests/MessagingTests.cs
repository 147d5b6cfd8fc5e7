using System.Net;
using System.Net.Http.Json;
using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Platform.Messaging;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Platform.Tests;

public sealed class MessagingTests
{
    private static SchoolChanged School(string name, string urn = "100001") =>
        new(new SchoolSnapshot(Guid.CreateVersion7(), 1, urn, name, "primary", true, [], [], CalendarSnapshot.Default));

    private static async Task<int> SightingsAsync(MatApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SampleDb>().Sightings.SumAsync(s => s.Times);
    }

    [Fact]
    public async Task Poison_is_parked_after_eight_attempts_and_replayed_by_a_person()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SampleDb>();
            db.Publish(School("poison"));
            db.Publish(School("fine", "100002"));
            await db.SaveChangesAsync();
        }

        var admin = app.As(Roles.Admin);
        var parked = await Eventually.GetAsync(async () =>
            (await (await admin.GetAsync("/api/sample/dead-letters")).ReadAsync<Http.Page<DeadLetterView>>()).Items.SingleOrDefault(),
            "a parked message", TimeSpan.FromSeconds(90));
        Assert.Equal("sample-school-changed", parked.Endpoint);
        Assert.Contains("poison", parked.Error, StringComparison.Ordinal);
        Assert.Equal(1, await SightingsAsync(app)); // the other message was not held up

        Assert.Equal("dead_letter.failed", await (await admin.PostAsync($"/api/sample/dead-letters/{parked.Id}/replay", null)).CodeAsync());
        Assert.Equal(HttpStatusCode.Forbidden,
            (await app.As(Roles.Manager).PostAsync($"/api/sample/dead-letters/{parked.Id}/replay", null)).StatusCode);
    }

    [Fact]
    public async Task Message_that_is_due_later_waits()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SampleDb>();
            db.PublishLater(School("later"), app.Clock.GetUtcNow().AddHours(1));
            db.Publish(School("now", "100002"));
            await db.SaveChangesAsync();
        }

        await app.PublishedAsync<SchoolChanged>(s => s.School.Name == "now");
        Assert.DoesNotContain(app.Published<SchoolChanged>(), s => s.School.Name == "later");
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.PublishedAsync<SchoolChanged>(s => s.School.Name == "later");
    }

    [Fact]
    public async Task Work_that_is_rolled_back_tells_nobody()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var desk = app.As(Roles.Technician);
        object body = new { name = "same", colour = "green", schoolId = Guid.CreateVersion7() };
        await desk.PostAsJsonAsync("/api/sample/things", body);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.PostAsJsonAsync("/api/sample/things", body)).StatusCode);
        await using var scope = app.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<SampleDb>().Set<OutboxMessage>();
        await Eventually.TrueAsync(async () => !await outbox.AnyAsync());
        Assert.Single(app.Published<ReplayRequested>());
    }

    /// <summary>Two relays on one PostgreSQL share the outbox: everything goes, nothing twice while both live.</summary>
    [Fact]
    public async Task Two_relays_share_one_outbox()
    {
        if (string.IsNullOrEmpty(TestBackends.Postgres))
            Assert.Skip("MAT_TEST_POSTGRES is not set: only PostgreSQL has two relays.");
        await using var app = await MatApp.StartAsync(new SampleModule());
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SampleDb>();
            for (var i = 0; i < 1000; i++)
                db.Publish(new ReplayRequested(Guid.CreateVersion7(), i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            await db.SaveChangesAsync();
        }

        using var stop = new CancellationTokenSource();
        var second = ActivatorUtilities.CreateInstance<OutboxRelay<SampleDb>>(app.Services).RunAsync(stop.Token);
        await Eventually.TrueAsync(() => app.Published<ReplayRequested>().Count >= 1000);
        await stop.CancelAsync();
        await second;
        Assert.Equal(1000, app.Published<ReplayRequested>().Select(r => r.Service).Distinct().Count());
        Assert.Equal(1000, app.Published<ReplayRequested>().Count);
    }

    [Fact]
    public async Task Broker_takes_and_delivers_everything_once_and_comes_back_after_it_was_gone()
    {
        var rabbit = TestBackends.RabbitMq;
        if (string.IsNullOrEmpty(rabbit))
            Assert.Skip("MAT_TEST_RABBITMQ is not set.");
        await using var app = await MatApp.StartAsync([new SampleModule()],
            new Dictionary<string, string?> { ["Mat:Bus"] = "rabbitmq", ["Mat:RabbitMq"] = rabbit }, null, realBus: true);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SampleDb>();
            for (var i = 0; i < 300; i++)
                db.Publish(School("a school", $"2{i:D5}"));
            await db.SaveChangesAsync();
        }

        await Eventually.TrueAsync(async () => await SightingsAsync(app) == 300, "300 sightings", TimeSpan.FromSeconds(60));
        Assert.Equal(300, await SightingsAsync(app));
    }
}

public sealed class MatOptionsTests
{
    [Fact]
    public void Default_is_the_embedded_shape() => Assert.Empty(new MatOptions().Validate(ServiceCatalog.Targets.ToList()));

    [Theory]
    [InlineData("tickets", "Mat:Storage is sqlite")]
    [InlineData("tickets", "Mat:Bus is memory")]
    [InlineData("tickets", "Mat:Invoke is loopback")]
    public void Part_of_mat_cannot_run_on_what_is_in_one_process(string target, string sentence) =>
        Assert.Contains(new MatOptions().Validate([target]), p => p.StartsWith(sentence, StringComparison.Ordinal));

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var problems = new MatOptions
        {
            Storage = "postgres",
            Bus = "rabbitmq",
            Cache = "redis",
            Invoke = "direct"
        }.Validate(["gateway", "trust"]);
        Assert.Contains(problems, p => p.Contains("Mat:Postgres", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("Mat:RabbitMq", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("Mat:Redis", StringComparison.Ordinal));
        Assert.All(ServiceCatalog.Targets.Except(["gateway", "trust"]),
            t => Assert.Contains(problems, p => p.Contains($"Mat:Services:{t} is empty", StringComparison.Ordinal)));
        Assert.Contains(problems, p => p.Contains("SigningKeyFile", StringComparison.Ordinal));
    }

    [Fact]
    public void The_gateway_has_no_data_and_needs_no_database() =>
        Assert.DoesNotContain(new MatOptions { Storage = "postgres" }.Validate(["gateway"]),
            p => p.Contains("Mat:Postgres", StringComparison.Ordinal));

    [Fact]
    public void Sidecar_is_on_this_machine_or_nowhere() =>
        Assert.Contains(new MatOptions
        {
            Invoke = "dapr",
            DaprAddress = "http://dapr.example:3500"
        }.Validate(ServiceCatalog.Targets.ToList()),
            p => p.Contains("DaprAddress", StringComparison.Ordinal));

    [Theory]
    [InlineData("--target=gateway,trust", "serve", "gateway,trust", "")]
    [InlineData("--data /x --urls http://localhost:1", "serve", "all", "--Mat:Data=/x,--urls,http://localhost:1")]
    [InlineData("migrate --Mat:Storage=postgres", "migrate", "all", "--Mat:Storage=postgres")]
    [InlineData("--health http://localhost:9", "health", "all", "")]
    public void Command_line_is_read(string line, string verb, string targets, string rest)
    {
        var command = CommandLine.Parse(line.Split(' '));
        Assert.Equal((verb, targets, rest), (command.Verb, string.Join(',', command.Targets), string.Join(',', command.Rest)));
    }

    [Fact]
    public void Unknown_word_is_refused() => Assert.Throws<ArgumentException>(() => CommandLine.Parse(["strat"]));
}
