using System.Globalization;
using System.Text;

namespace Mat.Demo;

/// <summary>A thing in the register of the demo.</summary>
internal sealed record DemoAsset(DemoSchool School, string Tag, string Kind, string Name, string Location, string? Manufacturer,
    string? Model, string? Serial, string? HostName, string? Mac, string? Ip,
    string? System, string? SystemVersion, string? HolderEmail, string Status, DateOnly? Purchased, decimal? Cost, string? Supplier,
    DateOnly? Warranty, DateOnly? EndOfLife);

internal static class Assets
{
    private sealed record Make(string Manufacturer, string Model, decimal Cost, string? System = null, string? Version = null,
        int Years = 5);

    /// <summary>Kind, code in tags and host names, weight at primary and at secondary schools, makes.</summary>
    private static readonly (string Kind, string Code, int Primary, int Secondary, Make[] Makes)[] Kinds =
    [
        ("laptop", "LAP", 110, 150,
            [new("Dell", "Latitude 5440", 689, "Windows", "11 23H2"), new("Lenovo", "ThinkPad L14 Gen 4", 642, "Windows", "11 24H2"),
                new("HP", "ProBook 450 G8", 575, "Windows", "10 22H2"), new("Apple", "MacBook Air M2", 949, "macOS", "15.1")]),
        ("desktop", "DSK", 30, 190,
            [new("Dell", "OptiPlex 7010", 548, "Windows", "11 23H2"), new("Lenovo", "ThinkCentre M70q", 499, "Windows", "11 24H2"),
                new("HP", "EliteDesk 800 G4", 610, "Windows", "10 22H2")]),
        ("chromebook", "CHR", 210, 130,
            [new("Lenovo", "100e Chromebook Gen 4", 219, "ChromeOS", "131", 8),
                new("Acer", "Chromebook 511 C734", 229, "ChromeOS", "131", 8),
                new("HP", "Chromebook 11 G8 EE", 205, "ChromeOS", "126", 6)]),
        ("tablet", "TAB", 120, 40,
            [new("Apple", "iPad (9th generation)", 319, "iPadOS", "18.1", 6),
                new("Apple", "iPad (10th generation)", 349, "iPadOS", "18.1", 7), new("Samsung", "Galaxy Tab A9", 189, "Android", "14")]),
        ("phone", "MOB", 4, 6,
            [new("Samsung", "Galaxy A15", 159, "Android", "14", 4), new("Apple", "iPhone SE (3rd generation)", 419, "iOS", "18.1", 6)]),
        ("server", "SRV", 1, 4,
            [new("Dell", "PowerEdge T350", 3180, "Windows Server", "2019", 7),
                new("HPE", "ProLiant ML350 Gen10", 4120, "Windows Server", "2016", 7)]),
        ("virtual_machine", "VM", 1, 6, [new("Microsoft", "Hyper-V guest", 0, "Windows Server", "2022", 8)]),
        ("storage", "NAS", 1, 2, [new("Synology", "RS1221+", 1240, "DSM", "7.2", 7), new("QNAP", "TS-453E", 520, "QTS", "5.1", 6)]),
        ("network_switch", "SW", 8, 22,
            [new("Aruba", "2930F 48G PoE+", 2150, "ArubaOS", "16.11", 8), new("Cisco", "Catalyst 1000-24P", 1090, "IOS", "15.2", 8),
                new("Ubiquiti", "UniFi Switch 24 PoE", 380, "UniFi", "7.1", 7)]),
        ("wireless_access_point", "AP", 22, 55,
            [new("Aruba", "AP-515", 410, "ArubaOS", "8.11", 7), new("Ruckus", "R550", 395, "SmartZone", "6.1", 7),
                new("Ubiquiti", "UniFi U6 Pro", 139, "UniFi", "6.6", 6)]),
        ("firewall", "FW", 1, 1,
            [new("Fortinet", "FortiGate 100F", 2480, "FortiOS", "7.4", 6), new("Smoothwall", "S4", 3900, "Smoothwall", "Leeds", 6)]),
        ("router", "RTR", 1, 1,
            [new("Cisco", "ISR 1100", 690, "IOS XE", "17.9", 8), new("Draytek", "Vigor 2865", 240, "DrayOS", "4.4", 7)]),
        ("ups", "UPS", 2, 5, [new("APC", "Smart-UPS 1500", 610, null, null, 6), new("Eaton", "5P 1550", 540, null, null, 6)]),
        ("printer", "PRN", 6, 16,
            [new("Ricoh", "IM C3000", 2890), new("Kyocera", "ECOSYS M5526cdw", 420), new("HP", "LaserJet Pro M404dn", 240)]),
        ("interactive_display", "DIS", 18, 40,
            [new("Promethean", "ActivPanel 9 75\"", 1690, "Android", "11", 7), new("SMART", "Board MX065-V2", 1480, "Android", "9", 7),
                new("Clevertouch", "IMPACT Plus 75\"", 1595, "Android", "11", 7)]),
        ("projector", "PRJ", 5, 14, [new("Epson", "EB-685W", 980), new("BenQ", "MW560", 430)]),
        ("visualiser", "VIS", 10, 16, [new("IPEVO", "V4K", 89), new("AVer", "U50", 129)]),
        ("cctv_camera", "CAM", 6, 32, [new("Hikvision", "DS-2CD2143G2", 110, null, null, 6), new("Axis", "M3086-V", 245, null, null, 8)]),
        ("access_control", "ACC", 3, 9,
            [new("Paxton", "Net2 Plus", 290, null, null, 10), new("Inventry", "Anywhere kiosk", 1250, null, null, 7)]),
        ("telephone", "TEL", 12, 34, [new("Yealink", "T43U", 88, null, null, 7), new("Mitel", "6920", 142, null, null, 8)]),
        ("payment_terminal", "PAY", 1, 5, [new("Verifone", "V240m", 260), new("Ingenico", "Move 5000", 285)]),
        ("peripheral", "PER", 26, 60,
            [new("LapCabby", "32V charging trolley", 690), new("Dell", "P2422H monitor", 149), new("Jabra", "Evolve2 40 headset", 82)]),
        ("software", "SWR", 6, 10,
            [new("Arbor", "Arbor MIS", 4200), new("Adobe", "Creative Cloud for K-12", 1600), new("2Simple", "Purple Mash", 680),
                new("CPOMS", "CPOMS StudentSafe", 920)]),
        ("broadband_line", "BBL", 1, 2,
            [new("BT", "Leased line 1 Gbps", 5400, null, null, 8), new("Virgin Media Business", "FTTP 900", 1260, null, null, 6)]),
        ("other", "OTH", 2, 4, [new("Ultimaker", "S3 3D printer", 3600), new("Lego", "Spike Prime set", 320)]),
    ];

