namespace Mat.Gateway.Identity;

/// <summary>Trust or the identity provider did not answer, so a credential can neither be accepted nor rejected: 503, never 401.</summary>
internal sealed class TrustUnavailableException(string reason, Exception? inner = null) : Exception(reason, inner);
