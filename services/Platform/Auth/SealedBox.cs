using System.Security.Cryptography;

namespace Mat.Platform.Auth;

/// <summary>AES-256-GCM with a random nonce: nonce, tag and ciphertext in one array.</summary>
public static class SealedBox
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <param name="key">32 bytes.</param>
    public static byte[] Seal(byte[] key, byte[] plain)
    {
        var box = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize));
        return box;
    }

    /// <exception cref="CryptographicException">Sealed under another key, truncated or altered.</exception>
    public static byte[] Open(byte[] key, byte[] box)
    {
        if (box.Length < NonceSize + TagSize)
            throw new CryptographicException("The sealed text is too short.");
        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), plain);
        return plain;
    }
}
