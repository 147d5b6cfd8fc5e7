using Mat.Platform.Hosting;
using Mat.Platform.Invoke;
using Mat.Testing;
using Microsoft.Extensions.Configuration;

namespace Mat.Platform.Tests.Invoke;

/// <summary>Settings out of a Dapr secret store (API reference, "Secrets" and "Health").</summary>
public sealed class SecretStoreTests
{
    private static ConfigurationManager Configuration(FakeDaprSidecar sidecar, params (string Name, string? Value)[] more)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mat:SecretStore"] = "mat-secrets",
            ["Mat:Secrets:0"] = "mat-settings",
            ["Mat:DaprAddress"] = sidecar.Url,
            ["Mat:DaprGrpcAddress"] = sidecar.GrpcUrl,
            ["DAPR_API_TOKEN"] = "sidecar-token",
        });
        configuration.AddInMemoryCollection(more.ToDictionary(m => m.Name, m => m.Value));
        return configuration;
    }

    private static async Task<FakeDaprSidecar> SidecarAsync()
    {
        var sidecar = await FakeDaprSidecar.StartAsync();
        sidecar.Token = "sidecar-token";
        sidecar.Secrets["mat-secrets/mat-settings"] = new()
        {
            ["MAT__POSTGRES"] = "Host=db;Password=s",
            ["MAT__REDIS"] = "redis:6379",
            ["Partners__Slots"] = "7"
        };
        return sidecar;
    }

    [Fact]
    public async Task Each_key_of_a_secret_is_a_setting_and_what_is_set_elsewhere_wins()
    {
        await using var sidecar = await SidecarAsync();
        var configuration = Configuration(sidecar, ("Mat:Redis", "mine:1"));
        await SecretStore.LoadAsync(configuration, TimeProvider.System);

        Assert.Equal(("Host=db;Password=s", "mine:1"), (MatOptions.From(configuration).Postgres, MatOptions.From(configuration).Redis));
        Assert.Equal("7", configuration["Partners:Slots"]);
    }

    [Fact]
    public async Task A_sidecar_that_is_not_ready_yet_is_waited_for()
    {
        await using var sidecar = await SidecarAsync();
        sidecar.Ready = false;
        var configuration = Configuration(sidecar);
        var loading = SecretStore.LoadAsync(configuration, TimeProvider.System);
        Assert.NotEqual(loading, await Task.WhenAny(loading, Task.Delay(300)));
        sidecar.Ready = true;
        await loading;

        Assert.Equal("7", configuration["Partners:Slots"]);
    }

    [Fact]
    public async Task A_sidecar_that_never_comes_is_said_after_a_minute()
    {
        await using var sidecar = await SidecarAsync();
        sidecar.Ready = false;
        var clock = new FakeClock();
        var loading = SecretStore.LoadAsync(Configuration(sidecar), clock);
        while (!loading.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(10);
        }

        Assert.Contains("answers 500", (await Assert.ThrowsAsync<SecretStoreException>(() => loading)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<Action<FakeDaprSidecar>, string> Refusals => new()
    {
        { s => s.Token = "another", "set DAPR_API_TOKEN" },
        { s => s.Secrets["mat-secrets/mat-settings"] = null, "add it to allowedSecrets" },
        { s => { s.Secrets.Clear(); s.Secrets["mat-secrets/other"] = []; }, "has no secret mat-settings" },
        { s => { s.Secrets.Clear(); s.Secrets["vault/mat-settings"] = []; }, "knows no secret store mat-secrets" },
        { s => s.Secrets.Clear(), "the sidecar answers FailedPrecondition" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task What_the_sidecar_refuses_is_one_sentence(Action<FakeDaprSidecar> set, string sentence)
    {
        await using var sidecar = await SidecarAsync();
        set(sidecar);
        var refusal = await Assert.ThrowsAsync<SecretStoreException>(
            () => SecretStore.LoadAsync(Configuration(sidecar), TimeProvider.System));

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sidecar-token", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mat:DaprAddress", "http://dapr.example:3500")]
    [InlineData("Mat:DaprGrpcAddress", "http://dapr.example:50001")]
    public async Task Only_a_sidecar_on_this_machine_gets_the_token(string setting, string address)
    {
        await using var sidecar = await SidecarAsync();
        var refusal = await Assert.ThrowsAsync<SecretStoreException>(
            () => SecretStore.LoadAsync(Configuration(sidecar, (setting, address)), TimeProvider.System));
        Assert.Contains($"{setting} must be a loopback", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_address_of_the_gRPC_API_is_one_sentence()
    {
        await using var sidecar = await SidecarAsync();
        var refusal = await Assert.ThrowsAsync<SecretStoreException>(
            () => SecretStore.LoadAsync(Configuration(sidecar, ("Mat:DaprGrpcAddress", "http://127.0.0.1:1")), TimeProvider.System));
        Assert.Contains("set Mat:DaprGrpcAddress", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_nobody_is_asked()
    {
        var configuration = new ConfigurationManager { ["Mat:DaprAddress"] = "http://127.0.0.1:1", ["Mat:Secrets:0"] = "x" };
        await SecretStore.LoadAsync(configuration, TimeProvider.System);
        Assert.Null(configuration["Mat:Postgres"]);
    }
}
