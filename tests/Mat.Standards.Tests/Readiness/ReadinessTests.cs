using System.Net;
using System.Net.Http.Json;
using Mat.Contracts;
using Mat.Contracts.Standards;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Standards.Readiness;
using Mat.Testing;
using static Mat.Standards.Tests.StandardsApp;

namespace Mat.Standards.Tests.Readiness;

public sealed class ReadinessTests
{
    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static (DateOnly From, DateOnly To)[] Holidays(params string[] stretches) =>
        [.. stretches.Select(s => (Day(s.Split('/')[0]), Day(s.Split('/')[1])))];

    [Theory]
    [InlineData(ReadinessCadence.Termly, "2026-10-05", "2027-04-30")]
    [InlineData(ReadinessCadence.Termly, "2026-02-01", "2026-08-31")]
    [InlineData(ReadinessCadence.Termly, "2026-07-20", "2026-12-31")]
    [InlineData(ReadinessCadence.Yearly, "2024-02-29", "2025-02-28")]
    public void Termly_is_the_next_term_and_yearly_is_a_year(ReadinessCadence cadence, string done, string due) =>
        Assert.Equal(Day(due), ReadinessDecision.NextDue(cadence, Day(done), new Terms("12-31,04-30,08-31", [])));

    [Theory]
    [InlineData("2026-10-05", "2026-12-18")]
    [InlineData("2026-12-18", "2026-12-18")]
    // The first day of the holiday is in the next term.
    [InlineData("2026-12-19", "2027-03-24")]
    // The holiday begins on a Sunday, so the last day is the Friday.
    [InlineData("2027-03-30", "2027-07-23")]
    // Next year's calendar is not known yet.
    [InlineData("2027-09-01", "2027-12-31")]
    public void Terms_end_with_the_school_s_own_holidays(string day, string end)
    {
        // Christmas in two stretches with a weekend between them, a one-week and a two-week half-term, Easter, summer.
        var terms = new Terms("12-31,04-30,08-31",
            Holidays("2026-10-19/2026-10-30", "2026-12-19/2026-12-25", "2026-12-28/2027-01-03", "2027-02-15/2027-02-19",
                "2027-03-25/2027-04-09", "2027-05-31/2027-06-04", "2027-07-25/2027-08-31"));
        Assert.Equal(Day(end), terms.EndOf(Day(day)));
    }

    [Fact]
    public void Usual_ends_are_a_setting_and_a_day_that_a_year_has_not_is_its_month_s_last()
    {
        Assert.Equal(Day("2027-02-28"), new Terms("02-29,07-15", []).EndOf(Day("2027-01-05")));
        Assert.Equal(Day("2028-02-29"), new Terms("02-29,07-15", []).EndOf(Day("2027-07-16")));
    }

    [Fact]
    public async Task Board_goes_by_the_calendar_of_the_school_as_it_is_now()
    {
        await using var app = await StartAsync(("Standards:TermEnds", "12-31,06-30"));
        DateOnly Usual() =>
            app.App.Clock.GetUtcNow() is var now && now.Month <= 6 ? new DateOnly(now.Year, 6, 30) : new DateOnly(now.Year, 12, 31);
        // A holiday has to fit in before the end.
        if (Usual().DayNumber - DateOnly.FromDateTime(app.App.Clock.GetUtcNow().UtcDateTime).DayNumber < 30)
            app.App.Clock.Advance(TimeSpan.FromDays(40));
        async Task<DateOnly> EndsAsync(Guid school) =>
            (await (await app.Technician.GetAsync($"/api/standards/readiness/{school}")).ReadAsync<SchoolReadinessView>()).TermEndsOn;
        var usual = Usual();
        Assert.Equal(usual, await EndsAsync(Oak));
        var starts = usual.AddDays(-14);
        while (starts.DayOfWeek != DayOfWeek.Tuesday)
            starts = starts.AddDays(1);
        await app.SchoolAsync(Oak, "Oak", version: 2, new ClosedDays(starts, starts.AddDays(13), "Holiday"));
        // An event that is older changes nothing.
        await app.SchoolAsync(Oak, "Oak", version: 1);
        Assert.Equal((starts.AddDays(-1), usual), (await EndsAsync(Oak), await EndsAsync(Elm)));
    }

    [Fact]
    public void Status_turns_with_the_days()
    {
        var due = new DateOnly(2026, 12, 31);
        ReadinessStatus On(int month, int day, int year = 2026) => ReadinessDecision.Status(new(2026, 7, 1), due, new(year, month, day));
        Assert.Equal([ReadinessStatus.Met, ReadinessStatus.DueSoon, ReadinessStatus.DueSoon, ReadinessStatus.Overdue],
            [On(12, 2), On(12, 3), On(12, 31), On(1, 1, 2027)]);
        Assert.Equal(ReadinessStatus.Missing, ReadinessDecision.Status(null, null, due));
    }

