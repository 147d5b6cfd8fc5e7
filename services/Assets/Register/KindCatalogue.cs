using System.Collections.Frozen;
using System.Globalization;

namespace Mat.Assets.Register;

/// <summary>How the value of an attribute is written.</summary>
public enum AssetAttributeType
{
    Text,
    Number,
    Date,
    Bool,
    Choice,
}

/// <summary>One attribute that assets of a kind may have.</summary>
public sealed record AssetAttributeView(string Name, string Label, AssetAttributeType Type, IReadOnlyList<string>? Choices);

/// <summary>A kind of asset and what can be said about it beyond the fields that every asset has.</summary>
public sealed record AssetKindView(AssetKind Kind, string Label, IReadOnlyList<AssetAttributeView> Attributes);

/// <summary>
/// The kinds and their attributes. The choices follow what the digital and technology standards for schools ask about
/// (Wi-Fi class, cabling, link speed, encryption, power), so that a register can answer them.
/// </summary>
internal static class KindCatalogue
{
    /// <summary>The longest attribute value.</summary>
    public const int MaxValue = 500;

    private static readonly string[] Wifi = ["802.11n", "802.11ac", "802.11ac_wave_2", "wifi_6", "wifi_6e", "wifi_7"];
    private static readonly string[] Speeds = ["100_mbps", "1_gbps", "2.5_gbps", "10_gbps", "25_gbps", "40_gbps", "100_gbps"];

    private static readonly AssetAttributeView[] Managed =
    [
        Choice("ownership", "Ownership", "corporate", "personal", "leased"),
        Choice("compliance", "Compliance", "compliant", "noncompliant", "in_grace_period", "unknown"),
        Bool("encrypted", "Storage encrypted"), Date("enrolledOn", "Enrolled on"), Text("managedBy", "Managed by"),
        Text("intuneDeviceId", "Intune device id"), Text("entraDeviceId", "Entra device id"), Text("inventoryId", "Inventory agent id"),
    ];

    private static readonly AssetAttributeView[] Computer =
    [
        Text("processor", "Processor"), Number("memoryGb", "Memory (GB)"), Number("storageGb", "Storage (GB)"),
        Text("firmware", "Firmware"),
        Text("tpmVersion", "TPM version"), Bool("antivirusEnabled", "Antivirus on"), Bool("antivirusUpToDate", "Antivirus up to date"),
        .. Managed,
    ];

    private static readonly AssetAttributeView[] Mobile =
    [
        Text("imei", "IMEI"), Text("phoneNumber", "Phone number"), Text("carrier", "Carrier"), Number("storageGb", "Storage (GB)"),
        Date("securityPatch", "Security patch level"), Bool("supervised", "Supervised"), .. Managed,
    ];

    private static readonly AssetAttributeView[] Network =
    [
        Text("firmware", "Firmware"), Date("firmwareCheckedOn", "Firmware reviewed on"), Text("inventoryId", "Inventory agent id"),
        Bool("centrallyManaged", "Centrally managed"), Bool("core", "Core equipment"),
    ];

