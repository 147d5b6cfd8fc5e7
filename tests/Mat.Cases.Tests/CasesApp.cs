using System.Net;
using System.Net.Http.Json;
using Mat.Cases.Handling;
using Mat.Contracts.Alerts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;

namespace Mat.Cases.Tests;

/// <summary>Cases running with two schools, and what tests want to do with it. What Alerts would publish is delivered.</summary>
internal static class CasesApp
{
    public static readonly Guid Oak = Guid.CreateVersion7();
    public static readonly Guid Elm = Guid.CreateVersion7();
    public static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddHours(-1);

    public static async Task<MatApp> StartAsync(params (string Key, string Value)[] settings)
    {
        var app = await MatApp.StartAsync([new CasesModule()], settings.ToDictionary(s => s.Key, s => (string?)s.Value), null);
        foreach (var (id, name) in new[] { (Oak, "Oak"), (Elm, "Elm") })
            await app.DeliverAsync(
                new SchoolChanged(new(id, 1, "100000", name, "primary", true, [$"{name.ToLowerInvariant()}.example"], [],
                    CalendarSnapshot.Default)));
        return app;
    }

    /// <summary>An alert as Alerts tells of it, received now.</summary>
    public static AlertSnapshot Alert(MatApp app, Guid? school, string severity = "high", int second = 0) => new(
        Guid.CreateVersion7(), 1, Guid.CreateVersion7(), "Wazuh", "wazuh", "Rule 60204", severity, "new", school, null, "oak-lt-1", 1,
        Start.AddSeconds(second), Start.AddSeconds(second),
        Guid.CreateVersion7(), "60204", ReceivedAt: app.Clock.GetUtcNow());

    extension(MatApp app)
    {
        /// <summary>Each time with a new token: a test may have moved the clock past the life of the last one.</summary>
        public HttpClient Technician => app.As(Roles.Technician);
        public HttpClient Manager => app.As(Roles.Manager);

        public async Task<Guid> AlertAsync(Guid? school, string severity = "high", int second = 0)
        {
            var alert = Alert(app, school, severity, second);
            await app.DeliverAsync(new AlertRaised(alert, null));
            return alert.Id;
        }

        public async Task<CaseView> OpenCaseAsync(object request)
        {
            var answer = await app.Technician.PostAsJsonAsync("/api/cases", request, Json.Options);
            Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
            return await answer.ReadAsync<CaseView>();
        }

        public async Task<CaseView> CaseAsync(string id, HttpClient? client = null) =>
            await (await (client ?? app.Technician).GetAsync($"/api/cases/{id}")).ReadAsync<CaseView>();

        public async Task<IReadOnlyList<CaseView>> ListCasesAsync(string query = "", HttpClient? client = null) =>
            (await (await (client ?? app.Technician).GetAsync($"/api/cases{query}")).ReadAsync<Page<CaseView>>()).Items;

        public async Task<IReadOnlyList<CaseAlertView>> AlertsOfAsync(Guid id, HttpClient? client = null) =>
            (await (await (client ?? app.Technician).GetAsync($"/api/cases/{id}/alerts")).ReadAsync<Page<CaseAlertView>>()).Items;

        public async Task<IReadOnlyList<CaseEntryView>> TimelineAsync(Guid id, HttpClient? client = null) =>
            (await (await (client ?? app.Technician).GetAsync(
                $"/api/cases/{id}/timeline?limit=250")).ReadAsync<Page<CaseEntryView>>()).Items;

        public Task<HttpResponseMessage> OnCaseAsync(Guid id, string act, object body, HttpClient? client = null) =>
            (client ?? app.Technician).PostAsJsonAsync($"/api/cases/{id}/{act}", body, Json.Options);

        public async Task<HttpResponseMessage> PatchCaseAsync(CaseView seen, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch,
                $"/api/cases/{seen.Id}")
            { Content = JsonContent.Create(body, options: Json.Options) };
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen.Version}\"");
            return await app.Technician.SendAsync(request);
        }

        public async Task<HttpResponseMessage> EvidenceAsync(Guid id, string name, string text, HttpClient? client = null, string more = "")
        {
            using var content = new StringContent(text);
            return await (client ?? app.Technician).PostAsync($"/api/cases/{id}/evidence?fileName={Uri.EscapeDataString(name)}{more}",
                content);
        }
    }
}
