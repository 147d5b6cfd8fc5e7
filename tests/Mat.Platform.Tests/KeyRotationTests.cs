using System.Security.Cryptography;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;

namespace Mat.Platform.Tests;

/// <summary>The steps of docs/operations.md: at each of them what the replicas before and after it make is understood by both.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mat-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Save(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }

    private InternalTokens Tokens(string signing, params string[] verify)
    {
        var options = new MatOptions { Data = _folder, Keys = { SigningKeyFile = signing, VerifyKeyFiles = verify } };
        return new(options, new DataFolder(options), TimeProvider.System);
    }

    private SecretProtector Protector(string keys)
    {
        var options = new MatOptions { Data = _folder, Keys = { MasterKeyFile = Save($"{Guid.NewGuid():N}.keys", keys) } };
        return new(options, new DataFolder(options));
    }

    private static async Task<bool> TakesAsync(InternalTokens from, InternalTokens at) =>
        await at.CheckAsync(from.Issue(new RequestPrincipal(ActorKind.System, Guid.Empty, "Mat", "", [], null, null)).Token) is not null;

    [Fact]
    public async Task Signing_key_changes_in_three_rolls_that_each_understand_their_neighbours()
    {
        using var oldKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var newKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (oldFile, newFile) = (Save("old.pem", oldKey.ExportPkcs8PrivateKeyPem()), Save("new.pem", newKey.ExportPkcs8PrivateKeyPem()));
        var (oldPublic, newPublic) = (Save("old.pub", oldKey.ExportSubjectPublicKeyInfoPem()),
            Save("new.pub", newKey.ExportSubjectPublicKeyInfoPem()));
        InternalTokens[] rolls = [Tokens(oldFile), Tokens(oldFile, newPublic), Tokens(newFile, oldPublic), Tokens(newFile)];
        for (var i = 1; i < rolls.Length; i++)
        {
            Assert.True(await TakesAsync(rolls[i - 1], rolls[i]), $"a token from before roll {i} after it");
            Assert.True(await TakesAsync(rolls[i], rolls[i - 1]), $"a token from after roll {i} before it");
        }

        Assert.False(await TakesAsync(rolls[0], rolls[^1]));
    }

    [Fact]
    public void Master_key_changes_in_two_rolls_and_the_old_one_still_opens()
    {
        static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var (first, second) = ($"k1:{Key()}", $"k2:{Key()}");
        SecretProtector[] rolls = [Protector(first), Protector($"{first}\n{second}"), Protector($"{second}\n{first}\n")];
        for (var i = 1; i < rolls.Length; i++)
        {
            Assert.Equal("whsec_x", rolls[i].Unprotect(rolls[i - 1].Protect("whsec_x")));
            Assert.Equal("whsec_x", rolls[i - 1].Unprotect(rolls[i].Protect("whsec_x")));
        }

        Assert.StartsWith("k2:", rolls[^1].Protect("x"), StringComparison.Ordinal);
        Assert.Throws<CryptographicException>(() => rolls[0].Unprotect(rolls[^1].Protect("x")));
    }
}
