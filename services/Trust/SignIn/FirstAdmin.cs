using Mat.Contracts.Trust;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.SignIn;

/// <summary>
/// Makes the first admin of an empty installation and tells the one-time password once, on the terminal and in no log. Several
/// replicas may start together: the address is unique, and who comes second finds it taken.
/// </summary>
internal sealed class FirstAdmin(IServiceScopeFactory scopes, IConfiguration configuration, Passwords passwords, MatOptions mat,
    ILogger<FirstAdmin> log) : IHostedService
{
    public const string DefaultEmail = "admin@mat.local";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TrustDb>();
        if (await db.People.AnyAsync(cancellationToken))
            return;

        var email = configuration["MAT_ADMIN_EMAIL"] is { Length: > 0 } given ? given : DefaultEmail;
        var chosen = configuration["MAT_ADMIN_PASSWORD"] is { Length: > 0 } password ? password : null;
        if (chosen is not null && PasswordRules.Check(chosen, email) is { } refusal)
            throw new InvalidOperationException($"MAT_ADMIN_PASSWORD cannot be used: {refusal.Detail}");

        var oneTime = chosen is null ? Passwords.NewOneTime() : null;
        var person = new Person("Administrator", email, [new Grant(GrantRules.Admin, null)]);
        db.People.Add(person);
        db.Accounts.Add(new Account(person.Id) { PasswordHash = passwords.Hash(chosen ?? oneTime!), MustChange = oneTime is not null });
        db.Announce(person);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (Storage.IsUniqueViolation(e))
        {
            log.LogInformation("First admin already created by another replica");
            return;
        }
        if (mat.Auth == "oidc")
            Console.WriteLine(
                $"The first admin is {person.Email}, who signs in with the identity provider (MAT_ADMIN_EMAIL chooses another).");
        else if (oneTime is not null)
            Console.WriteLine($"Admin sign-in: {person.Email}  one-time password: {oneTime}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
