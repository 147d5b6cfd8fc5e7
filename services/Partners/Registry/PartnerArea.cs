using Mat.Platform.Http;

namespace Mat.Partners.Registry;

/// <summary>Areas in which a trust asks outside specialists for help.</summary>
public enum PartnerArea
{
    Network, Wireless, Cabling, Servers, Cloud, CyberSecurity, FilteringMonitoring, Mis, Telephony, Printing, AudioVisual,
    Payments, Devices, AccessCctv, Other,
}

internal static class Areas
{
    public static PartnerArea? Parse(string name) =>
        WireEnum<PartnerArea>.TryParse(name, out var area) ? area : null;

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
