using System.Globalization;
using System.Text.Json;
using Mat.Assets.Software;

namespace Mat.Assets.Imports.Formats;

/// <summary>
/// Reads GLPI inventory documents: one, an array of them, or one per line. A partial inventory has only some sections and
/// so says nothing about the rest. The document's own <c>tag</c> is the agent's group and not an asset tag: two computers
/// may share it, so it only helps to find the school. No .NET library reads this format (ADR 11).
/// </summary>
internal static class GlpiInventory
{
    // What phones and boards report where an asset tag was never written.
    private static readonly string[] NoTags = ["release-keys", "test-keys", "no asset tag", "noassettag", "no asset information",
        "asset tag", "asset-1234567890", "chassis asset tag"];

    public static IEnumerable<ImportRecord> Read(TextReader text)
    {
        var number = 0;
        foreach (var item in Documents(text.ReadToEnd()))
            yield return Map(++number, item);
    }

    public static ImportRecord Map(int number, JsonElement item)
    {
        var row = new ImportRecord(number);
        if (item.ValueKind != JsonValueKind.Object || Sub(item, "content") is not { ValueKind: JsonValueKind.Object } content
            || Text(item, "deviceid") is not { } device)
        {
            row.Fault = new AssetImportProblem("import.bad_inventory", "The item has no deviceid or no content; it is no GLPI inventory.");
            return row;
        }

        var scratch = new Dictionary<string, string>();
        var (bios, hardware, os, net) = (Sub(content, "bios"), Sub(content, "hardware"), Sub(content, "operatingsystem"),
            Sub(content, "network_device"));
        Put("attributes.inventoryId", device);
        Put("serial", Text(net, "serial") ?? Text(bios, "ssn"));
        if (Text(bios, "assettag") is { } tag && !Register.Identifiers.IsPlaceholder(tag) && !NoTags.Contains(tag.ToLowerInvariant()))
            Put("tag", tag);
        Put("school", Text(item, "tag"));
        Put("hostName", Text(hardware, "name") ?? Text(net, "name"));
        Put("name", Text(hardware, "name") ?? Text(net, "name"));
        Put("manufacturer", Text(net, "manufacturer") ?? Text(bios, "smanufacturer"));
        Put("model", Text(net, "model") ?? Text(bios, "smodel"));
        Put("operatingSystem", Text(os, "full_name") ?? Text(os, "name"));
        Put("osVersion", Text(os, "version"));
        Put("location", Text(net, "location"));
        Put("attributes.firmware", Text(net, "firmware") ?? Text(bios, "bversion"));
        Put("attributes.pageCount", Text(Sub(content, "pagecounters"), "total"));
        Put("lastSeenAt", Text(Sub(content, "accesslog"), "logdate"));
        if (Number(hardware, "memory") is { } memory and > 0)
            Put("attributes.memoryGb", Math.Round(memory / 1024m, memory < 1024 ? 1 : 0).ToString(CultureInfo.InvariantCulture));
        Put("attributes.processor", Items(content, "cpus").Select(c => Text(c, "name")).FirstOrDefault(n => n is not null));
        Put("attributes.phoneNumber", Items(content, "simcards").Select(c => Text(c, "phone_number")).FirstOrDefault(n => n is not null));
        Put("attributes.carrier", Items(content, "simcards").Select(c => Text(c, "operator_name")).FirstOrDefault(n => n is not null));
        Put("attributes.encrypted", Encrypted(content));
        if (Items(content, "antivirus").ToList() is { Count: > 0 } antivirus)
        {
            Put("attributes.antivirusEnabled", antivirus.Any(a => Flag(a, "enabled")) ? "true" : "false");
            Put("attributes.antivirusUpToDate", antivirus.Any(a => Flag(a, "enabled") && Flag(a, "uptodate")) ? "true" : "false");
        }

        Put("mac", Text(net, "mac"));
        foreach (var ip in Items(net, "ips"))
            Put("ip", ip.ValueKind == JsonValueKind.String ? ip.GetString() : null);
        foreach (var card in Items(content, "networks"))
            Card(card);
        if (Sub(content, "softwares") is { ValueKind: JsonValueKind.Array } programs)
        {
            row.Software = SoftwareInventory.Of(programs.EnumerateArray()
                .Select(p => FoundSoftware.Of(Text(p, "name"), Text(p, "publisher"), Text(p, "version"))));
            if (row.Software.LeftOut > 0)
                row.Note("import.software_cut",
                    $"{row.Software.LeftOut} programs were left out; an asset's list holds {SoftwareInventory.MaxPrograms}.");
        }

        row.LikelyStatus = "in_use";
        row.LikelyKind = Text(item, "itemtype") switch
        {
            "Phone" => "phone",
            "Printer" => "printer",
            "NetworkEquipment" => "network_switch",
            "Computer"
                or null => KindInference.FromChassis(Text(hardware, "chassis_type"), Text(hardware, "vmsystem"), Text(os, "full_name")),
            _ => null,
        };
        return row;

        void Put(string target, string? value)
        {
            if (value is not null && Clean(value) is { Length: > 0 } text)
                RowReader.Put(row, target, text, null, DateOrder.DayFirst, mapped: false, scratch);
        }

        void Card(JsonElement card)
        {
            // Virtual cards (hypervisor bridges, VPN) have addresses that many machines share.
            if (Flag(card, "virtualdev") || Text(card, "type") is "loopback" or "bridge" or "alias")
                return;
            // Some agents write two MACs of a card into one text; what is not an address is left out without a word.
            Put("mac", Register.Identifiers.Mac(Text(card, "mac")) ?? Register.Identifiers.Mac(Text(card, "macaddr")));
            foreach (var name in (string[])["ipaddress", "ipaddress6"])
            {
                foreach (var ip in Sub(card, name) is { ValueKind: JsonValueKind.Array } list
                    ? list.EnumerateArray().Select(i => i.ToString()) : [Text(card, name) ?? ""])
                    Put("ip", Register.Identifiers.Ip(ip));
            }
        }
    }

