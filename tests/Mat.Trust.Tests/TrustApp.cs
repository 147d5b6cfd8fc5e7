using System.Text.Json;
using Mat.Platform.Auth;
using Mat.Testing;
using Mat.Trust.Schools;
using Mat.Trust.SignIn;

namespace Mat.Trust.Tests;

/// <summary>The Trust service with an admin whose password is known, and words for what tests do with it.</summary>
internal sealed class TrustApp : IAsyncDisposable
{
    public const string AdminEmail = "admin@mat.local";
    public const string AdminPassword = "coffee tram lantern";

    private TrustApp(MatApp mat) => Mat = mat;

    public MatApp Mat { get; }

    public HttpClient Manager => Mat.As(Roles.Manager);

    public HttpClient Admin => Mat.As(Roles.Admin);

    public HttpClient System => Mat.AsSystem();

    public static async Task<TrustApp> StartAsync() => new(await MatApp.StartAsync(
        [new TrustModule()],
        new Dictionary<string, string?> { ["MAT_ADMIN_PASSWORD"] = AdminPassword, ["Trust:HashIterations"] = "100000" }, null));

    public async Task<SchoolView> SchoolAsync(string urn, string name = "A School")
    {
        var response = await Manager.PostAsJsonAsync("/api/trust/schools", new { urn, name, phase = "primary" });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.ReadAsync<SchoolView>();
    }

    public async Task<JsonElement> PersonAsync(string email, object grants, Guid? schoolId = null, string? password = null)
    {
        var response = await Admin.PostAsJsonAsync("/api/trust/people", new { name = "Ann Other", email, grants, schoolId, password });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.ReadJsonAsync();
    }

    public Task<HttpResponseMessage> TrySignInAsync(string email, string password) =>
        System.PostAsJsonAsync("/api/trust/internal/sign-in", new { email, password, ip = "192.0.2.7" });

    public async Task<SignedIn> SignInAsync(string email = AdminEmail, string password = AdminPassword)
    {
        var response = await TrySignInAsync(email, password);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<SignedIn>();
    }

    public Task<HttpResponseMessage> ResolveAsync(string token) => System.PostAsJsonAsync("/api/trust/internal/resolve", new { token });

    public Task<HttpResponseMessage> ImportAsync(byte[] file, string query = $"trustUid={"3104"}", HttpClient? client = null)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new("text/csv");
        return (client ?? Manager).PostAsync($"/api/trust/schools/import?{query}", content);
    }

    /// <summary>The people in the database, the admin among them.</summary>
    public async Task<Guid> AdminIdAsync()
    {
        var people = await (await Admin.GetAsync($"/api/trust/people?q={AdminEmail}")).ReadJsonAsync();
        return people.GetProperty("items")[0].GetProperty("id").GetGuid();
    }

    /// <summary>A change with the ETag that was read just before.</summary>
    public static async Task<HttpResponseMessage> ChangeAsync(HttpClient client, HttpMethod method, string path, object body,
        string? readFrom = null)
    {
        var read = await client.GetAsync(readFrom ?? path);
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        return await client.SendAsync(request);
    }

    public ValueTask DisposeAsync() => Mat.DisposeAsync();
}
