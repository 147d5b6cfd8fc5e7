namespace Mat.Gateway.Session;

/// <summary>The ID token has no verified e-mail address, so it cannot be matched to a person.</summary>
internal sealed class UnverifiedEmailException() : Exception("The ID token has no verified e-mail address.");
