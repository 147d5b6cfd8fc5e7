using Mat.Gateway.IdentityProvider;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Mat.Gateway.Session;

/// <summary>Why an external sign-in failed: the codes that the console's sign-in page explains (<c>?problem=</c>).</summary>
internal static partial class SignInFailure
{
    /// <summary>The provider or Trust does not answer.</summary>
    public const string Away = "away";

    /// <summary>The person declined at the provider.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>No active person has the e-mail address.</summary>
    public const string Unknown = "unknown";

    /// <summary>The response belongs to no sign-in of this browser, or to one that has ended.</summary>
    private const string Expired = "expired";

    /// <summary>The provider refused, or its token is not valid.</summary>
    private const string Refused = "refused";

    /// <summary>The provider does not say that the e-mail address is verified.</summary>
    private const string Unverified = "unverified";

    public static string Classify(Exception? failure) => failure switch
    {
        UnverifiedEmailException => Unverified,
        // The handler's own failures: state missing, not decryptable or not correlated with this browser.
        AuthenticationFailureException => Expired,
        OpenIdConnectProtocolException or SecurityTokenException => Refused,
        ProviderUnavailableException or HttpRequestException or IOException or TaskCanceledException => Away,
        _ => Refused,
    };

    /// <returns>The address of the sign-in page that explains the failure.</returns>
    public static string Log(ILogger logger, string code, Exception? failure = null)
    {
        Failed(logger, code, failure?.Message);
        return $"/sign-in?problem={code}";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "External sign-in failed: {Code} ({Reason})")]
    private static partial void Failed(ILogger logger, string code, string? reason);
}
