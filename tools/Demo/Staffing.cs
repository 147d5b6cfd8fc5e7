using System.Globalization;

namespace Mat.Demo;

/// <summary>Who of the central team can do what and who is away, what schools may spend on partners, and when tickets move on by
/// themselves.</summary>
internal sealed class Staffing(Api api, IReadOnlyDictionary<string, string> schoolIds, IReadOnlyDictionary<string, string> personIds,
    DateOnly today)
{
    /// <summary>Skills of the team in the order in which it was hired; telephony and cabling are nobody's.</summary>
    private static readonly (string Area, int Level)[][] Skills =
    [
        [("network", 2), ("cyber_security", 2), ("servers", 2), ("mis", 1)],
        [("devices", 3), ("printing", 2), ("audio_visual", 2)],
        [("devices", 2), ("printing", 1)],
        [("devices", 2), ("wireless", 2), ("network", 1)],
        [("devices", 1), ("audio_visual", 2), ("filtering_monitoring", 1)],
        [("devices", 2), ("mis", 2), ("cloud", 1)],
        [("devices", 2), ("printing", 2)],
        [("devices", 1), ("wireless", 1)],
        [("network", 3), ("wireless", 3), ("servers", 3), ("filtering_monitoring", 2), ("cloud", 2)],
    ];

    /// <returns>Whether anything was there to do.</returns>
    public async Task<bool> LoadAsync(IReadOnlyList<DemoPerson> people)
    {
        if ((await api.AllAsync("/api/tickets/escalation-policies")).Count > 0)
            return false;
        var team = people.Where(p => p.Role is "manager" or "technician").ToList();
        for (var i = 0; i < team.Count; i++)
        {
            var path = $"/api/trust/people/{personIds[team[i].Email]}";
            await api.PutAsync(path + "/skills",
                new { skills = Skills[i % Skills.Length].Select(s => new { area = s.Area, level = s.Level }) }, await VersionAsync(path));
            // One is on a course this week, one will be on leave.
            if (i == 3)
                await AwayAsync(path, today, today.AddDays(2));
            if (i == 5)
                await AwayAsync(path, today.AddDays(12), today.AddDays(18));
        }

        // A financial year of schools is named by the September in which it begins.
        var year = today.Month >= 9 ? today.Year : today.Year - 1;
        foreach (var school in Schools.All)
            await api.PutAsync($"/api/partners/budgets/{schoolIds[school.Urn]}/{year}",
                new { amountPence = 100_00 * (school.IsSecondary ? 60 : 18) }, 0);
        await LoadPoliciesAsync();
        return true;
    }

    private async Task LoadPoliciesAsync()
    {
        await api.PostAsync("/api/tickets/escalation-policies", new
        {
            name = "Network",
            area = "network",
            rank = 10,
            assetKinds = new[] { "network_switch", "router", "firewall", "wireless_access_point" },
            steps = new object[]
            {
                new { tier = "specialist", atShare = 60 },
                new { tier = "partner", rule = new { priorities = new[] { "critical" } }, whenNobody = true },
                new { tier = "second_partner", afterMinutes = 120 },
            },
        });
        await api.PostAsync("/api/tickets/escalation-policies", new
        {
            name = "Printing",
            area = "printing",
            rank = 20,
            assetKinds = new[] { "printer" },
            teamMinutes = 240,
            steps = new object[] { new { tier = "specialist", atShare = 80 }, new { tier = "partner", whenNobody = true } },
        });
    }

    private async Task AwayAsync(string path, DateOnly from, DateOnly to) =>
        await api.PutAsync(path + "/work-time", new { absences = new[] { new { from = Day(from), to = Day(to) } } },
            await VersionAsync(path));

    private async Task<int> VersionAsync(string path) => (await api.GetAsync(path))["version"]!.GetValue<int>();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
