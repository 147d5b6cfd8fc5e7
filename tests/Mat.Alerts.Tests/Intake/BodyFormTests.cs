using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Intake;

public sealed class BodyFormTests
{
    [Theory]
    [InlineData(null, SourceKind.Wazuh, 0)]
    [InlineData("application/json", SourceKind.Wazuh, 0)]
    [InlineData("application/json; charset=utf-8", SourceKind.Wazuh, 0)]
    [InlineData("application/cloudevents+json", SourceKind.CloudEvents, 0)]
    [InlineData("application/cloudevents-batch+json; charset=UTF-8", SourceKind.CloudEvents, 0)]
    [InlineData("application/x-ndjson", SourceKind.Ocsf, 1)]
    [InlineData("Application/JSONL", SourceKind.Generic, 1)]
    [InlineData("text/plain", SourceKind.Wazuh, null)]
    [InlineData("text/csv", SourceKind.Generic, null)]
    [InlineData("multipart/form-data; boundary=x", SourceKind.Wazuh, null)]
    [InlineData("application/json; charset=utf-16", SourceKind.Wazuh, null)]
    [InlineData("no type", SourceKind.Wazuh, null)]
    [InlineData(null, SourceKind.Syslog, 0)]
    [InlineData("text/plain", SourceKind.Syslog, 0)]
    [InlineData("text/plain; charset=us-ascii", SourceKind.EarlyWarning, 0)]
    [InlineData("text/plain; charset=\"utf-8\"", SourceKind.EarlyWarning, 0)]
    [InlineData("text/plain; charset=iso-8859-1", SourceKind.EarlyWarning, null)]
    [InlineData("application/json", SourceKind.Syslog, null)]
    [InlineData("application/x-ndjson", SourceKind.Syslog, null)]
    [InlineData("text/html", SourceKind.EarlyWarning, null)]
    public void Content_type_is_taken_as_the_kind_of_source_allows(string? contentType, SourceKind kind, int? form) =>
        Assert.Equal((BodyForm?)form, BodyForms.Of(contentType, kind));

    [Theory]
    [InlineData(SourceKind.Wazuh, "wazuh.json")]
    [InlineData(SourceKind.Graph, "graph.json")]
    [InlineData(SourceKind.Alertmanager, "alertmanager.json")]
    [InlineData(SourceKind.Generic, "generic.json")]
    [InlineData(SourceKind.Ocsf, "ocsf.json")]
    [InlineData(SourceKind.CloudEvents, "cloudevents.json")]
    [InlineData(SourceKind.TheHive, "thehive.json")]
    [InlineData(SourceKind.GoogleWorkspace, "google.json")]
    public void Every_JSON_kind_reads_lines_as_it_reads_the_whole(SourceKind kind, string fixture)
    {
        var line = System.Text.Json.Nodes.JsonNode.Parse(Fixtures.Text(fixture))!.ToJsonString();
        var whole = Fixtures.Read(kind, line);
        var lines = Fixtures.Read(kind, $"{line}\r\n\n {line}\n", BodyForm.Lines);
        Assert.Equal(whole.Items.Concat(whole.Items).Select(i => i.Finding!.Content), lines.Items.Select(i => i.Finding!.Content));
        Assert.Equal(Enumerable.Range(0, whole.Items.Count * 2), lines.Items.Select(i => i.Index));
        Assert.Equal(whole.Truncated * 2, lines.Truncated);
    }

    [Fact]
    public void Case_55_bad_line_is_rejected_alone()
    {
        byte[] body = [.. "{\"rule\":{\"id\":\"1\"},\"agent\":{\"id\":\"1\"}}\n{\"rule\":\n17\n[17]\n{\"a\":\""u8, 0xFF, .. "\"}\n"u8,
            .. Encoding.UTF8.GetBytes(new string('[', 5000)), .. "\n{\"rule\":{\"id\":\"1\"},\"agent\":{\"id\":\"2\"}}"u8];
        var batch = Fixtures.Reader(SourceKind.Wazuh).Read(body, Fixtures.Now, BodyForm.Lines);
        Assert.Equal([null, "json.invalid", "alert.shape", "alert.shape", "alert.encoding", "json.invalid", null],
            batch.Items.Select(i => i.Rejection?.Code));
    }

    [Fact]
    public void Lines_together_hold_no_more_than_a_batch()
    {
        const string Two = """[{"rule":{"id":"1"},"agent":{"id":"1"}},{"rule":{"id":"1"},"agent":{"id":"2"}}]""";
        string Times(int n) => string.Join('\n', Enumerable.Repeat(Two, n));
        Assert.Equal(500, Fixtures.Read(SourceKind.Wazuh, Times(250), BodyForm.Lines).Items.Count);
        Assert.Equal(BatchRefusal.TooMany, Fixtures.Read(SourceKind.Wazuh, Times(251), BodyForm.Lines).Refusal);
        Assert.Equal(BatchRefusal.TooMany,
            Fixtures.Read(SourceKind.Wazuh, string.Join('\n', Enumerable.Repeat("x", 501)), BodyForm.Lines).Refusal);
        Assert.Equal(BatchRefusal.NotJson, Fixtures.Read(SourceKind.Wazuh, "\n\n", BodyForm.Lines).Refusal);
    }

