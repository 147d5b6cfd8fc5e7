using System.Net;
using System.Net.Http.Json;
using Mat.Alerts.Cases;
using Mat.Platform.Http;
using Mat.Testing;

namespace Mat.Alerts.Tests.Cases;

/// <summary>What tests of cases want to do.</summary>
internal static class CaseApp
{
    public static async Task<CaseView> OpenCaseAsync(this AlertsApp app, object request)
    {
        var answer = await app.Technician.PostAsJsonAsync("/api/alerts/cases", request, Json.Options);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.ReadAsync<CaseView>();
    }

    public static async Task<CaseView> CaseAsync(this AlertsApp app, string id, HttpClient? client = null) =>
        await (await (client ?? app.Technician).GetAsync($"/api/alerts/cases/{id}")).ReadAsync<CaseView>();

    public static async Task<IReadOnlyList<CaseView>> ListCasesAsync(this AlertsApp app, string query = "", HttpClient? client = null) =>
        (await (await (client ?? app.Technician).GetAsync($"/api/alerts/cases{query}")).ReadAsync<Page<CaseView>>()).Items;

    public static async Task<IReadOnlyList<CaseEntryView>> TimelineAsync(this AlertsApp app, Guid id, HttpClient? client = null) =>
        (await (await (client ?? app.Technician).GetAsync($"/api/alerts/cases/{id}/timeline?limit=250")).ReadAsync<Page<CaseEntryView>>()).Items;

    public static Task<HttpResponseMessage> OnCaseAsync(this AlertsApp app, Guid id, string act, object body, HttpClient? client = null) =>
        (client ?? app.Technician).PostAsJsonAsync($"/api/alerts/cases/{id}/{act}", body, Json.Options);

    public static async Task<HttpResponseMessage> PatchCaseAsync(this AlertsApp app, CaseView seen, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/alerts/cases/{seen.Id}") { Content = JsonContent.Create(body, options: Json.Options) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen.Version}\"");
        return await app.Technician.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> EvidenceAsync(this AlertsApp app, Guid id, string name, string text, HttpClient? client = null, string more = "")
    {
        using var content = new StringContent(text);
        return await (client ?? app.Technician).PostAsync($"/api/alerts/cases/{id}/evidence?fileName={Uri.EscapeDataString(name)}{more}", content);
    }
}
