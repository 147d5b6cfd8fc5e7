using System.Globalization;
using System.Text.Json.Nodes;

namespace Mat.Demo;

/// <summary>A case that is under way, what the schools have ready, what is installed on some laptops, and weaknesses with their
/// clocks.</summary>
internal sealed class Cases(Api api, IReadOnlyDictionary<string, string> schoolIds, DateOnly today)
{
    /// <returns>Whether anything was there to do.</returns>
    public async Task<bool> LoadAsync()
    {
        if ((await api.GetAsync("/api/cases?limit=1"))["items"]!.AsArray().Count > 0)
            return false;
        await LoadReadinessAsync();
        await LoadSoftwareAsync();
        await LoadVulnerabilitiesAsync();
        await LoadCasesAsync();
        return true;
    }

    private async Task LoadCasesAsync()
    {
        var alerts = (await api.GetAsync("/api/alerts?severity=critical,high&limit=100"))["items"]!.AsArray()
            .Where(a => a!["schoolId"] is not null).Select(a => a!).ToList();
        var school = alerts.FirstOrDefault()?["schoolId"]!.GetValue<string>() ?? schoolIds[Schools.All[2].Urn];
        var made = await OpenAsync(new
        {
            title = "Office mailbox read by a stranger",
            type = "account_takeover",
            severity = "high",
            summary = "Sign-ins from abroad to the mailbox of an office, then a rule that forwarded mail. The mailbox holds a list of free school meals.",
            schoolIds = new[] { school },
            alertIds = alerts.Where(a => a["schoolId"]!.GetValue<string>() == school).Take(3).Select(a => a["id"]!.GetValue<string>()),
        });
        var path = $"/api/cases/{made["reference"]}";
        await api.PostAsync($"{path}/playbook", new { });
        foreach (var task in (await api.AllAsync($"{path}/tasks")).Take(3))
            await api.PatchAsync($"{path}/tasks/{task["id"]}", new { done = true }, task["version"]!.GetValue<int>());
        await api.PostAsync($"{path}/facts", new { kind = "personal_data" });
        await api.PostAsync($"{path}/facts", new { kind = "high_risk" });
        await api.PostAsync($"{path}/obligations/answer",
            new { kind = "dfe_cyber_team", answer = "done", reference = "Mail of this morning, answered" });
        await api.PostAsync($"{path}/indicators", new { type = "ip", value = "203.0.113.77", note = "Sign-ins" });
        await api.PostAsync($"{path}/indicators", new { type = "domain", value = "mail-secure.example" });
        await api.PostAsync($"{path}/findings",
            new { text = "The password was typed into a copy of the sign-in page on the day before; the second factor was accepted by telephone." });
        await api.PostFileAsync($"{path}/evidence?fileName=sign-ins.csv",
            "time,address,result\n2026-01-01T02:11:00Z,203.0.113.77,success\n", "text/csv");
        await api.PostAsync($"{path}/notes", new { text = "The office has been told by telephone. Next word at 15:00." });
        await api.PostAsync($"{path}/status", new { status = "contained", note = "Account blocked, sessions ended, rule removed." });

        await api.PostAsync("/api/cases", new
        {
            title = "Invoice with changed bank details, noticed in time",
            type = "near_miss",
            severity = "low",
            schoolIds = new[] { schoolIds[Schools.All[0].Urn] },
            summary = "Finance rang the supplier before paying.",
        });
    }

    /// <summary>Cases learns of alerts by messages: what names one it has not heard of yet goes again.</summary>
    private async Task<JsonNode> OpenAsync(object @case)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await api.PostAsync("/api/cases", @case);
            }
            catch (RefusedException) when (attempt < 120)
            {
                await Task.Delay(250);
            }
        }
    }

    private async Task LoadReadinessAsync()
    {
        // Most is in place; each school lacks something else, so that the board has something to show.
        var kinds = new[] { "rpa_membership", "offline_backups", "ncsc_training", "response_plan", "restore_test", "account_review",
            "firewall_review", "awareness_training", "risk_assessment" };
        foreach (var (school, n) in Schools.All.Select((s, n) => (s, n)))
            foreach (var (kind, k) in kinds.Select((kind, k) => (kind, k)).Where(x => (n + x.k) % 5 != 3))
                await api.PostAsync($"/api/standards/readiness/{schoolIds[school.Urn]}/records", new
                {
                    kind,
                    doneOn = today.AddDays(-(((n * 37) + (k * 53)) % 390)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    note = kind == "restore_test" ? "Two folders and one mailbox restored, 40 minutes." : null,
                });
    }

    /// <summary>What is installed on some laptops of each school: most browsers are new, some are not, one says no version.</summary>
    private async Task LoadSoftwareAsync()
    {
        foreach (var (school, n) in Schools.All.Select((s, n) => (s, n)))
        {
            var laptops =
                (await api.GetAsync($"/api/assets?kind=laptop&status=in_use&schoolId={schoolIds[school.Urn]}&limit=4"))["items"]!.AsArray();
            foreach (var (laptop, k) in laptops.Select((l, k) => (l!, k)))
            {
                var chrome = ((n + k) % 5) switch
                {
                    0 => "138.0.7204.97",
                    1 => "139.0.7258.66",
                    2 when n % 3 == 0 => "stable",
                    _ =>
                    "140.0.7339.81"
                };
                await api.PostAsync($"/api/assets/{laptop["id"]}/software", new
                {
                    items = new object[]
                    {
                        new { name = "Google Chrome", publisher = "Google LLC", version = chrome },
                        new { name = "Microsoft 365 Apps for enterprise - en-gb", publisher = "Microsoft Corporation",
                            version = "16.0.18925.20158" },
                        new { name = "7-Zip 24.09 (x64)", publisher = "Igor Pavlov", version = "24.09" },
                        new { name = "Smart Notebook", publisher = "SMART Technologies ULC", version = "23.1.1542.0" },
                        new { name = "VLC media player", publisher = "VideoLAN", version = "3.0.21" },
                    },
                });
            }
        }
    }

    private async Task LoadVulnerabilitiesAsync()
    {
        await api.PostAsync("/api/assets/vulnerabilities", new
        {
            title = "Remote code execution in the print service",
            product = "Windows servers",
            cvss = 8.8,
            rating = "critical",
            releasedOn = Day(-12),
            advice = "Install this month's update; until then stop the print service where nobody prints.",
            match = new { kind = "server" },
        });
        await api.PostAsync("/api/assets/vulnerabilities", new
        {
            title = "Web page takes over the browser",
            product = "Google Chrome",
            cvss = 8.3,
            releasedOn = Day(-5),
            advice = "Restart the browser so that it takes its update; devices that are off come with their next inventory.",
            match = new { software = "Google Chrome", softwareFixedIn = "140.0.7339.80", cpe = "cpe:2.3:a:google:chrome:*" },
        });
    }

    private string Day(int days) => today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