    private static string? Encrypted(JsonElement content)
    {
        var drives = Items(content, "drives").Where(d => Text(d, "encrypt_status") is not null).ToList();
        if (drives.Count == 0)
            return null;
        var system = drives.Find(d => Flag(d, "systemdrive") || Text(d, "type") == "/" || Text(d, "letter") is "C:" or "C");
        var decisive = system.ValueKind == JsonValueKind.Object ? [system] : drives;
        return decisive.TrueForAll(d => Text(d, "encrypt_status")!.Equals("Yes", StringComparison.OrdinalIgnoreCase)) ? "true" : "false";
    }

    private static IEnumerable<JsonElement> Documents(string text)
    {
        if (TryParse(text, out var whole))
            return whole.ValueKind == JsonValueKind.Array ? whole.EnumerateArray() : [whole];
        // Not one JSON value: one per line.
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select((line, i) => TryParse(line, out var item) ? item
                : throw new UnusableFileException(new AssetImportProblem("import.bad_json", $"Line {i + 1} is not valid JSON.")));
    }

    private static bool TryParse(string text, out JsonElement element)
    {
        try
        {
            element = JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }

    private static JsonElement? Sub(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } e && e.TryGetProperty(name, out var found) ? found : null;

    private static IEnumerable<JsonElement> Items(JsonElement? element, string name) =>
        Sub(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static string? Text(JsonElement? element, string name) => Sub(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text when !string.IsNullOrWhiteSpace(text.GetString()) => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static decimal? Number(JsonElement? element, string name) =>
        decimal.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number < 100_000_000
        ? number : null;

    private static bool Flag(JsonElement element, string name) =>
        Sub(element, name) is { } flag && (flag.ValueKind == JsonValueKind.True || flag.ToString() is "1" or "true");

    private static string Clean(string text) => text.Any(char.IsControl) ? string.Concat(text.Where(c => !char.IsControl(c))) : text;
}