    [Fact]
    public async Task Board_shows_each_school_its_own_and_keeps_what_was_recorded()
    {
        await using var app = await StartAsync();
        var lead = app.App.As(Roles.SchoolLead, Oak);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        async Task<HttpResponseMessage> RecordAsync(Guid school, object body, HttpClient? client = null) =>
            await (client ?? lead).PostAsJsonAsync($"/api/standards/readiness/{school}/records", body, Json.Options);

        var recorded =
            await (await RecordAsync(Oak,
                new
                {
                    kind = "restore_test",
                    doneOn = today,
                    note = "=SUM(1)",
                    link = "https://files.example/restore"
                })).ReadAsync<SchoolReadinessView>();
        Assert.Equal((1, 9), (recorded.Met + recorded.DueSoon, recorded.Missing));
        Assert.Equal("A school_lead", recorded.Items.Single(i => i.Kind == ReadinessKind.RestoreTest).RecordedBy);
        Assert.False(recorded.Items.Single(i => i.Kind == ReadinessKind.PoliceCyberAlarm).Confirmed);
        Assert.Equal(HttpStatusCode.NotFound, (await RecordAsync(Elm, new { kind = "restore_test" })).StatusCode);
        Assert.Equal("readiness.done_on",
            await (await RecordAsync(Oak, new { kind = "restore_test", doneOn = today.AddDays(2) })).CodeAsync());
        Assert.Equal("readiness.link",
            await (await RecordAsync(Oak, new { kind = "restore_test", doneOn = today, link = "javascript:alert(1)" })).CodeAsync());

        await RecordAsync(Oak, new { kind = "restore_test", doneOn = today.AddYears(-1) });
        Assert.Equal(1, (await (await lead.GetAsync($"/api/standards/readiness/{Oak}")).ReadAsync<SchoolReadinessView>()).Overdue);
        Assert.Equal(2,
            (await (await lead.GetAsync($"/api/standards/readiness/{Oak}/history")).ReadAsync<Page<ReadinessRecordView>>()).Items.Count);
        Assert.Equal(["Oak"],
            (await (await lead.GetAsync("/api/standards/readiness")).ReadAsync<ReadinessBoardView>()).Items.Select(s => s.SchoolName));
        Assert.Equal(["Elm", "Oak"],
            (await (await app.Technician.GetAsync("/api/standards/readiness")).ReadAsync<ReadinessBoardView>()).Items.Select(
                s => s.SchoolName));
        foreach (var path in new[] { "", "/history" })
            Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync($"/api/standards/readiness/{Elm}{path}")).StatusCode);

        await RecordAsync(Oak, new { kind = "restore_test", doneOn = today, note = "=SUM(1)" });
        var csv = await (await lead.GetAsync("/api/standards/readiness/export")).Content.ReadAsStringAsync();
        Assert.Contains("'=SUM(1)", csv, StringComparison.Ordinal);
        Assert.Equal(12, csv.Split("\r\n").Length);
        Assert.DoesNotContain("Elm", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Membership_is_published_with_each_record_of_it_and_again_on_replay()
    {
        await using var app = await StartAsync();
        async Task RecordAsync(string kind, string? doneOn) =>
            Assert.Equal(HttpStatusCode.OK,
                (await app.Technician.PostAsJsonAsync($"/api/standards/readiness/{Oak}/records", new { kind, doneOn },
                    Json.Options)).StatusCode);
        await RecordAsync("restore_test", "2026-01-05");
        await RecordAsync("rpa_membership", "2026-01-05");
        await app.App.PublishedAsync<ReadinessChanged>(e => e.School == new ReadinessSnapshot(Oak, 1, RpaMember: true));
        await RecordAsync("rpa_membership", null);
        await app.App.PublishedAsync<ReadinessChanged>(e => e.School == new ReadinessSnapshot(Oak, 2, RpaMember: false));
        Assert.Equal(2, app.App.Published<ReadinessChanged>().Count);

        await app.App.DeliverAsync(new ReplayRequested(Guid.NewGuid(), "trust"));
        await app.App.DeliverAsync(new ReplayRequested(Guid.NewGuid(), "standards"));
        var again = await Eventually.GetAsync(() => Task.FromResult(app.App.Published<ReadinessChanged>().Skip(2).SingleOrDefault()),
            "replayed readiness");
        Assert.Equal(new ReadinessSnapshot(Oak, 2, RpaMember: false), again.School);
    }
}
