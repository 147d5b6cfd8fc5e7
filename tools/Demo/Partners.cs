namespace Mat.Demo;

/// <summary>A specialist firm of the demo; all names are invented.</summary>
internal sealed record DemoPartner(string Name, string[] Areas, string Contact, string Email, string Phone, int Acknowledge, int Resolve,
    string Hook, string Notes);

internal static class Partners
{
    public static IReadOnlyList<DemoPartner> All { get; } =
    [
        new("Beacon Cyber Response", ["cyber_security", "filtering_monitoring"], "Ravi Menon", "soc@beacon-cyber.example", "0121 555 0101",
            30, 480, "https://hooks.beacon-cyber.example/mat", "24 x 7 response, incident lead included."),
        new("Midland Network Services", ["network", "wireless", "cabling"], "Carol Dunne", "desk@midland-networks.example",
            "0121 555 0102", 60, 960, "https://support.midland-networks.example/hooks/mat", "Four-hour site visit within Worcestershire."),
        new("Classroom AV", ["audio_visual"], "Pete Sandford", "service@classroom-av.example", "01905 555 0103", 240, 2880,
            "https://api.classroom-av.example/v1/webhooks", "Panels under five-year warranty."),
        new("Copytech Managed Print", ["printing"], "Lorna Bird", "calls@copytech.example", "01527 555 0104", 120, 960,
            "https://calls.copytech.example/mat", "Parts, toner and labour by page."),
        new("Severn MIS Support", ["mis", "payments"], "Gwen Howell", "helpdesk@severn-mis.example", "01684 555 0105", 120, 1440,
            "https://helpdesk.severn-mis.example/inbound/mat", "School hours only."),
        new("Northgate Cloud and Voice", ["servers", "cloud", "telephony", "devices", "access_cctv"], "Samir Aziz",
            "noc@northgate-cv.example", "01299 555 0106", 60, 960, "https://noc.northgate-cv.example/mat",
            "Servers, Microsoft 365 and telephony."),
    ];
}
