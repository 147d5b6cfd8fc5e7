using CsvHelper;

namespace Mat.Trust.Schools.Register;

/// <summary>Where the columns of this file are. GIAS adds columns every other year, so they are found by name.</summary>
internal sealed class GiasHeadings
{
    public const string TrustUid = "Trusts (code)";

    /// <summary>Without these the file is not the establishment file or cannot be filtered.</summary>
    public static readonly string[] Required =
    [
        "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
        "EstablishmentStatus (code)", "OpenDate", "CloseDate", "PhaseOfEducation (code)", TrustUid, "Trusts (name)", "Postcode",
    ];

    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);

    private GiasHeadings(int count) => Count = count;

    public int Count { get; }

    public GiasFileError? Refusal { get; private set; }

    public int? Find(string heading) => _columns.TryGetValue(heading, out var index) ? index : null;

    public static GiasHeadings Of(CsvParser csv)
    {
        var headings = new GiasHeadings(csv.Count);
        var twice = new List<string>();
        for (var i = 0; i < csv.Count; i++)
        {
            var name = csv[i].Trim();
            if (name.Length > 0 && !headings._columns.TryAdd(name, i) && Required.Contains(name, StringComparer.OrdinalIgnoreCase))
                twice.Add(name);
        }
        var missing = Required.Where(name => !headings._columns.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            headings.Refusal = new("import.headings",
                $"This is not the GIAS establishment file: it has no heading {string.Join(", ", missing.Select(m => $"'{m}'"))}.");
        else if (twice.Count > 0)
            headings.Refusal = new("import.headings", $"The file has these headings more than once: {string.Join(", ", twice)}.");
        return headings;
    }
}
