using System.Security.Cryptography;
using System.Text;
using Mat.Platform.Data;
using Mat.Platform.Hosting;

namespace Mat.Platform.Auth;

/// <summary>Encrypts secrets that Mat has to read again (webhook signing keys).</summary>
public interface ISecretProtector
{
    string Protect(string secret);

    /// <exception cref="CryptographicException">The key is not there any more or the text was changed.</exception>
    string Unprotect(string sealedSecret);
}

/// <summary>
/// AES-256-GCM under a master key from a file that all replicas mount; several keys allow rotation: the first encrypts, all
/// decrypt. ASP.NET's data protection would keep its key ring beside the data it protects; with a key vault package it would
/// replace this.
/// </summary>
internal sealed class SecretProtector : ISecretProtector
{
    private readonly string _first;
    private readonly Dictionary<string, byte[]> _keys;

    public SecretProtector(MatOptions options, DataFolder folder)
    {
        var file = options.Keys.MasterKeyFile
            ?? folder.MakeKeyFile("master.keys", () => "k1:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var lines = File.ReadAllLines(file).Select(l => l.Trim()).Where(l => l.Length > 0).Select(l => l.Split(':', 2)).ToList();
        if (lines.Count == 0 || lines.Any(l => l.Length != 2 || !IsKey(l[1])))
            throw new InvalidOperationException("Mat:Keys:MasterKeyFile holds one 'id:base64 of 32 bytes' a line.");
        _first = lines[0][0];
        _keys = lines.ToDictionary(l => l[0], l => Convert.FromBase64String(l[1]));
    }

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        return text.Length <= 64 && Convert.TryFromBase64String(text, bytes, out var length) && length == 32;
    }

    public string Protect(string secret)
    {
        return $"{_first}:{Convert.ToBase64String(SealedBox.Seal(_keys[_first], Encoding.UTF8.GetBytes(secret)))}";
    }

    public string Unprotect(string sealedSecret)
    {
        var parts = sealedSecret.Split(':', 2);
        if (parts.Length != 2 || !_keys.TryGetValue(parts[0], out var key))
            throw new CryptographicException("The master key that sealed this secret is not in the key file.");
        return Encoding.UTF8.GetString(SealedBox.Open(key, Convert.FromBase64String(parts[1])));
    }
}