    [Fact]
    public async Task Text_goes_to_text_sources_and_JSON_to_the_others_and_nothing_else_leaves_a_trace()
    {
        await using var app = await StartAsync();
        async Task<HttpResponseMessage> SendAsync(Source source, string type, string body)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            return await source.Client.PostAsync(source.View.IngestPath, content);
        }
        var syslog = await app.SourceAsync(SourceKind.Syslog);
        var wazuh = await app.SourceAsync();
        var refused = await SendAsync(syslog, "application/json", Wazuh());
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "media_type"), (refused.StatusCode, await refused.CodeAsync()));
        refused = await SendAsync(wazuh, "text/plain", Wazuh());
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "media_type"), (refused.StatusCode, await refused.CodeAsync()));
        Assert.Empty(await app.ListAsync());

        var lines =
            await (await SendAsync(syslog, "text/plain",
                "CEF:0|v|p|1|c|Worm|9|shost=oak-lt-1\nnonsense\n<11>1 - oak-lt-1 app - - - text")).ReadAsync<IngestResult>();
        Assert.Equal([ItemStatus.Created, ItemStatus.Rejected, ItemStatus.Created], lines.Results.Select(r => r.Status));
        Assert.Equal((2, 1, "alert.shape"), (lines.Accepted, lines.Rejected, lines.Results[1].Code));
        var worm = await app.GetAsync(lines.Results[0].AlertId!.Value);
        Assert.Equal((Laptop, Oak, "CEF:0|v|p|1|c|Worm|9|shost=oak-lt-1"), (worm.AssetId, worm.SchoolId, worm.FirstRaw ?? worm.Raw));

        var batch = await (await SendAsync(wazuh, "application/x-ndjson", $"{Wazuh(1)}\n{{broken\n{Wazuh(2)}\n")).ReadAsync<IngestResult>();
        Assert.Equal([ItemStatus.Created, ItemStatus.Rejected, ItemStatus.Updated], batch.Results.Select(r => r.Status));
        batch = await (await SendAsync(wazuh, "application/x-ndjson", $"{Wazuh(1)}\n{{broken\n{Wazuh(2)}\n")).ReadAsync<IngestResult>();
        Assert.Equal((0, 2, 1), (batch.Accepted, batch.Duplicates, batch.Rejected));
    }

    [Fact]
    public async Task Every_kind_can_be_made_tried_and_posted_to()
    {
        await using var app = await StartAsync();
        foreach (var (kind, name) in Fixtures.Samples)
        {
            var reader = Fixtures.Reader(kind);
            var request = new CreateSource(
                $"{kind}", kind, null, kind == SourceKind.Generic ? ["/sensor/id", "/device"] : null,
                kind == SourceKind.Generic ? Fixtures.Prtg : kind == SourceKind.CloudEvents ? Fixtures.Door : null);
            var preview =
                await (await app.Manager.PostAsJsonAsync("/api/alerts/sources/preview",
                    new { request.Kind, request.Identity, request.Mapping, sample = Fixtures.Text(name) },
                    Json.Options)).ReadAsync<PreviewView>();
            Assert.All(preview.Items, i => Assert.Null(i.Code));
            var made = await (await app.Manager.PostAsJsonAsync("/api/alerts/sources", request, Json.Options)).ReadAsync<SourceView>();
            var content = new StringContent(Fixtures.Text(name), Encoding.UTF8,
                name.EndsWith(".txt", StringComparison.Ordinal) ? "text/plain" : "application/json");
            var taken = await (await app.App.WithBearer(made.Token!).PostAsync(made.IngestPath, content)).ReadAsync<IngestResult>();
            Assert.Equal((preview.Items.Count, 0), (taken.Accepted, taken.Rejected));
        }
        Assert.Equal(Fixtures.Samples.Length, Enum.GetValues<SourceKind>().Length);
    }

    [Fact]
    public async Task Pasted_lines_are_tried_like_lines_and_a_broken_document_is_told_to_be_one()
    {
        await using var app = await StartAsync();
        Task<HttpResponseMessage> TryAsync(string sample) =>
            app.Manager.PostAsJsonAsync("/api/alerts/sources/preview", new { kind = "wazuh", sample });
        Assert.Equal([null, "json.invalid"],
            (await (await TryAsync($"{Wazuh(1)}\nbroken")).ReadAsync<PreviewView>()).Items.Select(i => i.Code));
        Assert.Equal("json.invalid", await (await TryAsync("{\n\"rule\": {\n")).CodeAsync());
        Assert.Equal("source.mapping",
            await (await app.Manager.PostAsJsonAsync("/api/alerts/sources",
                new { name = "x", kind = "cloud_events", mapping = new { items = "/x" } })).CodeAsync());
        Assert.Equal("source.mapping",
            await (await app.Manager.PostAsJsonAsync("/api/alerts/sources",
                new { name = "x", kind = "ocsf", mapping = new { title = "/x" } })).CodeAsync());
    }
}
