using System.Globalization;
using Mat.Assets.Register;

namespace Mat.Assets.Imports.Formats;

/// <summary>Puts one cell after the other into a row, each into the register's spelling.</summary>
internal static class RowReader
{
    public static void Put(ImportRecord row, string target, string cell, string? heading, DateOrder dates, bool mapped,
        Dictionary<string, string> scratch)
    {
        switch (target)
        {
            case "tag":
                Tag(row, cell, heading);
                break;
            case "serial":
                Serial(row, cell, heading);
                break;
            case "school":
                row.Schools.Add(cell);
                break;
            case "kind":
                if (row.Kind is null && (row.Kind = ValueSynonyms.Kind(cell)) is null)
                    row.Note("import.unknown_kind", $"'{Clip(cell)}' is no kind of asset that Mat knows.", heading);
                break;
            case "status":
                if (ValueSynonyms.Status(cell) is { } status)
                    row.Fields.TryAdd("status", status);
                else
                    row.Note("import.unknown_status", $"'{Clip(cell)}' is no state of an asset that Mat knows.", heading);
                break;
            case "mac":
                List(row, cell, heading, row.Macs, Identifiers.Mac, "a MAC address");
                break;
            case "ip":
                List(row, cell, heading, row.Ips, Identifiers.Ip, "an IP address");
                break;
            case "lastSeenAt":
                if (!CellParser.TryMoment(cell, dates, out var seen))
                    Bad(row, cell, heading, "a time");
                else if (row.LastSeenAt is null)
                    row.LastSeenAt = seen;
                break;
            case "purchasedOn" or "warrantyEndsOn" or "endOfLifeOn":
                if (!CellParser.TryDay(cell, dates, out var day))
                    Bad(row, cell, heading, "a date");
                else if (day is not null)
                    row.Fields.TryAdd(target, day);
                break;
            case "purchaseCost":
                Field(row, target, CellParser.Money(cell), cell, heading, "an amount in pounds");
                break;
            case "hostName":
                Field(row, target, Identifiers.Host(cell), cell, heading, "a host name");
                break;
            case "holderEmail":
                Field(row, target,
                    CellParser.Parts(cell).FirstOrDefault(p => p.Contains('@', StringComparison.Ordinal))?.ToLowerInvariant(), cell,
                    heading, "an e-mail address");
                break;
            case "modelNumber" when Identifiers.IsMangledNumber(cell):
                Mangled(row, cell, heading);
                break;
            default:
                if (target[0] == '~')
                    scratch.TryAdd(target, cell);
                else if (target.StartsWith("attributes.", StringComparison.Ordinal))
                    row.Attributes.TryAdd((mapped ? "=" : "") + target["attributes.".Length..], AttributeText(target, cell, dates));
                else
                    row.Fields.TryAdd(target, cell);
                break;
        }
    }

    public static void Serial(ImportRecord row, string cell, string? heading)
    {
        if (row.Serial is not null)
            return;
        if (Identifiers.IsMangledNumber(cell))
            Mangled(row, cell, heading);
        else if (Identifiers.IsPlaceholder(cell))
            row.Note("import.placeholder_serial", $"'{Clip(cell)}' is no serial number; the row counts as one without.", heading);
        else if (cell.Length > Identifiers.Max)
            row.Fault ??= new AssetImportProblem("import.too_long", $"The serial number is longer than {Identifiers.Max} characters.",
                heading);
        else
            row.Serial = cell;
    }

    public static void Tag(ImportRecord row, string cell, string? heading)
    {
        if (row.Tag is not null)
            return;
        if (Identifiers.IsMangledNumber(cell))
            Mangled(row, cell, heading);
        else if (cell.Length > Identifiers.Max)
            row.Fault ??= new AssetImportProblem("import.too_long", $"The asset tag is longer than {Identifiers.Max} characters.", heading);
        else
            row.Tag = cell;
    }

    /// <summary>What only the whole row can say.</summary>
    public static void Finish(ImportRecord row, AssetImportFormat format, Dictionary<string, string> scratch)
    {
        if (scratch.TryGetValue("~warrantyMonths", out var months) && row.Fields.TryGetValue("purchasedOn", out var bought))
        {
            var digits = months.Split(' ')[0];
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 0 and <= 240)
                row.Fields.TryAdd("warrantyEndsOn",
                    DateOnly.ParseExact(bought, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(count)
                        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            else
                row.Note("import.bad_value", $"'{Clip(months)}' is no number of months.", "Warranty");
        }

        var holder = $"{scratch.GetValueOrDefault("~holderFirst")} {scratch.GetValueOrDefault("~holderLast")}".Trim();
        if (holder.Length > 0)
            row.Fields.TryAdd("holderName", holder);
        if (format == AssetImportFormat.Intune)
            KindInference.FromIntune(row, scratch.GetValueOrDefault("~deviceCategory"), scratch.GetValueOrDefault("~sku"));
        else if (format == AssetImportFormat.Chromebook)
            KindInference.FromChromebook(row);
        if (format == AssetImportFormat.SnipeIt && row.Fields.TryGetValue("location", out var location))
            row.Schools.Add(location);
    }

    private static void Field(ImportRecord row, string target, string? value, string cell, string? heading, string what)
    {
        if (value is null)
            Bad(row, cell, heading, what);
        else
            row.Fields.TryAdd(target, value);
    }

    private static void List(ImportRecord row, string cell, string? heading, List<string> list, Func<string, string?> normalise,
        string what)
    {
        // A MAC may itself be written in groups with spaces; the whole cell is tried before it is cut.
        if (normalise(cell) is { } whole)
        {
            if (!list.Contains(whole))
                list.Add(whole);
            return;
        }

        foreach (var part in CellParser.Parts(cell))
        {
            if (normalise(part) is not { } value)
            {
                // "000000000000" and "0.0.0.0" are how tools say "none".
                if (part.AsSpan().IndexOfAnyExcept("0:-.") >= 0)
                    Bad(row, part, heading, what);
            }
            else if (!list.Contains(value) && list.Count < AssetFields.MaxMacs)
            {
                list.Add(value);
            }
        }
    }

    private static string AttributeText(string target, string cell, DateOrder dates) =>
        target.EndsWith("On", StringComparison.Ordinal) || target.EndsWith("securityPatch", StringComparison.Ordinal)
            ? CellParser.TryDay(cell, dates, out var day) ? day ?? "" : cell
            : cell;

    private static void Mangled(ImportRecord row, string cell, string? heading) =>
        row.Note("import.mangled_number",
            $"A spreadsheet has turned the number into '{Clip(cell)}'; its digits are lost and it is not imported.", heading);

    private static void Bad(ImportRecord row, string cell, string? heading, string what) =>
        row.Note("import.bad_value", $"'{Clip(cell)}' is not {what}.", heading);

    private static string Clip(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
