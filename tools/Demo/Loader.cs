using System.Diagnostics;
using System.Globalization;

namespace Mat.Demo;

/// <summary>How much of everything. Tickets counts all: those of the past, those opened now and those that alerts open.</summary>
internal sealed record Size(int Assets, int Tickets, int LiveTickets, int Alerts, int LoudAlerts);

/// <summary>Puts the trust into a running Mat, step by step; what is there already stays as it is, so a second run does nothing.</summary>
internal sealed class Loader(Api api, Uri address, int seed, Size size, DateOnly? chosenToday, string peoplePassword)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, string> _schoolIds = [];
    private Dictionary<string, string> _personIds = [];
    private DateOnly _today;

    public async Task LoadAsync()
    {
        // The day of the first run, so that a later run makes the same trust and finds it there.
        var known = (await api.AllAsync("/api/trust/schools")).Find(s => s["urn"]!.GetValue<string>() == Schools.All[0].Urn);
        _today = chosenToday
            ?? DateOnly.FromDateTime(known is null ? DateTime.UtcNow : known["createdAt"]!.GetValue<DateTimeOffset>().UtcDateTime);
        await LoadSchoolsAsync();
        var people = await LoadPeopleAsync();
        var assets = await LoadAssetsAsync(people);
        await WaitForDeskAsync(assets);
        await LoadPastAsync(people, assets);
        var tokens = await LoadPartnersAsync();
        await LoadAlertsAsync(people, assets);
        if (await new Cases(api, _schoolIds, _today).LoadAsync())
            Say("2 cases, what the schools have ready, software of some laptops, 2 vulnerabilities");
        if (await new Staffing(api, _schoolIds, _personIds, _today).LoadAsync(people))
            Say("skills of the team, budgets of the schools, 2 policies");
        await LoadLiveAsync(people, assets, tokens);
        Say($"Done: {Schools.Trust}, seed {seed}, as of {_today:yyyy-MM-dd}.");
        foreach (var face in People.Faces)
            Console.WriteLine($"  {face.Email,-44} {face.JobTitle}");
        Console.WriteLine("  (they sign in with the password of the administrator)");
    }

    private async Task LoadSchoolsAsync()
    {
        var report = await api.PostFileAsync("/api/trust/schools/import?trustUid=99001", Schools.ToRegister(), "text/csv");
        var all = await api.AllAsync("/api/trust/schools");
        foreach (var school in Schools.All)
        {
            var found = all.Find(s => s["urn"]!.GetValue<string>() == school.Urn)
                ?? throw new RefusedException($"school {school.Urn} was not imported: {report}");
            var id = _schoolIds[school.Urn] = found["id"]!.GetValue<string>();
            if (found["domains"]?.AsArray().Count is null or 0)
            {
                await api.PatchAsync($"/api/trust/schools/{id}",
                    new { domains = new[] { school.Domain }, ipRanges = new[] { $"{school.Network}.0.0/16" } },
                    found["version"]!.GetValue<int>());
                var calendar = await api.GetAsync($"/api/trust/schools/{id}/calendar");
                await api.PutAsync($"/api/trust/schools/{id}/calendar", Calendar(school), calendar["version"]!.GetValue<int>());
            }
        }
        Say($"{Schools.All.Count} schools ({report["created"]} new)");
    }

    private object Calendar(DemoSchool school)
    {
        // The school year that has today in it.
        var year = _today.Month >= 9 ? _today.Year : _today.Year - 1;
        object Closed(string name, int m1, int d1, int m2, int d2) =>
            new { from = Day(new(m1 >= 9 ? year : year + 1, m1, d1)), to = Day(new(m2 >= 9 ? year : year + 1, m2, d2)), name };
        return new
        {
            timeZone = "Europe/London",
            weekly = new[] { "monday", "tuesday", "wednesday", "thursday",
                "friday" }.Select(day => new { day, opens = "08:00", closes = school.IsSecondary ? "17:00" : "16:30" }),
            closed = new[]
            {
                Closed("Autumn half term", 10, 24, 10, 31), Closed("Christmas", 12, 20, 1, 3), Closed("Spring half term", 2, 14, 2, 22),
                Closed("Easter", 4, 1, 4, 14), Closed("Summer half term", 5, 25, 5, 31), Closed("Summer", 7, 23, 8, 31),
            },
        };
    }

    private async Task<IReadOnlyList<DemoPerson>> LoadPeopleAsync()
    {
        var people = People.All(seed);
        var have = (await api.AllAsync("/api/trust/people")).ToDictionary(p => p["email"]!.GetValue<string>(),
            p => p["id"]!.GetValue<string>(), StringComparer.OrdinalIgnoreCase);
        var added = 0;
        foreach (var person in people.Where(p => !have.ContainsKey(p.Email)))
        {
            var made = await api.PostAsync("/api/trust/people", new
            {
                name = person.Name,
                email = person.Email,
                jobTitle = person.JobTitle,
                schoolId = person.School is null ? null : _schoolIds[person.School.Urn],
                grants = new[] { new { role = person.Role, schools = person.RoleSchools?.Select(s => _schoolIds[s.Urn]) } },
                password = People.Faces.Contains(person) ? peoplePassword : null,
            });
            have[person.Email] = made["id"]!.GetValue<string>();
            added++;
        }
        _personIds = have;
        Say($"{people.Count} people ({added} new)");
        return people;
    }

    private async Task<IReadOnlyList<DemoAsset>> LoadAssetsAsync(IReadOnlyList<DemoPerson> people)
    {
        var assets = Assets.All(seed, size.Assets, people, _today);
        // The register learns of schools by messages: what names one it has not heard of yet goes again.
        for (var attempt = 1; ; attempt++)
        {
            var import = await api.PostFileAsync("/api/assets/imports?format=csv&dryRun=false", Assets.ToCsv(assets), "text/csv");
            var path = $"/api/assets/imports/{import["id"]}";
            while (import["status"]!.GetValue<string>() is "queued" or "running")
            {
                await Task.Delay(500);
                import = await api.GetAsync(path);
            }
            var failed = import["failed"]!.GetValue<int>() + import["skipped"]!.GetValue<int>();
            if (import["status"]!.GetValue<string>() == "finished" && failed == 0)
            {
                Say($"{assets.Count} assets ({import["created"]} new, {import["updated"]} changed)");
                return assets;
            }
            if (attempt == 5)
                throw new RefusedException(
                    $"{failed} assets were not taken: {import} {await api.GetAsync(path + "/rows?result=failed&limit=3")}");
            await Task.Delay(TimeSpan.FromSeconds(attempt));
        }
    }

    /// <summary>
    /// Tickets and figures learn of assets by messages, in the order of the file: a ticket about the last one is taken when
    /// all are known.
    /// </summary>
    private async Task WaitForDeskAsync(IReadOnlyList<DemoAsset> assets)
    {
        var last = (await api.GetAsync($"/api/assets/{assets[^1].Tag}"))["id"]!.GetValue<string>();
        if ((await api.GetAsync("/api/tickets?q=Onboarding"))["items"]!.AsArray().Count > 0)
            return;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await api.PostAsync("/api/tickets", new
                {
                    title = $"Onboarding: check the register of {Schools.All[^1].Name}",
                    description = "Walk the rooms and compare the labels with the import.",
                    kind = "request",
                    impact = "low",
                    urgency = "low",
                    schoolId = _schoolIds[Schools.All[^1].Urn],
                    assetId = last,
                }, $"demo-{seed}-onboarding");
                return;
            }
            catch (RefusedException) when (attempt < 120)
            {
                await Task.Delay(250);
            }
        }
    }

    private async Task LoadPastAsync(IReadOnlyList<DemoPerson> people, IReadOnlyList<DemoAsset> assets)
    {
        var past = Tickets.Past(seed, size.Tickets - size.LiveTickets - size.LoudAlerts - 1, people, assets, _today);
        var created = 0;
        foreach (var batch in past.Chunk(250))
        {
            for (var attempt = 1; ; attempt++)
            {
                var report = await api.PostAsync("/api/tickets/imports", new { tickets = batch.Select(ToImport) });
                created += report["created"]!.GetValue<int>();
                if (report["errors"]!.AsArray() is not { Count: > 0 } errors)
                    break;
                // Tickets too learns of schools, people and assets by messages.
                if (attempt == 30)
                    throw new RefusedException($"tickets were not taken: {errors[0]}");
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
        Say($"{past.Count} tickets of the last year ({created} new)");
    }

    private static object ToImport(DemoTicket t) => new
    {
        reference = t.Reference,
        title = t.Title,
        description = t.Description,
        kind = t.Kind,
        schoolUrn = t.School.Urn,
        assetTag = t.AssetTag,
        requesterEmail = t.Requester,
        assigneeEmail = t.Assignee,
        impact = t.Impact,
        urgency = t.Urgency,
        status = t.Status,
        openedAt = t.Opened,
        firstRespondedAt = t.Responded,
        resolvedAt = t.Resolved,
        summary = t.Summary,
    };

    /// <returns>Portal tokens by area, of partners that are new.</returns>
    private async Task<Dictionary<string, string>> LoadPartnersAsync()
    {
        var have = (await api.AllAsync("/api/partners")).Select(p => p["name"]!.GetValue<string>()).ToHashSet();
        var tokens = new Dictionary<string, string>();
        foreach (var partner in Partners.All.Where(p => !have.Contains(p.Name)))
        {
            var made = await api.PostAsync("/api/partners", new
            {
                name = partner.Name,
                areas = partner.Areas,
                contactName = partner.Contact,
                contactEmail = partner.Email,
                contactPhone = partner.Phone,
                agreement = new
                {
                    reference = $"UPC-{Array.IndexOf([.. Partners.All], partner) + 101}",
                    startsOn = Day(_today.AddDays(-400)),
                    endsOn = Day(_today.AddDays(330)),
                    acknowledgeMinutes = partner.Acknowledge,
                    resolveMinutes = partner.Resolve,
                    notes = partner.Notes,
                },
                maxOpenEscalations = 60,
                rates = new { hourlyPence = 6_500, callOutPence = 9_500, minimumMinutes = 30 },
            }, $"demo-{seed}-partner-{partner.Name}");
            await api.PostAsync($"/api/partners/{made["id"]}/endpoints", new { url = partner.Hook, description = "Service desk" });
            var number = Array.IndexOf([.. Partners.All], partner);
            await api.PostAsync($"/api/partners/{made["id"]}/documents",
                new { kind = "insurance", reference = $"PL-{4400 + number}", expiresOn = Day(_today.AddDays(25 + (40 * number))) });
            await api.PostAsync($"/api/partners/{made["id"]}/documents",
                new { kind = "dpia", reference = $"DPIA-{31 + number}", expiresOn = Day(_today.AddDays(200)) });
            var token = await api.PostAsync($"/api/partners/{made["id"]}/tokens", new { name = "Portal" });
            foreach (var area in partner.Areas)
                tokens[area] = token["token"]!.GetValue<string>();
        }
        Say($"{Partners.All.Count} partners ({tokens.Values.Distinct().Count()} new)");
        return tokens;
    }

    private async Task LoadAlertsAsync(IReadOnlyList<DemoPerson> people, IReadOnlyList<DemoAsset> assets)
    {
        var sources = (await api.AllAsync("/api/alerts/sources")).ToDictionary(s => s["name"]!.GetValue<string>());
        var alerts = Alerts.All(seed, size.Alerts, size.LoudAlerts, assets, people,
            new DateTimeOffset(_today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        var created = 0;
        foreach (var (kind, name) in new[] { ("wazuh", "Wazuh"), ("graph", "Microsoft Defender and Entra"),
            ("alertmanager", "Prometheus of the trust") })
        {
            var mine = alerts.Where(a => a.Source == kind).ToList();
            string id, token;
            if (sources.TryGetValue(name, out var source))
            {
                if (source["receivedCount"]!.GetValue<long>() >= mine.Count)
                    continue;
                // An earlier run was broken off. Its token is not shown again, so it gets a new one.
                id = source["id"]!.GetValue<string>();
                token = (await api.PostAsync($"/api/alerts/sources/{id}/rotate", null))["token"]!.GetValue<string>();
            }
            else
            {
                var made = await api.PostAsync("/api/alerts/sources", new { name, kind });
                id = (made["source"] ?? made)["id"]!.GetValue<string>();
                token = made["token"]!.GetValue<string>();
            }
            using var tool = new Api(address, token);
            foreach (var alert in mine)
            {
                var answer = await tool.PostAsync($"/api/alerts/ingest/{id}", alert.Body);
                if (answer["results"]![0]!["status"]!.GetValue<string>() == "rejected")
                    throw new RefusedException($"an alert was not taken: {answer} {alert.Body}");
                created += answer["results"]![0]!["status"]!.GetValue<string>() == "created" ? 1 : 0;
            }
        }
        Say($"{alerts.Count} alerts ({created} new)");
    }

    private async Task LoadLiveAsync(IReadOnlyList<DemoPerson> people, IReadOnlyList<DemoAsset> assets, Dictionary<string, string> tokens)
    {
        var rng = Rng.For(seed, "live");
        var live = Live.All.Take(size.LiveTickets).ToList();
        var created = 0;
        for (var i = 0; i < live.Count; i++)
        {
            var (item, school) = (live[i], Schools.All[live[i].School - 1]);
            var requester = rng.Pick([.. people.Where(p => p.School == school)]);
            var things = assets.Where(a => a.School == school && a.Kind == item.AssetKind && a.Status == "in_use").ToList();
            var asset = things.Count == 0 ? null : rng.Pick(things);
            var technician = rng.Pick([.. people.Where(p => p.Role == "technician" && p.RoleSchools is null)]);
            if ((await api.GetAsync(
                $"/api/tickets?schoolId={_schoolIds[school.Urn]}&q={Uri.EscapeDataString(item.Title)}"))["items"]!.AsArray().Count > 0)
                continue;
            var ticket = await api.PostAsync("/api/tickets", new
            {
                title = item.Title,
                description = item.Description,
                impact = item.Impact,
                urgency = item.Urgency,
                schoolId = _schoolIds[school.Urn],
                requesterId = _personIds[requester.Email],
                assetId = asset is null ? null : (await api.GetAsync($"/api/assets/{asset.Tag}"))["id"]!.GetValue<string>(),
                channel = "web",
            }, $"demo-{seed}-live-{i}");
            created++;
            var path = $"/api/tickets/{ticket["id"]}";
            if (item.PublicReply is not null || item.Note is not null || item.Fix is not null || item.Escalate is not null)
                await api.PostAsync(path + "/assign", new { assigneeId = _personIds[technician.Email] });
            if (item.Note is not null)
                await api.PostAsync(path + "/comments", new { body = item.Note, visibility = "internal" });
            if (item.PublicReply is not null)
                await api.PostAsync(path + "/comments", new { body = item.PublicReply, visibility = "public" });
            if (item.Escalate is not null)
                await EscalateAsync(path, item, tokens);
            if (item.Fix is not null && item.Partner != "resolve")
                await api.PostAsync(path + "/resolve", new { summary = item.Fix, timeSpentMinutes = 25 });
        }
        Say($"{live.Count} tickets of today ({created} new)");
    }

    private async Task EscalateAsync(string path, LiveTicket item, Dictionary<string, string> tokens)
    {
        await api.PostAsync(path + "/escalate", new { area = item.Escalate, reason = item.Note ?? item.Description });
        if (item.Partner is null || !tokens.TryGetValue(item.Escalate!, out var token))
            return;
        using var portal = new Api(address, token);
        var id = (await api.GetAsync(path))["escalation"]!["id"]!.GetValue<string>();
        var escalation = $"/api/partners/portal/escalations/{id}";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await portal.PostAsync(escalation + "/acknowledge",
                    new
                    {
                        expectedAt = DateTimeOffset.UtcNow.AddHours(4),
                        reference = $"PS-{id[^5..]}".ToUpperInvariant(),
                        message = "Received, an engineer has it."
                    });
                break;
            }
            catch (RefusedException) when (attempt < 40)
            {
                // The request has not reached the partners' service yet.
                await Task.Delay(250);
            }
        }
        if (item.Partner is "comment")
            await portal.PostAsync(escalation + "/comments", new { body = "We are looking at it and come back before four o'clock." });
        if (item.Partner is "resolve")
            await portal.PostAsync(escalation + "/resolve", new { summary = item.Fix, fix = item.Fix, timeSpentMinutes = 50 });
    }

    private void Say(string text) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {_clock.Elapsed.TotalSeconds,6:0.0} s  {text}"));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
