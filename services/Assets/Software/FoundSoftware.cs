using System.Security.Cryptography;
using System.Text;

namespace Mat.Assets.Software;

/// <summary>One program as an inventory names it, cleaned.</summary>
internal sealed record FoundSoftware(string Name, string? Publisher, string? Version)
{
    public const int MaxName = 200;

    /// <summary>The same program in the same version, whatever the case.</summary>
    public string Key { get; } = $"{Name}\n{Publisher}\n{Version}".ToLowerInvariant();

    /// <summary>Name and version as people read them.</summary>
    public string Words => Version is null || Name.Contains(Version, StringComparison.OrdinalIgnoreCase) ? Name : $"{Name} {Version}";

    /// <summary>Null when the text has no name.</summary>
    public static FoundSoftware? Of(string? name, string? publisher, string? version) =>
        Clean(name, MaxName) is { } known ? new(known, Clean(publisher, MaxName), Clean(version, SoftwareVersion.MaxLength)) : null;

    private static string? Clean(string? text, int most)
    {
        if (text is null)
            return null;
        text = (text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text).Trim();
        return text.Length == 0 ? null : text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}

/// <summary>What an inventory says is installed, each program once, in the order of the inventory.</summary>
/// <param name="LeftOut">Programs above <see cref="MaxPrograms"/>.</param>
internal sealed record SoftwareInventory(IReadOnlyList<FoundSoftware> Programs, int LeftOut)
{
    /// <summary>The most programs in the list of one asset; an inventory's surplus is left out and reported.</summary>
    public const int MaxPrograms = 2000;

    public static SoftwareInventory Of(IEnumerable<FoundSoftware?> found)
    {
        var all = found.OfType<FoundSoftware>().DistinctBy(f => f.Key).ToList();
        return new([.. all.Take(MaxPrograms)], Math.Max(0, all.Count - MaxPrograms));
    }

    public string Fingerprint =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Programs.Select(p => p.Key).Order(StringComparer.Ordinal)))));
}
