using System.Text.RegularExpressions;
using Mat.Platform.Hosting;
using Mat.Testing;
using Mat.Trust.Data;
using Mat.Trust.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mat.Trust.Tests.SignIn;

[Collection("console")]
public sealed partial class FirstAdminTests
{
    [Fact]
    public async Task First_start_tells_the_one_time_password_once_and_it_opens()
    {
        var (app, said) = await StartAsync([]);
        await using var _ = app;

        var told = Line().Match(said);
        Assert.True(told.Success, said);
        Assert.Equal("admin@mat.local", told.Groups[1].Value);
        var signIn = await app.AsSystem()
            .PostAsJsonAsync("/api/trust/internal/sign-in", new { email = told.Groups[1].Value, password = told.Groups[2].Value });
        Assert.True((await signIn.ReadAsync<SignedIn>()).Session.MustChangePassword);
    }

    [Fact]
    public async Task Password_that_was_given_is_not_told()
    {
        var (app, said) = await StartAsync(
            new() { ["MAT_ADMIN_EMAIL"] = "Head@Trust.example", ["MAT_ADMIN_PASSWORD"] = "coffee tram lantern" });
        await using var _ = app;

        Assert.DoesNotContain("one-time", said, StringComparison.Ordinal);
        Assert.DoesNotContain("lantern", said, StringComparison.Ordinal);
        var signIn = await app.AsSystem()
            .PostAsJsonAsync("/api/trust/internal/sign-in", new { email = "head@trust.example", password = "coffee tram lantern" });
        Assert.False((await signIn.ReadAsync<SignedIn>()).Session.MustChangePassword);
    }

    [Fact]
    public async Task Guessable_password_refuses_to_start() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(new() { ["MAT_ADMIN_PASSWORD"] = "changeme" }));

    [Fact]
    public async Task Several_replicas_make_one_admin_between_them()
    {
        var (app, _) = await StartAsync([]);
        await using var running = app;
        await EmptyAsync(app);
        var replicas = Enumerable.Range(0, 6).Select(_ => new FirstAdmin(
            app.Services.GetRequiredService<IServiceScopeFactory>(), app.Services.GetRequiredService<IConfiguration>(),
            app.Services.GetRequiredService<Passwords>(), app.Services.GetRequiredService<MatOptions>(), NullLogger<FirstAdmin>.Instance))
                .ToList();

        var said = await SaidAsync(
            () => Task.WhenAll(replicas.Select(r => Task.Run(() => r.StartAsync(TestContext.Current.CancellationToken)))));

        Assert.Single(Line().Matches(said));
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<TrustDb>().People.CountAsync());
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<TrustDb>().Accounts.CountAsync());
    }

    private static async Task EmptyAsync(MatApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TrustDb>();
        await db.InTransactionAsync(async ct =>
        {
            await db.People.ExecuteDeleteAsync(ct);
            await db.Accounts.ExecuteDeleteAsync(ct);
        }, TestContext.Current.CancellationToken);
    }

    private static async Task<(MatApp App, string Said)> StartAsync(Dictionary<string, string?> settings)
    {
        MatApp app = null!;
        var said = await SaidAsync(async () => app = await MatApp.StartAsync([new TrustModule()], settings, null));
        return (app, said);
    }

    private static async Task<string> SaidAsync(Func<Task> act)
    {
        var terminal = Console.Out;
        var heard = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(heard));
        try
        {
            await act();
        }
        finally
        {
            Console.SetOut(terminal);
        }
        return heard.ToString();
    }

    [GeneratedRegex(@"^Admin sign-in: (\S+)  one-time password: (\S+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}

/// <summary>The terminal is one for the process.</summary>
[CollectionDefinition("console", DisableParallelization = true)]
public sealed class ConsoleTests;
