using Mat.Assets.Register;
using Mat.Platform.Http;

namespace Mat.Assets.Imports;

/// <summary>What became of a row.</summary>
public enum AssetImportResult
{
    Created,
    Updated,
    Unchanged,
    Skipped,
    Failed,
}

/// <summary>What a row does to the register.</summary>
/// <param name="Asset">The asset after it, where the row touches one.</param>
/// <param name="Changes">The changed fields of an update; a time of last sight alone is none.</param>
internal sealed record RowOutcome(AssetImportResult Result, Asset? Asset, IReadOnlyList<AssetFieldChange> Changes,
    AssetImportProblem? Reason)
{
    public bool Announce => Result == AssetImportResult.Created || Changes.Count > 0;
}

/// <summary>The assets that the rows of a chunk may be about, kept up to date as the rows are applied one after the other.</summary>
internal sealed class KnownAssets
{
    private readonly Dictionary<string, Asset> _bySerial = [];
    private readonly Dictionary<string, Asset> _byTag = [];
    private readonly Dictionary<string, Asset> _byAgent = [];

    public Asset? BySerial(string serial) => _bySerial.GetValueOrDefault(Identifiers.Key(serial));
    public Asset? ByTag(string tag) => _byTag.GetValueOrDefault(Identifiers.Key(tag));
    public Asset? ByAgent(string agent) => _byAgent.GetValueOrDefault(agent);

    public void Add(Asset asset)
    {
        if (asset.SerialKey is { } serial)
            _bySerial[serial] = asset;
        _byTag[asset.TagKey] = asset;
        if (asset.Attributes.TryGetValue("inventoryId", out var agent))
            _byAgent[agent] = asset;
    }

    public void Remove(Asset asset)
    {
        if (asset.SerialKey is { } serial)
            _bySerial.Remove(serial);
        _byTag.Remove(asset.TagKey);
        if (asset.Attributes.TryGetValue("inventoryId", out var agent))
            _byAgent.Remove(agent);
    }
}

/// <summary>Decides what each row of an import does. It knows neither database nor clock.</summary>
/// <param name="source">Name of the format, kept as the asset's source.</param>
/// <param name="nextTag">Gives a tag that no asset has.</param>
internal sealed class Merge(SchoolFinder schools, string source, Func<string> nextTag)
{
    private readonly Dictionary<string, int> _seen = [];

    /// <summary>
    /// What is wrong with the row by itself or beside the rows before it; null when it can be applied. Every row passes
    /// here once and in order, also those that an earlier run of the same import has done.
    /// </summary>
    public RowOutcome? Admit(ImportRecord row)
    {
        if (row.Fault is { } fault)
            return Failed(fault);
        if (row is { Tag: null, Serial: null } && !row.Attributes.ContainsKey("inventoryId"))
            return Failed("import.no_identity", "The row has neither an asset tag nor a serial number that can be used.");
        if (row.Fields.FirstOrDefault(f => f.Value.Length > AssetFields.Find(f.Key)!.Max) is { Key: { } tooLong })
            return Failed("import.too_long", $"{tooLong} is longer than {AssetFields.Find(tooLong)!.Max} characters.");
        foreach (var (kind, key) in Keys(row))
        {
            if (_seen.TryGetValue(key, out var first))
                return new RowOutcome(AssetImportResult.Skipped, null, [],
                    new AssetImportProblem("import.duplicate_in_file", $"Row {first} has the same {kind}."));
        }

        foreach (var (_, key) in Keys(row))
            _seen[key] = row.Row;
        return null;
    }

    /// <summary>Applies a row that was admitted.</summary>
    public RowOutcome Apply(ImportRecord row, KnownAssets known)
    {
        var bySerial = row.Serial is null ? null : known.BySerial(row.Serial);
        var byTag = row.Tag is null ? null : known.ByTag(row.Tag);
        if (bySerial is not null && byTag is not null && bySerial != byTag)
            return Failed("import.identity_conflict", $"The serial number belongs to {bySerial.Tag} and the tag to another asset.");
        if (bySerial is null && byTag?.SerialKey is not null && row.Serial is not null)
            return Failed("import.identity_conflict", $"{byTag.Tag} has another serial number, {byTag.Serial}.");
        var asset = bySerial ?? byTag;
        if (asset is null && row is { Tag: null, Serial: null })
        {
            asset = known.ByAgent(row.Attributes["inventoryId"]);
            if (asset is null)
                return Failed("import.no_identity", "The inventory has no serial number, and no asset is known by its device id.");
        }

        return asset is null ? Create(row, known) : Update(row, asset, known);
    }

