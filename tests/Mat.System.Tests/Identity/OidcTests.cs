using System.Security.Cryptography;
using Mat.SystemTests.Running;

namespace Mat.SystemTests.Identity;

/// <summary>Mat behind an identity provider: a running embedded Mat, a provider on a real socket, and a browser's steps by HTTP.</summary>
public sealed class OidcTests(OidcTests.Running running) : IClassFixture<OidcTests.Running>
{
    private const string Admin = "head.of.ict@trust.example";

    private FakeIdentityProvider Provider => running.Provider;

    [Fact]
    public async Task Person_whom_the_provider_vouches_for_is_signed_in_and_sent_where_they_wanted()
    {
        using var browser = Browser();
        Assert.Equal("/tickets?school=123", await SignInAsync(browser, Admin, "/tickets?school=123"));
        var session = (await browser.GetAsync("/api/session")).Expect(200);
        Assert.Equal(Admin, session.Body["person"]!["email"]!.GetValue<string>());
        Assert.False(session.Body["mustChangePassword"]!.GetValue<bool>());
        (await browser.GetAsync("/api/tickets")).Expect(200);

        // The session is the usual one: signing out ends it.
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/session");
        request.Headers.Add("X-CSRF-Token", session["csrfToken"]);
        (await browser.SendAsync(request)).Expect(204);
        (await browser.GetAsync("/api/tickets")).Expect(401);
    }

