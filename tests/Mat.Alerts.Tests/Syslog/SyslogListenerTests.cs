using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Mat.Alerts.Sources;
using Mat.Alerts.Syslog;
using Mat.Platform.Auth;
using Mat.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Mat.Alerts.Tests.Syslog;

public sealed class SyslogListenerTests
{
    private readonly int _port = SyslogClient.FreePort();

    private Task<AlertsApp> StartAsync(params (string, string)[] more) =>
        AlertsApp.StartAsync([("Alerts:Syslog:Port", $"{_port}"), .. more]);

    private static Task<AlertsApp.Source> FirewallAsync(AlertsApp app, params string[] senders) =>
        app.MadeAsync(new CreateSource("Firewall", SourceKind.Syslog, AlertsApp.Oak,
            Senders: senders.Length == 0 ? ["127.0.0.1"] : senders));

    [Fact]
    public async Task A_thousand_messages_in_one_write_are_each_counted_once_however_framed()
    {
        await using var app = await StartAsync();
        await FirewallAsync(app);
        await using var firewall = await SyslogClient.ConnectAsync(_port);
        var stream = string.Concat(Enumerable.Range(0, 1000)
            .Select(n => n % 2 == 0 ? SyslogFramesTests.Counted(SyslogClient.Message(n)) : SyslogClient.Message(n) + "\n"));
        await firewall.SendAsync(stream);
        await firewall.EndAsync();
        var alert = Assert.Single(await app.ListAsync());
        Assert.Equal((1000, AlertsApp.Oak, "oak-fw-1"), (alert.Count, alert.SchoolId, alert.HostName));
        // A relay that sends what it is not sure of again changes nothing.
        await using var again = await SyslogClient.ConnectAsync(_port);
        await again.SendAsync(stream);
        await again.EndAsync();
        Assert.Equal(1000, Assert.Single(await app.ListAsync()).Count);
    }

    [Fact]
    public async Task A_sender_that_writes_byte_by_byte_is_understood()
    {
        await using var app = await StartAsync();
        await FirewallAsync(app);
        await using var firewall = await SyslogClient.ConnectAsync(_port);
        foreach (var b in Encoding.UTF8.GetBytes(SyslogFramesTests.Counted(SyslogClient.Message(1)) + SyslogClient.Message(2) + "\n"))
            await firewall.SendAsync([b]);
        await Eventually.TrueAsync(async () => (await app.ListAsync()) is [{ Count: 2 }]);
    }

    [Fact]
    public async Task Case_56_bytes_that_are_no_syslog_cost_their_sender_alone()
    {
        await using var app = await StartAsync();
        await FirewallAsync(app);
        await using var good = await SyslogClient.ConnectAsync(_port);
        var random = new Random(56);
        foreach (var length in (int[])[1, 100, 70_000, 2_000_000])
        {
            await using var bad = await SyslogClient.ConnectAsync(_port);
            var rubbish = new byte[length];
            random.NextBytes(rubbish);
            await bad.SendAsync(rubbish);
            // It is still heard on the same connection.
            await bad.SendAsync($"\n{SyslogClient.Message(length)}\n");
            await bad.EndAsync();
        }
        await good.SendAsync(SyslogClient.Message(0) + "\n");
        await Eventually.TrueAsync(async () => (await app.ListAsync()).Any(a => a is { Count: 5, HostName: "oak-fw-1" }));
        Assert.Equal(HttpStatusCode.OK, (await app.App.Anonymous().GetAsync("/health/ready")).StatusCode);
    }

    [Theory]
    [InlineData("<34>1 never")]
    [InlineData("900 <34>1 never")]
    [InlineData("999999999 <34>1 never")]
    public async Task A_message_that_does_not_end_in_its_time_ends_the_connection(string beginning)
    {
        await using var app = await StartAsync(("Alerts:Syslog:MessageSeconds", "1"));
        await FirewallAsync(app);
        await using var slow = await SyslogClient.ConnectAsync(_port);
        await slow.SendAsync(SyslogClient.Message(1) + "\n" + beginning);
        var closed = slow.ClosedAsync();
        var watch = Stopwatch.StartNew();
        while (!closed.IsCompleted && watch.Elapsed < TimeSpan.FromSeconds(20))
        {
            try
            {
                await slow.SendAsync("x");
            }
            catch (IOException)
            {
                break;
            }
            await Task.WhenAny(closed, Task.Delay(20, TestContext.Current.CancellationToken));
        }
        await closed;
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(1, Assert.Single(await app.ListAsync()).Count);
    }