    public static IReadOnlyList<AssetKindView> Kinds { get; } =
    [
        new(AssetKind.Laptop, "Laptop",
            [Number("screenSize", "Screen (inches)"), Choice("wifi", "Wi-Fi class", Wifi), Number("batteryHealth", "Battery health (%)"),
                .. Computer]),
        new(AssetKind.Desktop, "Desktop", [Choice("formFactor", "Form factor", "tower", "small", "micro", "all_in_one"), .. Computer]),
        new(AssetKind.Chromebook, "Chromebook",
        [
            Text("orgUnit", "Organisational unit"),
            Choice("enrolment", "Enrolment", "active", "disabled", "deprovisioned", "pre_provisioned"),
            Text("googleDeviceId", "Google device id"),
            Number("screenSize", "Screen (inches)"), Bool("touchScreen", "Touch screen"), Choice("wifi", "Wi-Fi class", Wifi),
            Text("platformVersion", "Platform version"), .. Managed,
        ]),
        new(AssetKind.Tablet, "Tablet", [Number("screenSize", "Screen (inches)"), Choice("wifi", "Wi-Fi class", Wifi), .. Mobile]),
        new(AssetKind.Phone, "Mobile phone", Mobile),
        new(AssetKind.Server, "Server",
        [
            Text("role", "Role"), Bool("critical", "Critical service"), Number("powerSupplies", "Power supplies"),
            Text("rack", "Rack position"), Text("raid", "Disk mirroring"), .. Computer,
        ]),
        new(AssetKind.VirtualMachine, "Virtual machine",
            [Text("role", "Role"), Text("hypervisor", "Hypervisor"), Bool("critical", "Critical service"), .. Computer]),
        new(AssetKind.Storage, "Storage",
            [Number("capacityTb", "Capacity (TB)"), Text("raid", "Disk mirroring"), Number("powerSupplies", "Power supplies"),
                Bool("backupTarget", "Holds backups"), Bool("immutable", "Immutable copies"), .. Network]),
        new(AssetKind.NetworkSwitch, "Network switch",
        [
            Number("ports", "Ports"), Number("poePorts", "PoE ports"), Choice("portSpeed", "Port speed", Speeds),
            Choice("uplinkSpeed", "Uplink speed", Speeds),
            Number("powerSupplies", "Power supplies"), Text("rack", "Rack position"), .. Network,
        ]),
        new(AssetKind.WirelessAccessPoint, "Wireless access point",
            [Choice("wifi", "Wi-Fi class", Wifi),
                Choice("security", "Security", "open", "wpa2", "wpa2_enterprise", "wpa3", "wpa3_enterprise"), Bool("outdoor", "Outdoor"),
                .. Network]),
        new(AssetKind.Firewall, "Firewall",
            [Choice("throughput", "Throughput", Speeds), Date("licenceEndsOn", "Licence ends"),
                Date("rulesReviewedOn", "Inbound rules reviewed on"), Bool("adminMfa", "Administrators use MFA"), .. Network]),
        new(AssetKind.Router, "Router", [Choice("throughput", "Throughput", Speeds), Text("circuit", "Circuit"), .. Network]),
        new(AssetKind.Ups, "UPS",
            [Number("capacityVa", "Capacity (VA)"), Number("runtimeMinutes", "Run time (minutes)"),
                Date("batteryReplacedOn", "Battery replaced on"), Text("protects", "What it protects")]),
        new(AssetKind.Printer, "Printer",
        [
            Choice("technology", "Technology", "laser", "inkjet", "thermal", "large_format", "three_d"), Bool("colour", "Colour"),
            Bool("multifunction", "Multifunction"),
            Number("pageCount", "Page count"), Text("lease", "Lease"), Text("firmware", "Firmware"),
            Text("inventoryId", "Inventory agent id"),
        ]),
        new(AssetKind.InteractiveDisplay, "Interactive display",
            [Number("screenSize", "Screen (inches)"), Choice("resolution", "Resolution", "full_hd", "four_k", "eight_k"),
                Text("firmware", "Firmware"), Text("mount", "Mount")]),
        new(AssetKind.Projector, "Projector",
            [Number("lumens", "Lumens"), Number("lampHours", "Lamp hours"), Choice("lightSource", "Light source", "lamp", "led", "laser"),
                Text("throwType", "Throw")]),
        new(AssetKind.Visualiser, "Visualiser",
            [Choice("connection", "Connection", "usb", "hdmi", "wireless"), Choice("resolution", "Resolution", "hd", "full_hd", "four_k")]),
        new(AssetKind.CctvCamera, "CCTV camera",
            [Choice("resolution", "Resolution", "sd", "hd", "full_hd", "four_k"), Text("covers", "Area covered"),
                Number("retentionDays", "Retention (days)"), Bool("outdoor", "Outdoor"), Text("recorder", "Recorder"), .. Network]),
        new(AssetKind.AccessControl, "Access control",
            [Text("door", "Door or gate"), Choice("reader", "Reader", "card", "fob", "pin", "biometric", "intercom"),
                Bool("failsSafe", "Opens on power loss"), .. Network]),
        new(AssetKind.Telephone, "Telephone",
            [Text("extension", "Extension"), Choice("line", "Line", "voip", "analogue", "isdn", "dect"), Text("number", "Number"),
                Text("firmware", "Firmware")]),
        new(AssetKind.PaymentTerminal, "Payment terminal",
            [Text("merchantId", "Merchant id"), Text("terminalId", "Terminal id"),
                Choice("use", "Used for", "catering", "office", "events", "online"), Date("complianceEndsOn", "PCI compliance ends"),
                Text("firmware", "Firmware")]),
        new(AssetKind.Peripheral, "Peripheral",
            [Choice("type", "Type", "monitor", "docking_station", "headset", "webcam", "keyboard", "mouse", "scanner", "speaker",
                "charging_trolley", "other"), Number("screenSize", "Screen (inches)"),
                Choice("connection", "Connection", "usb", "usb_c", "hdmi", "display_port", "bluetooth", "wireless", "other")]),
        new(AssetKind.Software, "Software",
            [Text("publisher", "Publisher"), Text("version", "Version"), Number("seats", "Seats"),
                Choice("licenceType", "Licence type", "perpetual", "subscription", "site", "open_source", "free"),
                Date("licenceEndsOn", "Licence ends"), Bool("personalData", "Holds personal data"), Bool("dpia", "DPIA done")]),
        new(AssetKind.BroadbandLine, "Broadband line",
        [
            Choice("technology", "Technology", "leased_line", "fttp", "fttc", "adsl", "cable", "mobile", "satellite"),
            Number("downMbps", "Download (Mbps)"), Number("upMbps", "Upload (Mbps)"),
            Choice("role", "Role", "main", "backup"), Text("circuit", "Circuit"), Date("contractEndsOn", "Contract ends"),
            Bool("filtering", "Filtering included"), Bool("automaticFailover", "Automatic failover"),
        ]),
        new(AssetKind.Other, "Other", [Text("description", "Description")]),
    ];

