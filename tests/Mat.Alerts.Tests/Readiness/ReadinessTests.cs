using System.Net;
using System.Net.Http.Json;
using Mat.Alerts.Readiness;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Readiness;

public sealed class ReadinessTests
{
    [Theory]
    [InlineData(ReadinessCadence.Termly, "2026-10-05", "2027-04-30")]
    [InlineData(ReadinessCadence.Termly, "2026-02-01", "2026-08-31")]
    [InlineData(ReadinessCadence.Termly, "2026-07-20", "2026-12-31")]
    [InlineData(ReadinessCadence.Yearly, "2024-02-29", "2025-02-28")]
    public void Termly_is_the_next_term_and_yearly_is_a_year(ReadinessCadence cadence, string done, string due) =>
        Assert.Equal(DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), ReadinessDecision.NextDue(cadence, DateOnly.Parse(done, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Status_turns_with_the_days()
    {
        var due = new DateOnly(2026, 12, 31);
        ReadinessStatus On(int month, int day, int year = 2026) => ReadinessDecision.Status(new(2026, 7, 1), due, new(year, month, day));
        Assert.Equal([ReadinessStatus.Met, ReadinessStatus.DueSoon, ReadinessStatus.DueSoon, ReadinessStatus.Overdue], [On(12, 2), On(12, 3), On(12, 31), On(1, 1, 2027)]);
        Assert.Equal(ReadinessStatus.Missing, ReadinessDecision.Status(null, null, due));
    }

    [Fact]
    public async Task Board_shows_each_school_its_own_and_keeps_what_was_recorded()
    {
        await using var app = await StartAsync();
        var lead = app.App.As(Roles.SchoolLead, Oak);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        async Task<HttpResponseMessage> RecordAsync(Guid school, object body, HttpClient? client = null) =>
            await (client ?? lead).PostAsJsonAsync($"/api/alerts/readiness/{school}/records", body, Json.Options);

        var recorded = await (await RecordAsync(Oak, new { kind = "restore_test", doneOn = today, note = "=SUM(1)", link = "https://files.example/restore" })).ReadAsync<SchoolReadinessView>();
        Assert.Equal((1, 9), (recorded.Met + recorded.DueSoon, recorded.Missing));
        Assert.Equal("A school_lead", recorded.Items.Single(i => i.Kind == ReadinessKind.RestoreTest).RecordedBy);
        Assert.False(recorded.Items.Single(i => i.Kind == ReadinessKind.PoliceCyberAlarm).Confirmed);
        Assert.Equal(HttpStatusCode.NotFound, (await RecordAsync(Elm, new { kind = "restore_test" })).StatusCode);
        Assert.Equal("readiness.done_on", await (await RecordAsync(Oak, new { kind = "restore_test", doneOn = today.AddDays(2) })).CodeAsync());
        Assert.Equal("readiness.link", await (await RecordAsync(Oak, new { kind = "restore_test", doneOn = today, link = "javascript:alert(1)" })).CodeAsync());

        await RecordAsync(Oak, new { kind = "restore_test", doneOn = today.AddYears(-1) });
        Assert.Equal(1, (await (await lead.GetAsync($"/api/alerts/readiness/{Oak}")).ReadAsync<SchoolReadinessView>()).Overdue);
        Assert.Equal(2, (await (await lead.GetAsync($"/api/alerts/readiness/{Oak}/history")).ReadAsync<Page<ReadinessRecordView>>()).Items.Count);
        Assert.Equal(["Oak"], (await (await lead.GetAsync("/api/alerts/readiness")).ReadAsync<ReadinessBoardView>()).Items.Select(s => s.SchoolName));
        Assert.Equal(["Elm", "Oak"], (await (await app.Technician.GetAsync("/api/alerts/readiness")).ReadAsync<ReadinessBoardView>()).Items.Select(s => s.SchoolName));
        foreach (var path in new[] { "", "/history" }) Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync($"/api/alerts/readiness/{Elm}{path}")).StatusCode);

        await RecordAsync(Oak, new { kind = "restore_test", doneOn = today, note = "=SUM(1)" });
        var csv = await (await lead.GetAsync("/api/alerts/readiness/export")).Content.ReadAsStringAsync();
        Assert.Contains("'=SUM(1)", csv, StringComparison.Ordinal);
        Assert.Equal(12, csv.Split("\r\n").Length);
        Assert.DoesNotContain("Elm", csv, StringComparison.Ordinal);
    }
}