    private static readonly string[] Suppliers = ["XMA", "Stone Technologies", "European Electronique", "CDW", "Academia", "Misco"];

    public static IReadOnlyList<DemoAsset> All(int seed, int count, IReadOnlyList<DemoPerson> people, DateOnly today)
    {
        var rng = Rng.For(seed, "assets");
        var assets = new List<DemoAsset>(count);
        var weight = Schools.All.Sum(s => s.Pupils + 150);
        var left = count;
        foreach (var school in Schools.All)
        {
            var many = school == Schools.All[^1] ? left : (int)Math.Round((double)count * (school.Pupils + 150) / weight);
            left -= many;
            var staff = people.Where(p => p.School == school).ToList();
            var numbers = new Dictionary<string, int>();
            for (var i = 0; i < many; i++)
            {
                // One of every kind first, so that a nursery too has its line, its switch and its firewall.
                var kind = i < Kinds.Length ? Kinds[i]
                    : rng.Pick([.. Kinds.Select(k => (k, school.IsSecondary ? k.Secondary : k.Primary))]);
                var number = numbers[kind.Code] = numbers.GetValueOrDefault(kind.Code) + 1;
                assets.Add(New(rng, school, staff, kind.Kind, kind.Code, kind.Makes, number, today));
            }
        }
        return assets;
    }

    public static string ToCsv(IEnumerable<DemoAsset> assets)
    {
        var csv = new StringBuilder(
            "tag,kind,name,urn,location,manufacturer,model,serial,hostName,mac,ip,operatingSystem,osVersion,holderEmail,status,purchasedOn,purchaseCost,supplier,warrantyEndsOn,endOfLifeOn\n");
        foreach (var a in assets)
            csv.AppendJoin(',', new[]
            {
                a.Tag, a.Kind, a.Name, a.School.Urn, a.Location, a.Manufacturer, a.Model, a.Serial, a.HostName, a.Mac, a.Ip, a.System,
                a.SystemVersion, a.HolderEmail, a.Status,
                Day(a.Purchased), a.Cost?.ToString("0.00", CultureInfo.InvariantCulture), a.Supplier, Day(a.Warranty), Day(a.EndOfLife),
            }.Select(Quote)).Append('\n');
        return csv.ToString();
    }

