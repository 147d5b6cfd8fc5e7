namespace Mat.Trust.Schools.Register;

/// <summary>What the register says about one school. Identifiers are text throughout: leading zeros count.</summary>
internal sealed record GiasEntry
{
    public required string Urn { get; init; }
    public required string Name { get; init; }
    public SchoolPhase Phase { get; init; }
    public SchoolStatus Status { get; init; }
    public string Type { get; init; } = "";
    public string? LocalAuthorityCode { get; init; }
    public string? LocalAuthorityName { get; init; }
    public string? EstablishmentNumber { get; init; }
    public string? Ukprn { get; init; }
    public string? TrustUid { get; init; }
    public string? TrustName { get; init; }
    public string? Street { get; init; }
    public string? Locality { get; init; }
    public string? Town { get; init; }
    public string? County { get; init; }
    public string? Postcode { get; init; }
    public string? Website { get; init; }
    public string? Telephone { get; init; }
    public string? Head { get; init; }
    public int? Pupils { get; init; }
    public int? LowAge { get; init; }
    public int? HighAge { get; init; }
    public DateOnly? OpenedOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
}

/// <summary>A row that was asked for: its entry, or null when the row cannot be used at all.</summary>
/// <param name="Unreadable">Columns whose value could not be read; the school keeps what it has there.</param>
internal sealed record GiasRow(int Row, string Urn, string Name, GiasEntry? Entry, IReadOnlyCollection<string> Unreadable);

/// <summary>Something wrong with a row.</summary>
/// <param name="Row">Row of the file, the headings being row 1; 0 where no row is to blame.</param>
internal sealed record GiasProblem(int Row, string? Column, string Code, string Message);

/// <summary>Why a file is not taken at all.</summary>
internal sealed record GiasFileError(string Code, string Detail);

/// <summary>
/// Which rows of the file the import is about. Neither trust nor URNs means all of them: a file that somebody has cut down to
/// their trust already.
/// </summary>
internal sealed record GiasFilter(string? TrustUid, IReadOnlySet<string> Urns)
{
    public bool WantsAll => TrustUid is null && Urns.Count == 0;

    public bool Wants(string urn, string trustUid) =>
        WantsAll || (TrustUid is not null && trustUid.Equals(TrustUid, StringComparison.OrdinalIgnoreCase)) || Urns.Contains(urn);
}

/// <summary>What a file held. With a refusal nothing else counts.</summary>
internal sealed record GiasContent(
    int Rows, IReadOnlyList<GiasRow> Matched, IReadOnlyList<GiasProblem> Problems, GiasFileError? Refusal = null)
{
    public static GiasContent Refused(string code, string detail) => new(0, [], [], new GiasFileError(code, detail));
}
