using System.Globalization;

namespace Mat.Demo;

/// <summary>A ticket of the past, as another help desk would hand it over.</summary>
internal sealed record DemoTicket(string Reference, string Title, string Description, string Kind, DemoSchool School, string? AssetTag,
    string Requester, string? Assignee, string Impact, string Urgency, string Status,
    DateTimeOffset Opened, DateTimeOffset? Responded, DateTimeOffset? Resolved, string? Summary);

internal static class Tickets
{
    private sealed record Problem(string? AssetKind, string Kind, string Impact, string Urgency, int Weight, string Title,
        string Description, string Fix);

    private static readonly Problem[] Problems =
    [
        new("laptop", "incident", "low", "medium", 90, "Laptop will not turn on",
            "{asset} in {room} shows no lights, not even on the charger.", "Charger swapped, battery reseated."),
        new("laptop", "incident", "low", "medium", 60, "Laptop is very slow since the update", "Takes ten minutes to sign in on {asset}.",
            "Profile rebuilt, pending updates finished."),
        new("laptop", "incident", "low", "low", 30, "Cracked screen on a staff laptop",
            "{asset} was dropped in {room}; the screen is cracked but it works.", "Screen replaced under insurance."),
        new("desktop", "incident", "medium", "medium", 45, "Computer stuck on a blue screen",
            "{asset} in {room} restarts into a blue screen.", "Driver rolled back, memory reseated."),
        new("desktop", "incident", "low", "low", 35, "No sound from the speakers",
            "The speakers of {asset} in {room} are silent, children cannot hear the video.",
            "Wrong output chosen; set and fixed by policy."),
        new("chromebook", "incident", "medium", "medium", 70, "Chromebooks will not join the Wi-Fi",
            "Half a trolley in {room} says the network is out of range.", "Certificate profile pushed again from the console."),
        new("chromebook", "incident", "low", "low", 40, "Keys missing from a Chromebook", "{asset} has lost three keys.",
            "Keyboard replaced from spares."),
        new("tablet", "incident", "low", "medium", 45, "iPad asks for a passcode nobody knows", "{asset} in {room} was locked by a pupil.",
            "Cleared the passcode from the device manager."),
        new("tablet", "request", "low", "low", 30, "Please add an app to the iPads",
            "We need a phonics app on the {room} iPads before half term.", "App licensed and assigned to the group."),
        new("interactive_display", "incident", "medium", "high", 75, "Interactive board has no picture",
            "The board in {room} stays black although the computer is on.", "HDMI extender replaced."),
        new("interactive_display", "incident", "medium", "medium", 40, "Touch does not follow the pen",
            "Writing on the board in {room} lands a hand's width to the left.", "Recalibrated and firmware updated."),
        new("projector", "incident", "medium", "medium", 28, "Projector picture is dim",
            "Nobody in the back row can read the board in {room}.", "Lamp replaced."),
        new("printer", "incident", "medium", "medium", 85, "Photocopier jams on every job", "The copier near {room} jams at the finisher.",
            "Rollers cleaned, engineer swapped the finisher gear."),
        new("printer", "incident", "low", "medium", 50, "Cannot find the printer any more",
            "Since Monday {asset} is missing from the list.", "Print queue published again."),
        new("wireless_access_point", "incident", "medium", "high", 45, "Wi-Fi drops in one corridor",
            "Devices near {room} lose the network every few minutes.", "Channel plan corrected, access point replaced on PoE fault."),
        new("network_switch", "incident", "high", "high", 14, "Whole block has no network",
            "Phones, boards and computers around {room} went down together.", "Switch had lost a power supply; replaced."),
        new("server", "incident", "high", "high", 9, "Shared drives cannot be opened", "Nobody can open the staff shared area.",
            "Volume was full; snapshots pruned and alert added."),
        new("broadband_line", "incident", "high", "high", 6, "No internet in the whole school",
            "Registers cannot be taken; the line light is red.", "Carrier repaired a damaged fibre."),
        new("firewall", "incident", "medium", "medium", 22, "Website blocked by the filter",
            "A site we use for the scheme of work is blocked for staff.", "Category reviewed with the DSL and the site allowed for staff."),
        new("telephone", "incident", "medium", "high", 26, "Office phone has no dial tone", "Parents cannot reach us on the main number.",
            "Handset re-registered, port patched again."),
        new("payment_terminal", "incident", "medium", "high", 16, "Till cannot reach the cashless catering",
            "Lunch queue is stuck, {asset} says offline.", "Static address restored after the switch change."),
        new("cctv_camera", "incident", "medium", "medium", 18, "Camera shows no picture", "The camera at {room} is black on the recorder.",
            "Camera re-powered, cable re-terminated."),
        new("access_control", "incident", "high", "medium", 12, "Staff fobs do not open the door",
            "Nobody's fob works at {room} since this morning.", "Controller restarted and clock corrected."),
        new("visualiser", "incident", "low", "low", 18, "Visualiser not recognised", "{asset} in {room} is not found by the software.",
            "Driver installed by policy."),
        new("software", "incident", "medium", "medium", 34, "MIS is slow at registration",
            "The registers take a minute to open between 8:45 and 9:00.", "Vendor moved us to another node."),
        new(null, "incident", "low", "high", 110, "Cannot sign in", "My password is not accepted since the holidays.",
            "Password reset with the caller identified."),
        new(null, "incident", "low", "medium", 40, "Lost my second factor", "New phone, and the old one is gone.",
            "Second factor enrolled again in person."),
        new(null, "incident", "high", "high", 12, "Suspicious mail asks for the payroll login", "Several of us received the same message.",
            "Message purged from all mailboxes, sender blocked, two passwords reset."),
        new(null, "request", "low", "medium", 75, "Account for a new starter",
            "A colleague joins us on Monday and needs an account, e-mail and the MIS.", "Account made from the starter form."),
        new(null, "request", "low", "medium", 40, "Please close a leaver's account", "Last day is Friday.",
            "Account closed, mailbox shared with the line manager."),
        new(null, "request", "low", "low", 45, "Access to a shared folder", "I need the {room} planning folder.",
            "Access granted by the owner."),
        new(null, "request", "medium", "low", 22, "Set up for parents' evening", "We need six laptops and the booking system in the hall.",
            "Set up the afternoon before."),
        new(null, "request", "medium", "medium", 20, "Laptops for an exam room",
            "Twelve laptops without spell-check for the mocks in {room}.", "Exam profile applied to twelve laptops."),
        new(null, "request", "low", "low", 18, "Move my computer to another room", "I am moving to {room} after half term.",
            "Moved and patched."),
    ];