    [Fact]
    public async Task A_connection_that_is_quiet_too_long_is_closed()
    {
        await using var app = await StartAsync(("Alerts:Syslog:IdleSeconds", "1"));
        await FirewallAsync(app);
        await using var firewall = await SyslogClient.ConnectAsync(_port);
        await firewall.SendAsync(SyslogClient.Message(1) + "\n");
        await firewall.ClosedAsync();
        Assert.Single(await app.ListAsync());
    }

    [Fact]
    public async Task Nobodys_sender_is_closed_at_once_and_so_is_one_whose_source_was_switched_off()
    {
        await using var app = await StartAsync();
        var source = await FirewallAsync(app, "10.20.0.0/16");
        await using (var stranger = await SyslogClient.ConnectAsync(_port))
            await stranger.ClosedAsync();

        var known = await ChangeAsync(source.View, new { senders = new[] { "127.0.0.0/8" } });
        await using var firewall = await SyslogClient.ConnectAsync(_port);
        await firewall.SendAsync(SyslogClient.Message(1) + "\n");
        await Eventually.TrueAsync(async () => (await app.ListAsync()).Count == 1);
        await ChangeAsync(known, new { status = "disabled" });
        await firewall.SendAsync(SyslogClient.Message(2) + "\n");
        await firewall.ClosedAsync();
        Assert.Equal(1, Assert.Single(await app.ListAsync()).Count);

        async Task<SourceView> ChangeAsync(SourceView view, object change)
        {
            var request = new HttpRequestMessage(HttpMethod.Patch,
                $"/api/alerts/sources/{view.Id}")
            { Content = JsonContent.Create(change, options: Json.Options) };
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{view.Version}\"");
            return await (await app.Manager.SendAsync(request)).ReadAsync<SourceView>();
        }
    }

    [Fact]
    public async Task The_narrowest_network_says_whose_message_it_is()
    {
        await using var app = await StartAsync();
        await app.MadeAsync(new CreateSource("Everything", SourceKind.Syslog, AlertsApp.Elm, Senders: ["127.0.0.0/8"]));
        await FirewallAsync(app);
        await using var firewall = await SyslogClient.ConnectAsync(_port);
        await firewall.SendAsync(SyslogClient.Message(1) + "\n");
        await firewall.EndAsync();
        Assert.Equal(AlertsApp.Oak, Assert.Single(await app.ListAsync()).SchoolId);
    }

    [Fact]
    public async Task More_connections_than_allowed_are_closed_and_the_others_go_on()
    {
        await using var app = await StartAsync(("Alerts:Syslog:MaxConnections", "2"));
        await FirewallAsync(app);
        await using var first = await SyslogClient.ConnectAsync(_port);
        await using var second = await SyslogClient.ConnectAsync(_port);
        await first.SendAsync(SyslogClient.Message(1) + "\n");
        await second.SendAsync(SyslogClient.Message(2) + "\n");
        await Eventually.TrueAsync(async () => (await app.ListAsync()) is [{ Count: 2 }]);
        await using (var third = await SyslogClient.ConnectAsync(_port))
            await third.ClosedAsync();
        await first.SendAsync(SyslogClient.Message(3) + "\n");
        await Eventually.TrueAsync(async () => (await app.ListAsync()) is [{ Count: 3 }]);
    }

    [Fact]
    public async Task A_stop_keeps_what_has_come_and_closes()
    {
        await using var app = await StartAsync();
        await FirewallAsync(app);
        await using var firewall = await SyslogClient.ConnectAsync(_port);
        await firewall.SendAsync(SyslogClient.Message(0) + "\n");
        await Eventually.TrueAsync(async () => (await app.ListAsync()).Count == 1);
        await firewall.SendAsync(string.Concat(Enumerable.Range(1, 700).Select(n => SyslogClient.Message(n) + "\n")));
        var server = app.App.Services.GetRequiredService<SyslogServer>();
        await server.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
        await firewall.ClosedAsync();
        Assert.Equal(701, Assert.Single(await app.ListAsync()).Count);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.App.Anonymous().GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_read_and_nothing_is_lost()
    {
        await using var app = await StartAsync();
        await FirewallAsync(app);
        await using var firewall = await SyslogClient.ConnectAsync(_port);
        await firewall.SendAsync(SyslogClient.Message(0) + "\n");
        await Eventually.TrueAsync(async () => (await app.ListAsync()).Count == 1);
        const int many = 400;
        var padding = new string('x', 60_000);
        var sent = 0;
        var away = await AwayAsync(app.App);
        var sending = Task.Run(async () =>
        {
            for (var n = 1; n <= many; n++)
            {
                await firewall.SendAsync(SyslogFramesTests.Counted($"{SyslogClient.Message(n)} {padding}"));
                Volatile.Write(ref sent, n);
            }
        }, TestContext.Current.CancellationToken);
        // Sockets and buffers fill, and then the sender waits: it stands still for as long as one looks.
        var (last, still) = (-1, 0);
        await Eventually.TrueAsync(() =>
        {
            still = Volatile.Read(ref sent) == last ? still + 1 : 0;
            last = Volatile.Read(ref sent);
            return still == 8;
        });
        Assert.InRange(last, 1, many - 1);
        await away.DisposeAsync();
        await sending;
        await firewall.EndAsync();
        Assert.Equal(many + 1, Assert.Single(await app.ListAsync()).Count);
    }

    [Fact]
    public async Task Senders_are_networks_or_certificates_of_one_source_and_named_by_who_sees_the_whole_trust()
    {
        await using var app = await AlertsApp.StartAsync();
        var source = await FirewallAsync(app, "10.20.0.7", "2001:db8:1::/48", "SHA256:" + string.Join(':', Enumerable.Repeat("AB", 32)));
        Assert.Equal(["10.20.0.7/32", "2001:db8:1::/48", "sha-256:" + string.Concat(Enumerable.Repeat("ab", 32))], source.View.Senders);
        Assert.Equal((HttpStatusCode.Conflict, "sender.taken"),
            await TryAsync(new("Other", SourceKind.Syslog, null, Senders: ["10.20.0.7/32"])));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "source.senders"),
            await TryAsync(new("Other", SourceKind.Wazuh, null, Senders: ["10.20.0.8"])));
        foreach (var wrong in (string[])["0.0.0.0/0", "fw.example", "", "sha-256:ab", "::/0", "1"])
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "source.senders"),
                await TryAsync(new("Other", SourceKind.Syslog, null, Senders: [wrong])));
        var oak = app.App.As(Roles.Manager, AlertsApp.Oak);
        Assert.Equal((HttpStatusCode.Forbidden, "sender.trust"),
            await TryAsync(new("Other", SourceKind.Syslog, AlertsApp.Oak, Senders: ["10.30.0.1"]), oak));

        async Task<(HttpStatusCode, string?)> TryAsync(CreateSource request, HttpClient? client = null)
        {
            var answer = await (client ?? app.Manager).PostAsJsonAsync("/api/alerts/sources", request, Json.Options);
            return (answer.StatusCode, await answer.CodeAsync());
        }
    }

    /// <summary>PostgreSQL loses the database; SQLite's file is locked by another process, as a backup or a checker would.</summary>
    private static async Task<IAsyncDisposable> AwayAsync(MatApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var connection = scope.ServiceProvider.GetRequiredService<Data.AlertsDb>().Database.GetDbConnection();
        if (connection is SqliteConnection)
        {
            var lockIt = new SqliteConnection(connection.ConnectionString + ";Pooling=False");
            await lockIt.OpenAsync();
            await RunAsync(lockIt, "BEGIN IMMEDIATE");
            return lockIt;
        }
        var name = connection.Database;
        var admin = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(TestBackends.Postgres!) { Database = "postgres", Pooling = false }.ToString());
        await admin.OpenAsync();
        await RunAsync(admin,
            $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await RunAsync(admin, $"ALTER DATABASE \"{name}\" RENAME TO \"{name}_away\"");
        return new Back(admin, name);
    }

    private sealed class Back(NpgsqlConnection admin, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await RunAsync(admin, $"ALTER DATABASE \"{name}_away\" RENAME TO \"{name}\"");
            await RunAsync(admin, $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS true");
            await admin.DisposeAsync();
        }
    }

    private static async Task RunAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
