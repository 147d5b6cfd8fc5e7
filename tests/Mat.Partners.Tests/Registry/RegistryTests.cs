using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Mat.Partners.Deliveries;
using Mat.Partners.Registry;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Tests.Registry;

public class RegistryTests
{
    [Fact]
    public async Task Partner_is_kept_found_and_changed_by_whoever_read_it()
    {
        await using var app = await PartnersApp.StartAsync();
        var created = await app.PostAsync("/api/partners", new
        {
            name = "Severn Cyber",
            areas = new[] { "cyber_security", "filtering_monitoring" },
            contactEmail = "desk@severn.example",
            schoolIds = new[] { app.School },
            agreement = new
            {
                reference = "A-7",
                startsOn = "2026-01-01",
                endsOn = "2026-12-31",
                acknowledgeMinutes = 60,
                resolveMinutes = 480
            },
        });
        Assert.Equal(201, (int)created.StatusCode);
        var partner = await created.ReadAsync<PartnerView>();
        Assert.Equal([PartnerArea.CyberSecurity, PartnerArea.FilteringMonitoring], partner.Areas);
        Assert.Equal("\"1\"", created.Headers.ETag!.Tag);

        var found = await Get<Page<PartnerView>>(app.Manager, "/api/partners?area=cyber_security&status=active&q=SEVERN");
        Assert.Equal(partner.Id, Assert.Single(found.Items).Id);
        Assert.Empty((await Get<Page<PartnerView>>(app.Manager, "/api/partners?area=network")).Items);

        var path = $"/api/partners/{partner.Id}";
        Assert.Equal(428, (int)(await app.Manager.PatchAsJsonAsync(path, new { name = "X" })).StatusCode);
        Assert.Equal(412, (int)(await PatchAsync(app.Manager, path, "\"7\"", """{"name":"X"}""")).StatusCode);
        var changed =
            await (await PatchAsync(app.Manager, path, "\"1\"",
                """{"schoolIds":null,"contactEmail":null,"status":"suspended"}""")).ReadAsync<PartnerView>();
        Assert.Null(changed.SchoolIds);
        Assert.Null(changed.ContactEmail);
        Assert.Equal(PartnerStatus.Suspended, changed.Status);
        Assert.Equal("A-7", changed.Agreement!.Reference); // what was not said stays
        Assert.Equal(2, changed.Version);

        Assert.Equal(409, (int)(await app.PostAsync("/api/partners", new { name = "Severn Cyber", areas = new[] { "mis" } })).StatusCode);
    }

