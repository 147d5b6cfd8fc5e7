namespace Mat.Platform.Hosting;

/// <summary>Keys by reference: files that a secret store mounts.</summary>
public sealed class KeyOptions
{
    /// <summary>PEM file of the EC P-256 private key that signs internal tokens; the embedded shape makes its own.</summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>PEM files of further public keys that are accepted, for rotation and for services that never sign.</summary>
    public string[] VerifyKeyFiles { get; set; } = [];

    /// <summary>File of master keys, one <c>id:base64</c> of 32 bytes a line; the first encrypts, all decrypt.</summary>
    public string? MasterKeyFile { get; set; }
}
