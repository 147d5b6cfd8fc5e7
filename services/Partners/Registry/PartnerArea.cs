using System.Text.Json;

namespace Mat.Partners.Registry;

/// <summary>Areas in which a trust asks outside specialists for help.</summary>
public enum PartnerArea
{
    Network, Wireless, Cabling, Servers, Cloud, CyberSecurity, FilteringMonitoring, Mis, Telephony, Printing, AudioVisual,
    Payments, Devices, AccessCctv, Other,
}

internal static class Areas
{
    /// <summary>The name on the wire and in the database: <c>cyber_security</c>.</summary>
    public static string Name(this PartnerArea area) => JsonNamingPolicy.SnakeCaseLower.ConvertName(area.ToString());

    public static PartnerArea? Parse(string name) =>
        Enum.GetValues<PartnerArea>().Cast<PartnerArea?>().FirstOrDefault(a => a!.Value.Name() == name);

    public static string Label(this PartnerArea area) => area switch
    {
        PartnerArea.Network => "Networks and broadband",
        PartnerArea.Wireless => "Wireless",
        PartnerArea.Cabling => "Cabling",
        PartnerArea.Servers => "Servers and storage",
        PartnerArea.Cloud => "Cloud services",
        PartnerArea.CyberSecurity => "Cyber security",
        PartnerArea.FilteringMonitoring => "Filtering and monitoring",
        PartnerArea.Mis => "Management information system",
        PartnerArea.Telephony => "Telephony",
        PartnerArea.Printing => "Printing",
        PartnerArea.AudioVisual => "Audio-visual and classroom displays",
        PartnerArea.Payments => "Payments and catering tills",
        PartnerArea.Devices => "Laptops, desktops and tablets",
        PartnerArea.AccessCctv => "Access control and CCTV",
        _ => "Other",
    };
}