    private static readonly FrozenDictionary<AssetKind, FrozenDictionary<string, AssetAttributeView>> ByKind =
        Kinds.ToFrozenDictionary(k => k.Kind, k => k.Attributes.ToFrozenDictionary(a => a.Name));

    public static AssetAttributeView? Find(AssetKind kind, string name) => ByKind[kind].GetValueOrDefault(name);

    /// <summary>The value as it is kept, or a sentence that says what is wrong with it.</summary>
    public static (string? Value, string? Error) Check(AssetAttributeView attribute, string value)
    {
        var text = value.Trim();
        if (text.Length > MaxValue)
            return (null, $"{attribute.Label} is longer than {MaxValue} characters.");
        return attribute.Type switch
        {
            AssetAttributeType.Text => (text, null),
            AssetAttributeType.Number =>
                decimal.TryParse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var n)
                ? (n.ToString(CultureInfo.InvariantCulture), null) : (null, $"{attribute.Label} must be a number."),
            AssetAttributeType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? (text, null) : (null, $"{attribute.Label} must be a day written 2026-09-01."),
            AssetAttributeType.Bool => text.ToLowerInvariant() switch
            {
                "true" or "yes" or "y" or "1" => ("true", null),
                "false" or "no" or "n" or "0" => ("false", null),
                _ => (null, $"{attribute.Label} must be true or false."),
            },
            AssetAttributeType.Choice => attribute.Choices!.FirstOrDefault(c => Loose(c) == Loose(text)) is { } choice
                ? (choice, null) : (null, $"{attribute.Label} must be one of {string.Join(", ", attribute.Choices!)}."),
            _ => throw new InvalidOperationException(attribute.Type.ToString()),
        };
    }

    // InGracePeriod, in_grace_period and "In grace period" are one choice.
    private static string Loose(string text) => string.Concat(text.Where(c => char.IsLetterOrDigit(c) || c == '.')).ToLowerInvariant();

    private static AssetAttributeView Text(string name, string label) => new(name, label, AssetAttributeType.Text, null);
    private static AssetAttributeView Number(string name, string label) => new(name, label, AssetAttributeType.Number, null);
    private static AssetAttributeView Date(string name, string label) => new(name, label, AssetAttributeType.Date, null);
    private static AssetAttributeView Bool(string name, string label) => new(name, label, AssetAttributeType.Bool, null);
    private static AssetAttributeView Choice(string name, string label, params string[] choices) =>
        new(name, label, AssetAttributeType.Choice, choices);
}
