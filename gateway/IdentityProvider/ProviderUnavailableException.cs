namespace Mat.Gateway.IdentityProvider;

/// <summary>The identity provider does not answer, or not as it should.</summary>
internal sealed class ProviderUnavailableException(string reason, Exception? inner = null) : Exception(reason, inner);
