using CsvHelper;

namespace Mat.Trust.Schools.Register;

/// <summary>Reads the row the parser stands on. Values are decoded only when asked for: most rows belong to other trusts.</summary>
internal sealed class GiasRowReader(CsvParser csv, GiasHeadings headings)
{
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    public List<GiasProblem> Problems { get; } = [];

    // A row with too few or too many values has its values in the wrong columns.
    private bool Misshapen => csv.Count != headings.Count;

    public bool IsWanted(GiasFilter filter) => Misshapen
        ? filter.WantsAll || Enumerable.Range(0, csv.Count)
        .Any(i => i == 0 ? filter.Urns.Contains(csv[0].Trim()) : csv[i].Trim() == filter.TrustUid)
        : filter.Wants(Text("URN"), Text(GiasHeadings.TrustUid));

    public void Report(string? column, string code, string message) =>
        Problems.Add(new GiasProblem(csv.Row, column, code, message));

    public GiasRow Read()
    {
        var urn = Text("URN");
        var name = Cut("EstablishmentName", 200) ?? "";
        var entry = Entry(urn, name);
        return new GiasRow(csv.Row, urn.Length > 20 ? urn[..20] : urn, name, entry, _unreadable);
    }

    private GiasEntry? Entry(string urn, string name)
    {
        if (Misshapen)
        {
            Report(null, "row.columns", $"The row has {csv.Count} values under {headings.Count} headings.");
            return null;
        }
        if (!GiasValues.IsUrn(urn))
        {
            Report("URN", "urn.invalid", "The URN is missing or is not a number of 5 to 8 digits.");
            return null;
        }
        if (name.Length == 0)
        {
            Report("EstablishmentName", "name.missing", "The school has no name.");
            return null;
        }
        if (GiasCodes.Status(Text("EstablishmentStatus (code)"), Text("EstablishmentStatus (name)")) is not { } status)
        {
            Report("EstablishmentStatus (code)", "status.unknown", "Mat does not know this status.");
            return null;
        }
        return new GiasEntry
        {
            Urn = urn,
            Name = name,
            Status = status,
            Phase = GiasCodes.Phase(Text("PhaseOfEducation (code)"), Text("PhaseOfEducation (name)")),
            Type = Cut("TypeOfEstablishment (name)", 100) ?? "",
            LocalAuthorityCode = Cut("LA (code)", 10),
            LocalAuthorityName = Cut("LA (name)", 100),
            EstablishmentNumber = Cut("EstablishmentNumber", 10),
            Ukprn = Cut("UKPRN", 20),
            TrustUid = Cut(GiasHeadings.TrustUid, 20),
            TrustName = Cut("Trusts (name)", 200),
            Street = Cut("Street", 200),
            Locality = Cut("Locality", 200),
            Town = Cut("Town", 100),
            County = Cut("County (name)", 100) is { } county ? GiasValues.Named(county) : null,
            Postcode = Cut("Postcode", 20),
            Website = Website(),
            Telephone = GiasValues.Telephone(Cut("TelephoneNum", 40) ?? ""),
            Head = Head(),
            Pupils = Count("NumberOfPupils", 100_000),
            LowAge = Count("StatutoryLowAge", 120),
            HighAge = Count("StatutoryHighAge", 120),
            OpenedOn = Date("OpenDate"),
            ClosedOn = Date("CloseDate"),
        };
    }

    private string? Website()
    {
        var value = Text("SchoolWebsite");
        var website = GiasValues.Website(value);
        if (website is null && value.Length > 0)
            Unreadable("SchoolWebsite", "website.invalid", "This is not a web address.");
        return website;
    }

    private string? Head()
    {
        var parts = new[] { "HeadTitle (name)", "HeadFirstName", "HeadLastName" }
            .Select(column => GiasValues.Named(Text(column))).Where(part => part is not null).ToList();
        if (parts.Count == 0)
            return null;
        var head = string.Join(' ', parts);
        return head.Length > 200 ? head[..200] : head;
    }

    private int? Count(string column, int most)
    {
        if (!GiasValues.TryCount(Text(column), most, out var count))
            Unreadable(column, "number.invalid", $"'{Shown(column)}' is not a number from 0 to {most}.");
        return count;
    }

    private DateOnly? Date(string column)
    {
        if (!GiasValues.TryDate(Text(column), out var date))
            Unreadable(column, "date.invalid", $"'{Shown(column)}' is not a date as dd-mm-yyyy.");
        return date;
    }

    private string? Cut(string column, int length)
    {
        var value = Text(column);
        if (value.Length > length)
        {
            Report(column, "text.too_long", $"The value is longer than {length} characters and was cut.");
            value = value[..length].TrimEnd();
        }
        return GiasValues.NullIfEmpty(value);
    }

    private void Unreadable(string column, string code, string message)
    {
        Report(column, code, message);
        _unreadable.Add(column);
    }

    private string Shown(string column) => Text(column) is { Length: > 40 } longer ? longer[..40] + "…" : Text(column);

    private string Text(string column) =>
        headings.Find(column) is { } index && index < csv.Count ? GiasValues.Clean(csv[index]) : "";
}
