using System.Net;
using Mat.Testing;

namespace Mat.Assets.Tests;

public sealed class DocumentTests
{
    [Fact]
    public async Task Every_route_is_in_the_document()
    {
        await using var app = await AssetsApp.StartAsync();
        var response = await app.App.Anonymous().GetAsync("/openapi/assets.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var document = await response.ReadJsonAsync();
        foreach (var path in (string[])["/api/assets", "/api/assets/{id}", "/api/assets/kinds", "/api/assets/lookup",
            "/api/assets/imports", "/api/assets/imports/{id}/apply"])
            Assert.True(document.GetProperty("paths").TryGetProperty(path, out _), path);
        var change = document.GetProperty("components").GetProperty("schemas").GetProperty("ChangeAsset").GetProperty("properties");
        Assert.True(change.TryGetProperty("warrantyEndsOn", out _));
        var kinds = await app.ItemsLikeAsync("/api/assets/kinds");
        Assert.Equal(25, kinds.Length);
        Assert.Equal("network_switch", kinds[8].GetProperty("kind").GetString());
    }
}
