using Mat.Gateway.Identity;
using Microsoft.Extensions.Primitives;

namespace Mat.Gateway.Tests.Identity;

public sealed class TokenRulesTests
{
    [Theory]
    [InlineData("/api/tickets", "Bearer mat_x", "Bearer")]
    [InlineData("/api/tickets", "bearer mats_x", "Bearer")]
    [InlineData("/api/tickets", "Bearer matp_x", "Refused")]
    [InlineData("/api/tickets", "Bearer mata_x", "Refused")]
    [InlineData("/api/partners", "Bearer matp_x", "Refused")]
    [InlineData("/api/partners/portalx", "Bearer matp_x", "Refused")]
    [InlineData("/api/partners/portal/escalations", "Bearer matp_x", "PassThrough")]
    [InlineData("/API/Partners/PORTAL/escalations", "Bearer matp_x", "PassThrough")]
    [InlineData("/api/partners/portal/escalations", "Bearer mata_x", "Refused")]
    [InlineData("/api/alerts/ingest/1", "Bearer mata_x", "PassThrough")]
    [InlineData("/api/alerts/ingest/1", "Bearer matp_x", "Refused")]
    [InlineData("/api/alerts", "Bearer mata_x", "Refused")]
    [InlineData("/api/tickets", "Bearer eyJhbGciOiJFUzI1NiJ9.e30.x", "Signed")]
    [InlineData("/api/alerts/ingest/1", "Bearer eyJhbGciOiJFUzI1NiJ9.e30.x", "Refused")]
    [InlineData("/api/partners/portal/x", "Bearer eyJhbGciOiJFUzI1NiJ9.e30.x", "Refused")]
    [InlineData("/api/tickets", "Basic dXNlcjpwYXNz", "Refused")]
    [InlineData("/api/tickets", "Bearer ", "Refused")]
    [InlineData("/api/trust/internal/resolve", "Bearer mat_x", "Hidden")]
    [InlineData("/api/trust/INTERNAL/", "Bearer eyJ", "Hidden")]
    [InlineData("/api/trust//internal/resolve", null, "Hidden")]
    [InlineData("/api/tickets", null, "Anonymous")]
    [InlineData("/api/tickets", "", "Anonymous")]
    public void Token_opens_only_its_own_routes(string path, string? authorization, string route) =>
        Assert.Equal(route, TokenRules.Decide(path, authorization is null ? StringValues.Empty : authorization, null).Route.ToString());

    [Fact]
    public void Bearer_takes_precedence_over_the_session_cookie()
    {
        Assert.Equal((AuthenticationRoute.Cookie, "mats_a"), TokenRules.Decide("/api/tickets", StringValues.Empty, "mats_a"));
        Assert.Equal((AuthenticationRoute.Bearer, "mat_b"), TokenRules.Decide("/api/tickets", "Bearer mat_b", "mats_a"));
    }

    [Fact]
    public void Two_authorization_headers_are_refused() =>
        Assert.Equal(AuthenticationRoute.Refused,
            TokenRules.Decide("/api/tickets", new StringValues(["Bearer mat_a", "Bearer mat_b"]), null).Route);

    [Theory]
    [InlineData("Dapr-App-Id", true)]
    [InlineData("dapr-api-token", true)]
    [InlineData("X-Forwarded-For", true)]
    [InlineData("x-forwarded-host", true)]
    [InlineData("X-Mat-Person", true)]
    [InlineData("Forwarded", true)]
    [InlineData("X-Original-URL", true)]
    [InlineData("traceparent", false)]
    [InlineData("If-Match", false)]
    [InlineData("Idempotency-Key", false)]
    public void Reserved_headers_are_removed(string header, bool stripped) => Assert.Equal(stripped, TokenRules.IsStripped(header));
}