    private static DemoAsset New(Rng rng, DemoSchool school, IReadOnlyList<DemoPerson> staff, string kind, string code, Make[] makes,
        int number, DateOnly today)
    {
        var make = rng.Pick(makes);
        var age = rng.Between(20, 365 * (make.Years + 1));
        var bought = kind is "virtual_machine" ? (DateOnly?)null : today.AddDays(-age);
        var host = kind is "laptop" or "desktop" or "chromebook" or "server" or "virtual_machine" or "storage" or "network_switch"
            or "wireless_access_point" or "firewall" or "router" or "printer" or "interactive_display" or "cctv_camera"
            ? $"{school.Short}-{code.ToLowerInvariant()}-{number:D3}" : null;
        var networked = host is not null || kind is "tablet" or "telephone" or "access_control" or "payment_terminal";
        var status = rng.Pick<string>([("in_use", 86), ("in_stock", 6), ("in_repair", 3), ("retired", 4), ("lost", 1)]);
        // Firewalls, lines and servers that stand in the cupboard would make a trust that cannot work.
        if (number == 1)
            status = "in_use";
        var holder = status == "in_use" && kind is "laptop" or "phone" && staff.Count > 0 && rng.Chance(0.6) ? rng.Pick(staff).Email : null;
        return new(
            school, $"{school.Code}-{code}-{number:D4}", kind, NameOf(kind, make, number), Place(rng, school, kind), make.Manufacturer,
            make.Model,
            kind is "virtual_machine" or "software" or "broadband_line" ? null : rng.Code(10), host,
            networked ? $"02:{school.Number:x2}:{rng.Below(256):x2}:{rng.Below(256):x2}:{rng.Below(256):x2}:{rng.Below(256):x2}" : null,
            host is not null && kind is not ("laptop" or "chromebook") ? $"{school.Network}.{rng.Between(1, 30)}.{rng.Between(2, 250)}"
                : null,
            make.System, make.Version, holder, status, bought,
            make.Cost == 0 ? null : Math.Round(make.Cost * (0.9m + rng.Below(20) / 100m), 2), bought is null ? null : rng.Pick(Suppliers),
            bought?.AddYears(kind is "laptop" or "desktop" or "chromebook" or "tablet" or "server" ? 3 : 1), bought?.AddYears(make.Years));
    }

    private static string NameOf(string kind, Make make, int number) => kind switch
    {
        "software" or "broadband_line" => make.Model,
        "virtual_machine" =>
            number switch
            {
                1 => "Domain controller",
                2 => "File server",
                3 => "Print server",
                4 => "Cashless catering",
                _ =>
                $"Application server {number}"
            },
        _ => $"{make.Manufacturer} {make.Model}",
    };

    public static string Place(Rng rng, DemoSchool school, string kind) => kind switch
    {
        "server" or "virtual_machine" or "storage" or "firewall" or "router" or "ups" or "broadband_line" => "Server room",
        "network_switch" => $"Comms cabinet {rng.Between(1, school.IsSecondary ? 6 : 2)}",
        "payment_terminal" => rng.Pick(["School office", "Dining hall"]),
        "cctv_camera" => rng.Pick(["Main gate", "Car park", "Reception", "Bike shed", "Corridor A", "Corridor B"]),
        "access_control" => rng.Pick(["Main entrance", "Staff entrance", "Car park gate"]),
        "software" => "Trust licence",
        _ => school.IsSecondary
            ? rng.Pick([$"{rng.Pick(["A", "B", "C", "S", "T"])}{rng.Between(1, 24):D2}", $"Science lab {rng.Between(1, 8)}", "Library",
                "Sixth form study", "Main hall", "School office", "Staff room", "Computing 1", "Computing 2"])
            : rng.Pick(["Nursery", "Reception", $"Year {rng.Between(1, 6)}", $"Year {rng.Between(1, 6)}", $"Year {rng.Between(1, 6)}",
                "Hall", "School office", "Library", "Staff room", "Head's office"]),
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Quote(string? cell) =>
        cell is null ? "" : cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
