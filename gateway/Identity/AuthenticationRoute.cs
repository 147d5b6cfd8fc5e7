namespace Mat.Gateway.Identity;

/// <summary>How the gateway authenticates an API request, decided from path and credential alone.</summary>
internal enum AuthenticationRoute
{
    /// <summary>No credential; the endpoint decides whether it needs one.</summary>
    Anonymous,

    /// <summary>Session token in the browser's cookie; anti-forgery applies.</summary>
    Cookie,

    /// <summary>API token or session token in the Authorization header.</summary>
    Bearer,

    /// <summary>JWT: an access token of the identity provider where one is configured, else rejected.</summary>
    Signed,

    /// <summary>Partner or alert source token on its own route; the service behind checks it.</summary>
    PassThrough,

    /// <summary>401: this route does not accept the token.</summary>
    Refused,

    /// <summary>404: internal route.</summary>
    Hidden,
}
