using System.Collections.Frozen;
using Mat.Assets.Register;
using Mat.Platform.Http;

namespace Mat.Assets.Imports.Formats;

/// <summary>Words that other registers use for kinds and for states.</summary>
internal static class ValueSynonyms
{
    private static readonly FrozenDictionary<string, AssetKind> Kinds = Table(
        (AssetKind.Laptop, "laptop laptops notebook notebooks ultrabook macbook portable"),
        (AssetKind.Desktop,
            "desktop desktops pc workstation tower mini_tower all_in_one imac low_profile_desktop space_saving computer_desktop"),
        (AssetKind.Chromebook, "chromebook chromebooks chrome_os chromeos chromebox"),
        (AssetKind.Tablet, "tablet tablets ipad ipads"),
        (AssetKind.Phone, "phone phones mobile mobile_phone mobile_phones smartphone smartphones mobile_device iphone"),
        (AssetKind.Server, "server servers rack_mount_chassis main_server_chassis blade"),
        (AssetKind.VirtualMachine, "virtual_machine virtual_machines vm"),
        (AssetKind.Storage, "storage nas san"),
        (AssetKind.NetworkSwitch, "network_switch network_switches switch switches"),
        (AssetKind.WirelessAccessPoint, "wireless_access_point wireless_access_points access_point access_points ap wap wireless"),
        (AssetKind.Firewall, "firewall firewalls"),
        (AssetKind.Router, "router routers"),
        (AssetKind.Ups, "ups uninterruptible_power_supply"),
        (AssetKind.Printer, "printer printers mfd photocopier copier"),
        (AssetKind.InteractiveDisplay,
            "interactive_display interactive_displays interactive_whiteboard interactive_whiteboards whiteboard iwb smartboard interactive_panel display_panel"),
        (AssetKind.Projector, "projector projectors"),
        (AssetKind.Visualiser, "visualiser visualisers visualizer document_camera"),
        (AssetKind.CctvCamera, "cctv_camera cctv camera cctv_cameras"),
        (AssetKind.AccessControl, "access_control door_entry door_controller"),
        (AssetKind.Telephone, "telephone telephones voip_phone voip_phones desk_phone desk_phones handset handsets"),
        (AssetKind.PaymentTerminal, "payment_terminal pdq till card_reader epos"),
        (AssetKind.Peripheral,
            "peripheral peripherals monitor monitors display displays docking_station dock keyboard keyboards mouse headset headsets webcam scanner charging_trolley trolley accessory accessories"),
        (AssetKind.Software, "software licence license licences licenses"),
        (AssetKind.BroadbandLine, "broadband_line broadband internet_line circuit"),
        (AssetKind.Other, "other misc miscellaneous"));

    private static readonly FrozenDictionary<string, AssetStatus> States = Table(
        (AssetStatus.InStock, "in_stock stock spare available ready ready_to_deploy deployable pending undeployed"),
        (AssetStatus.InUse, "in_use deployed active live issued assigned checked_out"),
        (AssetStatus.InRepair, "in_repair repair out_for_repair out_for_diagnostics broken broken_not_fixable faulty"),
        (AssetStatus.Lost, "lost stolen lost_stolen missing"),
        (AssetStatus.Retired, "retired archived decommissioned written_off"),
        (AssetStatus.Disposed, "disposed disposed_of scrapped"));

    public static string? Kind(string? text) =>
        text is not null && Kinds.TryGetValue(Word(text), out var kind) ? WireEnum<AssetKind>.Of(kind) : null;

    public static string? Status(string? text) =>
        text is not null && States.TryGetValue(Word(text), out var status) ? WireEnum<AssetStatus>.Of(status) : null;

    /// <summary>Lower case with one underscore for whatever stands between letters and digits.</summary>
    public static string Word(string text)
    {
        Span<char> word = text.Length <= 100 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                word[length++] = char.ToLowerInvariant(c);
            else if (length > 0 && word[length - 1] != '_')
                word[length++] = '_';
        }

        return new string(word[..length]).TrimEnd('_');
    }

    private static FrozenDictionary<string, T> Table<T>(params (T Value, string Words)[] lines) =>
        lines.SelectMany(l => l.Words.Split(' ').Select(w => (w, l.Value))).ToFrozenDictionary(p => p.w, p => p.Value);
}
