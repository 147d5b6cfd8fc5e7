using Mat.Contracts.Trust;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Mat.Trust.Schools.Register;

namespace Mat.Trust.Schools;

/// <summary>A school of the trust. Its URN is its key in every register; a school that converts gets a new one and is a new
/// school.</summary>
public sealed class School : Entity, ISchoolOwned, IAudited
{
    private School()
    {
    }

    private School(string urn, string name, SchoolSource source)
    {
        SchoolId = Id;
        Urn = urn;
        Source = source;
        Rename(name);
    }

    /// <summary>The school is its own scope: the same as its id, in a column of its own so that the common filter finds it.</summary>
    public Guid SchoolId { get; private set; }

    public string Urn { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>Lower case, so that both databases sort the list alike.</summary>
    public string SortName { get; private set; } = "";

    public string SearchText { get; private set; } = "";
    public SchoolPhase Phase { get; set; }
    public SchoolStatus Status { get; private set; }
    public string Type { get; set; } = "";
    public string? LocalAuthorityCode { get; set; }
    public string? LocalAuthorityName { get; set; }
    public string? EstablishmentNumber { get; set; }
    public string? Ukprn { get; set; }
    public string? TrustUid { get; set; }
    public string? TrustName { get; set; }
    public string? Street { get; set; }
    public string? Locality { get; set; }
    public string? Town { get; set; }
    public string? County { get; set; }
    public string? Postcode { get; set; }
    public string? Website { get; set; }
    public string? Telephone { get; set; }
    public string? Head { get; set; }
    public int? Pupils { get; set; }
    public int? LowAge { get; set; }
    public int? HighAge { get; set; }
    public DateOnly? OpenedOn { get; set; }
    public DateOnly? ClosedOn { get; private set; }
    public List<string> Domains { get; set; } = [];
    public List<string> IpRanges { get; set; } = [];
    public SchoolSource Source { get; private set; }
    public CalendarSnapshot Calendar { get; set; } = CalendarSnapshot.Default;

    public bool IsOpen => Status != SchoolStatus.Closed;

    /// <summary>The DfE number of a school in England, e.g. 878/3106.</summary>
    public string? Laestab =>
        LocalAuthorityCode is { Length: 3 } && EstablishmentNumber is { Length: 4 } ? $"{LocalAuthorityCode}/{EstablishmentNumber}" : null;

    internal static School Register(string urn, string name, SchoolSource source = SchoolSource.Manual) => new(urn, name, source);

    internal static School Register(GiasEntry entry)
    {
        var school = new School(entry.Urn, entry.Name, SchoolSource.Gias);
        school.Take(entry, []);
        return school;
    }

    internal void Rename(string name)
    {
        Name = name.Trim();
        SortName = Name.ToLowerInvariant();
        Describe();
    }

    /// <summary>Closes on the day given, or opens again.</summary>
    internal void Become(SchoolStatus status, DateOnly today)
    {
        if (status == Status)
            return;
        Status = status;
        ClosedOn = status == SchoolStatus.Closed ? ClosedOn ?? today : null;
    }

    internal void CloseOn(DateOnly? day) => ClosedOn = day;

    /// <summary>
    /// Takes what the register says. What a person set that the register does not know (domains, addresses, calendar) stays,
    /// and a school that was closed stays closed: the register may lag behind, and only a person opens a school again.
    /// </summary>
    /// <param name="unreadable">Columns whose value could not be read.</param>
    /// <returns>Whether anything is different now.</returns>
    internal bool Take(GiasEntry entry, IReadOnlyCollection<string> unreadable)
    {
        var before = Entry();
        var source = Source;
        Source = SchoolSource.Gias;
        Name = entry.Name;
        Phase = entry.Phase;
        Type = entry.Type;
        LocalAuthorityCode = entry.LocalAuthorityCode;
        LocalAuthorityName = entry.LocalAuthorityName;
        EstablishmentNumber = entry.EstablishmentNumber;
        Ukprn = entry.Ukprn;
        TrustUid = entry.TrustUid;
        TrustName = entry.TrustName;
        Street = entry.Street;
        Locality = entry.Locality;
        Town = entry.Town;
        County = entry.County;
        Postcode = entry.Postcode;
        Telephone = entry.Telephone;
        Head = entry.Head;
        Website = unreadable.Contains("SchoolWebsite") ? Website : entry.Website;
        Pupils = unreadable.Contains("NumberOfPupils") ? Pupils : entry.Pupils;
        LowAge = unreadable.Contains("StatutoryLowAge") ? LowAge : entry.LowAge;
        HighAge = unreadable.Contains("StatutoryHighAge") ? HighAge : entry.HighAge;
        OpenedOn = unreadable.Contains("OpenDate") ? OpenedOn : entry.OpenedOn;
        if (entry.Status == SchoolStatus.Closed)
            ClosedOn = entry.ClosedOn ?? ClosedOn;
        else if (IsOpen)
            ClosedOn = unreadable.Contains("CloseDate") ? ClosedOn : entry.ClosedOn;
        Status = IsOpen ? entry.Status : SchoolStatus.Closed;
        Rename(entry.Name);
        return Entry() != before || source != Source;
    }

    internal SchoolSnapshot ToFacts(int version) => new(
        Id, version, Urn, Name, Phase.ToWire(), IsOpen, Domains, IpRanges, Calendar);

    internal void Describe() =>
        SearchText = string.Join(' ', Name, Urn, Laestab, Town, Postcode, LocalAuthorityName, Head).ToLowerInvariant();

    private GiasEntry Entry() => new()
    {
        Urn = Urn,
        Name = Name,
        Phase = Phase,
        Status = Status,
        Type = Type,
        LocalAuthorityCode = LocalAuthorityCode,
        LocalAuthorityName = LocalAuthorityName,
        EstablishmentNumber = EstablishmentNumber,
        Ukprn = Ukprn,
        TrustUid = TrustUid,
        TrustName = TrustName,
        Street = Street,
        Locality = Locality,
        Town = Town,
        County = County,
        Postcode = Postcode,
        Website = Website,
        Telephone = Telephone,
        Head = Head,
        Pupils = Pupils,
        LowAge = LowAge,
        HighAge = HighAge,
        OpenedOn = OpenedOn,
        ClosedOn = ClosedOn,
    };
}
