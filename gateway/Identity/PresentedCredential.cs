namespace Mat.Gateway.Identity;

/// <summary>The principal of the request and the token that it presented.</summary>
internal sealed record PresentedCredential(ResolvedPrincipal Principal, AuthenticationRoute Route, string Token)
{
    /// <returns>Null for an anonymous request.</returns>
    public static PresentedCredential? Of(HttpContext http) => http.Items[typeof(PresentedCredential)] as PresentedCredential;

    public void AttachTo(HttpContext http) => http.Items[typeof(PresentedCredential)] = this;
}