    // Weeks without pupils: half terms, Easter and summer (roughly where they fall); few people report then.
    private static bool IsHoliday(DateOnly day) => (day.Month, day.Day) is
        (12, >= 20) or (1, <= 3) or (2, >= 14 and <= 22) or (4, >= 1 and <= 14) or (5, >= 25 and <= 31) or (7, >= 23) or (8, _)
        or (10, >= 24 and <= 31);

    public static IReadOnlyList<DemoTicket> Past(int seed, int count, IReadOnlyList<DemoPerson> people, IReadOnlyList<DemoAsset> assets,
        DateOnly today)
    {
        var rng = Rng.For(seed, "tickets");
        var team = people.Where(p => p.Role == "technician").ToList();
        var usable = assets.Where(a => a.Status is "in_use" or "in_repair").ToLookup(a => (a.School, a.Kind));
        var tickets = new List<DemoTicket>(count);
        while (tickets.Count < count)
        {
            var day = today.AddDays(-rng.Between(1, 365));
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || (IsHoliday(day) && !rng.Chance(0.12)))
                continue;
            var school = rng.Pick([.. Schools.All.Select(s => (s, s.Pupils + 100))]);
            var problem = rng.Pick([.. Problems.Select(p => (p, p.Weight))]);
            var things = problem.AssetKind is null ? [] : usable[(school, problem.AssetKind)].ToList();
            if (problem.AssetKind is not null && things.Count == 0)
                continue;
            var asset = things.Count == 0 ? null : rng.Pick(things);
            // Most problems are found when the day begins.
            var opened = new DateTimeOffset(day.ToDateTime(new TimeOnly(8, 0)),
                TimeSpan.Zero).AddMinutes((int)(480 * rng.Fraction() * rng.Fraction()));
            var requester = rng.Pick([.. people.Where(p => p.School == school).Select(p => p.Email)]);
            var technician = team.Find(t => t.RoleSchools?.Contains(school) == true && rng.Chance(0.6))
                ?? rng.Pick([.. team.Where(t => t.RoleSchools is null)]);
            var hours = (problem.Impact,
                problem.Urgency) switch
            { ("high", "high") => 5, ("high", _) or ("medium", "high") => 14, ("medium", _) => 40, _ => 70 };
            var responded = opened.AddMinutes(4 + hours * 9 * rng.Fraction());
            // A long tail: some wait for parts.
            var resolved = opened.AddHours(0.3 + hours * 1.6 * rng.Fraction() * rng.Fraction()
                + (rng.Chance(0.06) ? 24 * rng.Between(4, 20) : 0));
            if (resolved < responded)
                resolved = responded.AddMinutes(15);
            var age = today.DayNumber - day.DayNumber;
            // What is older than a fortnight is done; of the last days a part is still open.
            var open = age < 3 ? rng.Chance(0.7) : age < 14 ? rng.Chance(0.25) : age < 40 && rng.Chance(0.04);
            var end = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(-1);
            if (!open && resolved > end)
                open = true;
            var answered = !open || (responded < end && rng.Chance(0.7));
            var status = open ? (answered ? rng.Pick<string>([("open", 7), ("waiting_requester", 3)]) : "new")
                : age > 21 || rng.Chance(0.5) ? "closed" : "resolved";
            var room = asset?.Location ?? Assets.Place(rng, school, "laptop");
            string Fill(string text) =>
                text.Replace("{room}", room, StringComparison.Ordinal).Replace("{asset}", asset?.Tag ?? "it", StringComparison.Ordinal);
            tickets.Add(new(
                string.Create(CultureInfo.InvariantCulture, $"OLD-{tickets.Count + 1:D5}"), $"{problem.Title} ({room})",
                Fill(problem.Description), problem.Kind, school, asset?.Tag, requester,
                status == "new" ? null : technician.Email, problem.Impact, problem.Urgency, status, opened, answered ? responded : null,
                open ? null : resolved, open ? null : problem.Fix));
        }
        return [.. tickets.OrderBy(t => t.Opened)];
    }
}
