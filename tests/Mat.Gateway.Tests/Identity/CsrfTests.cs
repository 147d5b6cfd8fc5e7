using Mat.Gateway.Identity;
using Microsoft.AspNetCore.Http;

namespace Mat.Gateway.Tests.Identity;

public sealed class CsrfTests
{
    [Fact]
    public void Token_of_the_session_matches_and_no_other()
    {
        var token = Csrf.TokenFor("mats_one");
        Assert.True(Csrf.Matches("mats_one", token));
        Assert.False(Csrf.Matches("mats_two", token));
        Assert.False(Csrf.Matches("mats_one", null));
        Assert.False(Csrf.Matches("mats_one", ""));
        Assert.False(Csrf.Matches("mats_one", token + "A"));
    }

    [Fact]
    public void Token_is_the_agreed_hash() =>
        // base64url(SHA-256("mats_abc:csrf")), worked out apart from the code.
        Assert.Equal("bExcxLMyFBPd8T9Lb82YPD-qM1_G1XtweehvStzRf_o", Csrf.TokenFor("mats_abc"));

    [Theory]
    [InlineData(null, "mat.example", true)]
    [InlineData("https://mat.example", "mat.example", true)]
    [InlineData("https://MAT.example", "mat.example:443", true)]
    [InlineData("http://localhost:8080", "localhost:8080", true)]
    [InlineData("http://localhost:8081", "localhost:8080", false)]
    [InlineData("https://evil.example", "mat.example", false)]
    [InlineData("https://mat.example.evil.example", "mat.example", false)]
    [InlineData("null", "mat.example", false)]
    [InlineData("file://", "mat.example", false)]
    public void Origin_must_be_the_host(string? origin, string host, bool same) =>
        Assert.Equal(same, Csrf.SameOrigin(origin, new HostString(host)));
}
