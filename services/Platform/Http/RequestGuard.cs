using Mat.Platform.Auth;
using Microsoft.AspNetCore.Http;

namespace Mat.Platform.Http;

/// <summary>Refuses what no route takes: NUL in the address, which PostgreSQL cannot store and no name holds.</summary>
internal sealed class RequestGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http, CurrentUser user)
    {
        user.BecomeAnonymous(http.Connection.RemoteIpAddress?.ToString());
        if (http.Request.Path.Value!.Contains('\0', StringComparison.Ordinal) ||
            http.Request.QueryString.Value!.Contains("%00", StringComparison.Ordinal))
            throw new ProblemException(Problems.BadRequest("request.invalid", "The address holds a NUL character."));
        return next(http);
    }
}