    [Theory]
    [InlineData("""{"areas":["network"]}""")]
    [InlineData("""{"name":"X","areas":[]}""")]
    [InlineData("""{"name":"X","areas":["magic"]}""")]
    [InlineData("""{"name":"X","areas":["network"],"isSystem":true}""")]
    [InlineData("""{"name":"X","areas":["network"],"contactEmail":"nope"}""")]
    [InlineData("""{"name":"X","areas":["network"],"agreement":{"reference":"A","startsOn":"2026-02-01","endsOn":"2026-01-01"}}""")]
    public async Task Partner_that_makes_no_sense_is_400(string body)
    {
        await using var app = await PartnersApp.StartAsync(working: false);

        var response = await app.Manager.PostAsync(new Uri("/api/partners", UriKind.Relative),
            new StringContent(body, MediaTypeHeaderValue.Parse("application/json")));

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Roles_are_kept_apart()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var partner = await app.PartnerAsync();
        var body = new { name = "New", areas = new[] { "mis" } };

        Assert.Equal(200, await StatusAsync(app.Mat.As(Roles.SchoolLead, app.School), "/api/partners"));
        Assert.Equal(403, await StatusAsync(app.Mat.As(Roles.Staff), "/api/partners"));
        Assert.Equal(401, await StatusAsync(app.Mat.Anonymous(), "/api/partners"));
        Assert.Equal(403, (int)(await app.Mat.As(Roles.Technician).PostAsJsonAsync("/api/partners", body)).StatusCode);
        Assert.Equal(403, (int)(await app.Mat.As(Roles.Executive).PostAsJsonAsync("/api/partners", body)).StatusCode);
        var oneSchool = await app.Mat.As(Roles.Manager, app.School).PostAsJsonAsync("/api/partners", body);
        Assert.Equal((403, "auth.trust_wide"), ((int)oneSchool.StatusCode, await oneSchool.CodeAsync()));
        Assert.Equal(403, await StatusAsync(app.Mat.As(Roles.SchoolLead), $"/api/partners/{partner}/endpoints"));
        Assert.Equal(403, await StatusAsync(app.Mat.As(Roles.SchoolLead), "/api/partners/deliveries"));
    }

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://user@partner.example/")]
    [InlineData("https://partner.example./")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://partner.example:22/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://partner.example/")]
    [InlineData("https://10.0.0.1/")]
    public async Task Case_09_endpoint_that_leads_inside_is_422(string url)
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var partner = await app.PartnerAsync();

        var response = await app.PostAsync($"/api/partners/{partner}/endpoints", new { url });

        Assert.Equal((422, "endpoint.url"), ((int)response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task Secret_is_shown_once_and_stored_sealed()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var partner = await app.PartnerAsync();
        var endpoint = await app.EndpointAsync(partner, "https://partner.example/hook", "escalation.requested");

        Assert.Equal(32, WebhookSignature.KeyOf(endpoint.Secret!).Length);
        var list = await app.Manager.GetStringAsync(new Uri($"/api/partners/{partner}/endpoints", UriKind.Relative));
        var audit = await app.Mat.As(Roles.Admin).GetStringAsync(new Uri("/api/partners/audit", UriKind.Relative));
        var stored = await app.DbAsync(db => db.Secrets.Select(s => s.Sealed).SingleAsync());
        foreach (var text in new[] { list, audit, stored })
            Assert.DoesNotContain(endpoint.Secret![6..], text, StringComparison.Ordinal);
        Assert.Contains(endpoint.SecretHint,
            JsonDocument.Parse(list).RootElement.GetProperty("items")[0].GetProperty("secretHint").GetString(), StringComparison.Ordinal);
        Assert.Equal(400,
            (int)(await app.PostAsync($"/api/partners/{partner}/endpoints",
                new { url = "https://partner.example/", events = new[] { "all" } })).StatusCode);
    }

    [Fact]
    public async Task Ping_tells_whether_the_endpoint_hears_us()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner { Answer = FakePartner.Status(200, body: "thanks") };
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);

        var response = await app.PostAsync($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/ping");
        Assert.Equal(202, (int)response.StatusCode);
        var ping = await response.ReadAsync<DeliveryView>();
        var done = await Eventually.GetAsync(async () => await app.DeliveryAsync(ping.Id) is { Status: DeliveryStatus.Succeeded } d ? d
            : null);

        Assert.Equal("thanks", done.Attempts.Single().Response);
        Assert.Contains("endpoint.ping", receiver.Received.Single().Text, StringComparison.Ordinal);
        var listed = await Get<Page<DeliveryView>>(app.Manager, $"/api/partners/deliveries?endpointId={endpoint.Id}&status=succeeded");
        Assert.Equal(ping.Id, Assert.Single(listed.Items).Id);
        Assert.Empty((await Get<Page<DeliveryView>>(app.Mat.As(Roles.Technician, app.School), "/api/partners/deliveries")).Items);
    }

    [Fact]
    public async Task Documents_name_the_webhooks()
    {
        await using var app = await PartnersApp.StartAsync(working: false);

        var document = JsonDocument.Parse(await app.Mat.Anonymous()
            .GetStringAsync(new Uri("/openapi/partners.json", UriKind.Relative))).RootElement;

        var webhook = document.GetProperty("webhooks").GetProperty("escalation.requested").GetProperty("post");
        Assert.Equal(["webhook-id", "webhook-timestamp", "webhook-signature"],
            webhook.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.True(document.GetProperty("webhooks").TryGetProperty("escalation.cancelled", out _));
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/partners/portal/escalations/{id}/resolve", out _));
    }

    private static async Task<int> StatusAsync(HttpClient client, string path) =>
        (int)(await client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode;

    private static async Task<T> Get<T>(HttpClient client, string path) =>
        await (await client.GetAsync(new Uri(path, UriKind.Relative))).ReadAsync<T>();

    private static Task<HttpResponseMessage> PatchAsync(HttpClient client, string path, string etag, string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch,
            path)
        { Content = new StringContent(json, MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.TryAddWithoutValidation("If-Match", etag);
        return client.SendAsync(request);
    }
}
