using System.Security.Cryptography;
using System.Text;
using Mat.Platform.Auth;
using Microsoft.AspNetCore.DataProtection;

namespace Mat.Gateway.Session;

/// <summary>Data protection under keys derived from one secret (HKDF, RFC 5869), one key per purpose; nothing is stored.</summary>
internal sealed class DerivedKeyProtector(byte[] key) : IDataProtector
{
    public IDataProtector CreateProtector(string purpose) =>
        new DerivedKeyProtector(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes(purpose)));

    public byte[] Protect(byte[] plaintext) => SealedBox.Seal(key, plaintext);

    public byte[] Unprotect(byte[] protectedData) => SealedBox.Open(key, protectedData);
}
