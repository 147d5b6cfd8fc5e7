using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Mat.Trust.SignIn;

/// <summary>Hashes passwords as ASP.NET Core Identity does: PBKDF2 with HMAC-SHA512, salted.</summary>
internal sealed class Passwords
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly PasswordHasher<Account> _hasher;
    private readonly Account _nobody = new(Guid.Empty);

    public Passwords(IOptions<TrustOptions> options)
    {
        _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.HashIterations }));
        _nobody.PasswordHash = Hash(NewOneTime());
    }

    public string Hash(string password) => _hasher.HashPassword(_nobody, password);

    /// <summary>Takes as long for an account that does not exist as for one that does.</summary>
    /// <param name="better">A hash by today's measure when the stored one is weaker; null otherwise.</param>
    public bool Verify(Account? account, string password, out string? better)
    {
        better = null;
        var result = _hasher.VerifyHashedPassword(_nobody, (account ?? _nobody).PasswordHash, password);
        if (account is null || result == PasswordVerificationResult.Failed)
            return false;
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            better = Hash(password);
        return true;
    }

    /// <summary>20 letters and digits that nobody mistakes for each other, in groups: about 99 bits.</summary>
    public static string NewOneTime() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
