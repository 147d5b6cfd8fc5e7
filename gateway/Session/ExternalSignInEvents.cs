using System.Net;
using System.Text.Json.Nodes;
using Mat.Gateway.Identity;
using Mat.Gateway.IdentityProvider;
using Mat.Platform.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Mat.Gateway.Session;

/// <summary>
/// What Mat adds to the OpenID Connect handler: the configured redirect URI, the verified e-mail address, and Trust's session in
/// place of a cookie with claims.
/// </summary>
internal sealed class ExternalSignInEvents(
    MatOptions mat, ProviderTokens tokens, TrustClient trust, PrincipalCache cache, ILogger<ExternalSignInEvents> log) : OpenIdConnectEvents
{
    private const string EmailItem = "mat.email";

    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        // Without a configured URI the handler builds it from the Host header, which the client controls.
        if (!string.IsNullOrEmpty(mat.Oidc.RedirectUri))
            context.ProtocolMessage.RedirectUri = mat.Oidc.RedirectUri;
        return Task.CompletedTask;
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        var idToken = new JsonWebToken(context.TokenEndpointResponse!.IdToken);
        if (tokens.VerifiedEmail(idToken) is { } email)
            context.Properties!.Items[EmailItem] = email;
        else
            context.Fail(new UnverifiedEmailException());
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse(); // the framework's cookie sign-in is not used
        var http = context.HttpContext;
        try
        {
            var body = new { email = context.Properties!.Items[EmailItem], ip = http.Connection.RemoteIpAddress?.ToString() };
            using var answer = await trust.PostAsync("external-sign-in", body, http.RequestAborted);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                http.Response.Redirect(SignInFailure.Log(log, SignInFailure.Unknown));
                return;
            }
            var signedIn = (await answer.Content.ReadFromJsonAsync<JsonObject>(http.RequestAborted))!;
            SessionCookie.Write(http, signedIn["sessionToken"]!.GetValue<string>(), cache);
            http.Response.Redirect(ExternalSignIn.LocalPath(context.ReturnUri));
        }
        catch (TrustUnavailableException e)
        {
            http.Response.Redirect(SignInFailure.Log(log, SignInFailure.Away, e));
        }
    }

    public override Task AccessDenied(AccessDeniedContext context)
    {
        context.Response.Redirect(SignInFailure.Log(log, SignInFailure.Cancelled));
        context.HandleResponse();
        return Task.CompletedTask;
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        context.Response.Redirect(SignInFailure.Log(log, SignInFailure.Classify(context.Failure), context.Failure));
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
