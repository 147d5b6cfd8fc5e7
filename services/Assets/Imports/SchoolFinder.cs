using Mat.Assets.Schools;

namespace Mat.Assets.Imports;

/// <summary>
/// Finds the school of a row: what the row says (URN or the exact name, without case), then the mail domain of its holder,
/// then the school that the import was started for. Only open schools that the importing person may write to take part.
/// </summary>
internal sealed class SchoolFinder
{
    private readonly Dictionary<string, List<Guid>> _byText = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Guid>> _byDomain = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Guid> _open = [];
    private readonly Guid? _fallback;

    /// <param name="writable">Schools that the person may write to; null for all of the trust.</param>
    public SchoolFinder(IEnumerable<SchoolReplica> schools, IReadOnlySet<Guid>? writable, Guid? fallback)
    {
        Writable = writable;
        foreach (var school in schools.Where(s => s.IsOpen && (writable is null || writable.Contains(s.Id))))
        {
            _open.Add(school.Id);
            Add(_byText, school.Urn, school.Id);
            Add(_byText, school.Name.Trim(), school.Id);
            foreach (var domain in school.Domains.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Add(_byDomain, domain, school.Id);
        }

        _fallback = fallback is { } id && _open.Contains(id) ? id : null;
    }

    public IReadOnlySet<Guid>? Writable { get; }

    public bool MayWrite(Guid school) => Writable is null || Writable.Contains(school);

    /// <summary>The school that the row itself names.</summary>
    public Guid? Named(ImportRecord row)
    {
        foreach (var text in row.Schools)
        {
            if (_byText.TryGetValue(text.Trim(), out var found) && found.Count == 1)
                return found[0];
        }

        return null;
    }

    /// <summary>The school of a new asset whose row names none.</summary>
    public Guid? Supposed(ImportRecord row)
    {
        var email = row.Fields.GetValueOrDefault("holderEmail");
        return email is not null && _byDomain.TryGetValue(email[(email.IndexOf('@', StringComparison.Ordinal) + 1)..], out var found)
            && found.Count == 1 ? found[0] : _fallback;
    }

    // Two schools of one name (or one shared trust domain) settle nothing, so both are kept to see that.
    private static void Add(Dictionary<string, List<Guid>> table, string key, Guid id)
    {
        if (key.Length == 0)
            return;
        if (!table.TryGetValue(key, out var ids))
            table.Add(key, ids = []);
        if (!ids.Contains(id))
            ids.Add(id);
    }
}