    [Fact]
    public async Task Password_opens_nothing()
    {
        using var browser = Browser();
        Assert.Equal("session.oidc",
            (await browser.PostAsync("/api/session", new { email = Admin, password = RunningMat.AdminPassword })).Expect(403).ProblemCode);
        var ways = (await browser.GetAsync("/api/session/methods")).Expect(200);
        Assert.False(ways.Body["password"]!.GetValue<bool>());
        Assert.Equal("Example ID", ways["provider"]);
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Way_back_never_leaves_the_console(string back)
    {
        using var browser = Browser();
        Assert.Equal("/", await SignInAsync(browser, Admin, back));
    }

    [Fact]
    public async Task Unknown_person_gets_no_access()
    {
        using var browser = Browser();
        Assert.Equal("/sign-in?problem=unknown", await SignInAsync(browser, "stranger@trust.example"));
        (await browser.GetAsync("/api/session")).Expect(401);
    }

    public static TheoryData<string, string> Bent => new()
    {
        { "email_verified is false", "unverified" },
        { "email_verified is missing", "unverified" },
        { "email is missing", "unverified" },
        { "another issuer", "refused" },
        { "another audience", "refused" },
        { "another authorized party", "refused" },
        { "expired", "refused" },
        { "not yet", "refused" },
        { "another nonce", "refused" },
        { "no nonce", "refused" },
        { "no expiry", "refused" },
    };

    [Theory, MemberData(nameof(Bent))]
    public async Task Claims_that_do_not_hold_sign_nobody_in(string what, string problem)
    {
        using var browser = Browser();
        Provider.Bend = claims => Change(claims, what);
        try
        {
            Assert.Equal($"/sign-in?problem={problem}", await SignInAsync(browser, Admin));
        }
        finally
        {
            Provider.Bend = _ => { };
        }
        (await browser.GetAsync("/api/session")).Expect(401);
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("no signature")]
    [InlineData("HMAC with the public key")]
    [InlineData("key from the header")]
    [InlineData("claims changed after signing")]
    public async Task Signature_that_does_not_hold_signs_nobody_in(string what)
    {
        using var browser = Browser();
        Provider.Sign = claims => Forge(claims, what);
        try
        {
            Assert.Equal("/sign-in?problem=refused", await SignInAsync(browser, Admin));
        }
        finally
        {
            Provider.Sign = null;
        }
        (await browser.GetAsync("/api/session")).Expect(401);
    }

    [Fact]
    public async Task Answer_that_this_browser_did_not_ask_for_is_refused()
    {
        using var victim = Browser();
        using var attacker = Browser();
        var callback = await ToCallbackAsync(attacker, Admin, "/");
        // The attacker's answer in the victim's browser, which waits for none: no session of the attacker's for the victim.
        Assert.Equal("/sign-in?problem=expired", await LocationAsync(victim, callback));
        // And in one that waits for another.
        await ToCallbackAsync(victim, Admin, "/");
        Assert.Equal("/sign-in?problem=expired", await LocationAsync(victim, callback));
        (await victim.GetAsync("/api/session")).Expect(401);
    }

    [Fact]
    public async Task Answer_is_good_once()
    {
        using var browser = Browser();
        var callback = await ToCallbackAsync(browser, Admin, "/");
        Assert.Equal("/", await LocationAsync(browser, callback));
        Assert.Equal("/sign-in?problem=expired", await LocationAsync(browser, callback));
    }

    [Fact]
    public async Task Person_who_says_no_at_the_provider_is_told_so()
    {
        using var browser = Browser();
        var callback = await ToCallbackAsync(browser, Admin, "/");
        var state = System.Web.HttpUtility.ParseQueryString(new Uri(callback).Query)["state"]!;
        Assert.Equal("/sign-in?problem=cancelled",
            await LocationAsync(browser, $"/api/session/oidc/callback?error=access_denied&state={Uri.EscapeDataString(state)}"));
    }

    [Fact]
    public async Task Access_token_for_this_api_works_as_the_person()
    {
        using var client = Bearer(Provider.Token(Provider.Claims(FakeIdentityProvider.Audience, Admin)));
        Assert.Equal(Admin, (await client.GetAsync("/api/session")).Expect(200).Body["person"]!["email"]!.GetValue<string>());
        // No cookie, so no anti-forgery token.
        (await client.PostAsync("/api/trust/schools", new { urn = "123456", name = "Elm Primary", phase = "primary" })).Expect(201);
    }

    [Theory]
    [InlineData("for the client and not the api")]
    [InlineData("an ID token")]
    [InlineData("expired")]
    [InlineData("another issuer")]
    [InlineData("email_verified is false")]
    [InlineData("stranger")]
    [InlineData("another key")]
    [InlineData("no signature")]
    [InlineData("HMAC with the public key")]
    [InlineData("key from the header")]
    public async Task Bearer_token_that_does_not_hold_is_401(string what)
    {
        var claims = Provider.Claims(what == "for the client and not the api" ? FakeIdentityProvider.ClientId
            : FakeIdentityProvider.Audience, what == "stranger" ? "stranger@trust.example" : Admin);
        if (what == "an ID token")
            claims["nonce"] = "n";
        Change(claims, what);
        using var client = Bearer(Forge(claims, what));
        Assert.Equal("auth.token", (await client.GetAsync("/api/tickets")).Expect(401).ProblemCode);
    }

    [Fact]
    public async Task New_key_of_the_provider_is_taken_up_at_the_next_sign_in()
    {
        var own = new Running();
        await own.InitializeAsync();
        await using var ends = own;
        var tests = new OidcTests(own);
        using var before = tests.Browser();
        Assert.Equal("/", await tests.SignInAsync(before, Admin));
        own.Provider.RotateKey();
        // Of many that bring the new key in one moment, one asks and nobody is refused.
        using var api = tests.Bearer(own.Provider.Token(own.Provider.Claims(FakeIdentityProvider.Audience, Admin)));
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.GetAsync("/api/tickets"))))
            answer.Expect(200);
        using var after = tests.Browser();
        Assert.Equal("/", await tests.SignInAsync(after, Admin));
        // Asked once: a forger's key is not looked for again at once.
        using var forged = tests.Bearer(tests.Forge(own.Provider.Claims(FakeIdentityProvider.Audience, Admin), "key from the header"));
        (await forged.GetAsync("/api/tickets")).Expect(401);
    }

    private static void Change(JsonObject claims, string what)
    {
        switch (what)
        {
            case "email_verified is false":
                claims["email_verified"] = false;
                break;
            case "email_verified is missing":
                claims.Remove("email_verified");
                break;
            case "email is missing":
                claims.Remove("email");
                break;
            case "another issuer":
                claims["iss"] = "https://issuer.example";
                break;
            case "another audience":
                claims["aud"] = "another-client";
                break;
            case "another authorized party":
                claims["azp"] = "another-client";
                break;
            case "expired":
                claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds();
                break;
            case "not yet":
                claims["nbf"] = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds();
                break;
            case "another nonce":
                claims["nonce"] = "of another sign-in";
                break;
            case "no nonce":
                claims.Remove("nonce");
                break;
            case "no expiry":
                claims.Remove("exp");
                break;
            default:
                break;
        }
    }

    private string Forge(JsonObject claims, string what)
    {
        using var other = RSA.Create(2048);
        switch (what)
        {
            case "another key":
                return Provider.Token(claims, other);
            case "no signature":
                return Provider.WithoutSignature(claims);
            case "HMAC with the public key":
                return Provider.Confused(claims);
            case "key from the header":
                var key = other.ExportParameters(false);
                var jwk = new JsonObject
                {
                    ["kty"] = "RSA",
                    ["n"] = System.Buffers.Text.Base64Url.EncodeToString(key.Modulus),
                    ["e"] = System.Buffers.Text.Base64Url.EncodeToString(key.Exponent)
                };
                return Provider.Token(claims, other,
                    new JsonObject { ["kid"] = "of the forger", ["jwk"] = jwk, ["jku"] = Provider.Issuer + "/elsewhere" });
            case "claims changed after signing":
                var parts = Provider.Token(claims).Split('.');
                claims["email"] = "somebody.else@trust.example";
                return $"{parts[0]}.{Provider.Token(claims).Split('.')[1]}.{parts[2]}";
            default:
                return Provider.Token(claims);
        }
    }

    private MatClient Browser() => new(running.Mat.Address);

    private MatClient Bearer(string token) => new(running.Mat.Address, token);

    private async Task<string> SignInAsync(MatClient browser, string person, string back = "/") =>
        await LocationAsync(browser, await ToCallbackAsync(browser, person, back));

    /// <summary>To the provider and back as far as the address of Mat that the provider names.</summary>
    private async Task<string> ToCallbackAsync(MatClient browser, string person, string back)
    {
        Provider.Person = person;
        var authorize = await LocationAsync(browser, $"/api/session/oidc?back={Uri.EscapeDataString(back)}");
        Assert.StartsWith(Provider.Issuer + "/authorize", authorize, StringComparison.Ordinal);
        using var provider = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await provider.GetAsync(new Uri(authorize));
        return answer.Headers.Location!.ToString();
    }

    private static async Task<string> LocationAsync(MatClient browser, string address)
    {
        using var answer = await browser.Http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>One Mat and one provider for all of these tests.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private string _folder = "";

        public FakeIdentityProvider Provider { get; private set; } = null!;
        public RunningMat Mat { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Provider = await FakeIdentityProvider.StartAsync();
            _folder = Checkout.NewFolder("oidc");
            var secret = Path.Combine(_folder, "client-secret");
            await File.WriteAllTextAsync(secret, FakeIdentityProvider.ClientSecret + "\n");
            Mat = await RunningMat.StartAsync(Shape.Embedded, new Dictionary<string, string>
            {
                ["MAT_ADMIN_EMAIL"] = Admin,
                ["MAT__AUTH"] = "oidc",
                ["MAT__OIDC__AUTHORITY"] = Provider.Issuer,
                ["MAT__OIDC__CLIENTID"] = FakeIdentityProvider.ClientId,
                ["MAT__OIDC__CLIENTSECRETFILE"] = secret,
                ["MAT__OIDC__AUDIENCE"] = FakeIdentityProvider.Audience,
                ["MAT__OIDC__NAME"] = "Example ID",
            });
        }

        public async ValueTask DisposeAsync()
        {
            await Mat.DisposeAsync();
            await Provider.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