    private RowOutcome Create(ImportRecord row, KnownAssets known)
    {
        var named = schools.Named(row);
        if ((named ?? schools.Supposed(row)) is not { } school)
            return Failed("import.unknown_school",
                row.Schools.Count == 0 ? "The row names no school and the import has no default."
                    : $"'{row.Schools[0]}' is no open school that you may import into.");
        if (named is null && row.Schools.Count > 0)
            row.Note("import.school_supposed", $"'{row.Schools[0]}' is no known school; the default was taken.");
        var asset = new Asset { SchoolId = school, Kind = AssetKind.Other };
        Write(row, asset);
        if ((row.Kind ?? row.LikelyKind) is { } kind)
            asset.Kind = WireEnum<AssetKind>.Parse(kind);
        else
            row.Note("import.kind_unknown", "Nothing says what kind of asset this is; it is registered as other.");
        if (!row.Fields.ContainsKey("status") && row.LikelyStatus is { } status)
            asset.Status = WireEnum<AssetStatus>.Parse(status);
        WriteAttributes(row, asset);
        if (asset.Tag.Length == 0)
            asset.Tag = nextTag();
        if (asset.Name.Length == 0)
            asset.Name = asset.Model ?? asset.HostName ?? asset.Tag;
        asset.Settle();
        known.Add(asset);
        return new RowOutcome(AssetImportResult.Created, asset, [], null);
    }

    private RowOutcome Update(ImportRecord row, Asset asset, KnownAssets known)
    {
        if (!schools.MayWrite(asset.SchoolId))
            return Failed("import.other_school", "The asset belongs to a school that you may not write to.");
        var before = AssetFields.Take(asset);
        var (seen, from) = (asset.LastSeenAt, asset.Source);
        known.Remove(asset);
        if (schools.Named(row) is { } school)
            asset.SchoolId = school;
        Write(row, asset);
        if (row.Kind is { } kind)
            asset.Kind = WireEnum<AssetKind>.Parse(kind);
        WriteAttributes(row, asset);
        asset.Settle();
        known.Add(asset);
        var changes = before.Differences(asset);
        if (changes.Count == 0)
            asset.Source = from;
        return new RowOutcome(changes.Count > 0 || asset.LastSeenAt != seen ? AssetImportResult.Updated : AssetImportResult.Unchanged,
            asset, changes, null);
    }

    private void Write(ImportRecord row, Asset asset)
    {
        var final = asset.IsFinal;
        if (row.Tag is not null && !row.Tag.Equals(asset.Tag, StringComparison.OrdinalIgnoreCase))
            asset.Tag = row.Tag;
        if (row.Serial is not null && !row.Serial.Equals(asset.Serial, StringComparison.OrdinalIgnoreCase))
            asset.Serial = row.Serial;
        foreach (var (name, value) in row.Fields)
        {
            if (name == "status" && (final || value == "disposed"))
            {
                row.Note("import.status_kept",
                    final ? "The asset is retired; an import does not bring it back."
                        : "Disposal needs a certificate; retire the asset by hand.");
                continue;
            }

            if (!AssetFields.Find(name)!.Write(asset, value))
                row.Note("import.bad_value", $"{name} cannot be '{value}'.");
        }

        if (!final && asset.Status == AssetStatus.Retired)
            asset.RetireReason ??= "Retired in the imported register";
        foreach (var mac in row.Macs.Where(m => !asset.Macs.Contains(m)).ToList())
        {
            if (asset.Macs.Count < AssetFields.MaxMacs)
                asset.Macs = [.. asset.Macs, mac];
        }

        // MACs belong to the thing and add up; addresses are where it is now.
        if (row.Ips.Count > 0 && !row.Ips.ToHashSet().SetEquals(asset.Ips))
            asset.Ips = [.. row.Ips];
        if (row.LastSeenAt > (asset.LastSeenAt ?? DateTimeOffset.MinValue))
            asset.LastSeenAt = row.LastSeenAt;
        asset.Source = source;
    }

    private static void WriteAttributes(ImportRecord row, Asset asset)
    {
        if (row.Attributes.Count == 0)
            return;
        var attributes = new Dictionary<string, string>(asset.Attributes);
        foreach (var (name, value) in row.Attributes.Where(a => a.Value.Length > 0))
        {
            var mapped = name[0] == '=';
            var bare = mapped ? name[1..] : name;
            if (KindCatalogue.Find(asset.Kind, bare) is { } attribute)
            {
                var (text, error) = KindCatalogue.Check(attribute, value);
                if (error is null)
                    attributes[bare] = text!;
                else
                    row.Note("import.bad_value", error, bare);
            }
            else if (mapped)
            {
                attributes[bare] = value.Length > KindCatalogue.MaxValue ? value[..KindCatalogue.MaxValue] : value;
            }
            else if (bare == "inventoryId")
            {
                attributes[bare] = value;
            }
        }

        asset.Attributes = attributes;
    }

    private static IEnumerable<(string Kind, string Key)> Keys(ImportRecord row)
    {
        if (row.Serial is not null)
            yield return ("serial number", "s:" + Identifiers.Key(row.Serial));
        if (row.Tag is not null)
            yield return ("asset tag", "t:" + Identifiers.Key(row.Tag));
        if (row is { Serial: null, Tag: null } && row.Attributes.TryGetValue("inventoryId", out var agent))
            yield return ("device id", "a:" + agent);
    }

    private static RowOutcome Failed(string code, string message) => Failed(new AssetImportProblem(code, message));

    private static RowOutcome Failed(AssetImportProblem problem) => new(AssetImportResult.Failed, null, [], problem);
}
