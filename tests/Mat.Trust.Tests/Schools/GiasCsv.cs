using System.Globalization;
using System.Text;
using Mat.Trust.Schools.Register;

namespace Mat.Trust.Tests.Schools;

/// <summary>Writes establishment files as GIAS does: 140 columns, Windows-1252, quotes only where needed. The schools are
/// invented.</summary>
internal sealed class GiasCsv
{
    public const string Trust = "3104";

    // The heading row of edubasealldata, in its order.
    public static readonly string[] Headings =
    [
        "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (code)",
        "TypeOfEstablishment (name)",
        "EstablishmentTypeGroup (code)", "EstablishmentTypeGroup (name)", "EstablishmentStatus (code)", "EstablishmentStatus (name)",
        "ReasonEstablishmentOpened (code)", "ReasonEstablishmentOpened (name)", "OpenDate", "ReasonEstablishmentClosed (code)",
        "ReasonEstablishmentClosed (name)", "CloseDate", "PhaseOfEducation (code)", "PhaseOfEducation (name)", "StatutoryLowAge",
        "StatutoryHighAge", "Boarders (code)", "Boarders (name)", "NurseryProvision (name)", "OfficialSixthForm (code)",
        "OfficialSixthForm (name)", "Gender (code)", "Gender (name)", "ReligiousCharacter (code)", "ReligiousCharacter (name)",
        "ReligiousEthos (name)", "Diocese (code)", "Diocese (name)", "AdmissionsPolicy (code)", "AdmissionsPolicy (name)", "SchoolCapacity",
        "SpecialClasses (code)", "SpecialClasses (name)", "CensusDate", "NumberOfPupils", "NumberOfBoys", "NumberOfGirls", "PercentageFSM",
        "TrustSchoolFlag (code)", "TrustSchoolFlag (name)", "Trusts (code)", "Trusts (name)", "SchoolSponsorFlag (name)",
        "SchoolSponsors (name)", "FederationFlag (name)", "Federations (code)", "Federations (name)", "UKPRN", "FEHEIdentifier",
        "FurtherEducationType (name)", "OfstedLastInsp", "OfstedSpecialMeasures (code)", "OfstedSpecialMeasures (name)", "LastChangedDate",
        "Street", "Locality", "Address3", "Town", "County (name)", "Postcode", "SchoolWebsite", "TelephoneNum", "HeadTitle (name)",
        "HeadFirstName", "HeadLastName", "HeadPreferredJobTitle", "BSOInspectorateName (name)", "InspectorateReport",
        "DateOfLastInspectionVisit", "NextInspectionVisit", "TeenMoth (name)", "TeenMothPlaces", "CCF (name)", "SENPRU (name)",
        "EBD (name)",
        "PlacesPRU", "FTProv (name)", "EdByOther (name)", "Section41Approved (name)", "SEN1 (name)", "SEN2 (name)", "SEN3 (name)",
        "SEN4 (name)", "SEN5 (name)", "SEN6 (name)", "SEN7 (name)", "SEN8 (name)", "SEN9 (name)", "SEN10 (name)", "SEN11 (name)",
        "SEN12 (name)", "SEN13 (name)", "TypeOfResourcedProvision (name)", "ResourcedProvisionOnRoll", "ResourcedProvisionCapacity",
        "SenUnitOnRoll", "SenUnitCapacity", "GOR (code)", "GOR (name)", "DistrictAdministrative (code)", "DistrictAdministrative (name)",
        "AdministrativeWard (code)", "AdministrativeWard (name)", "ParliamentaryConstituency (code)", "ParliamentaryConstituency (name)",
        "UrbanRural (code)", "UrbanRural (name)", "GSSLACode (name)", "Easting", "Northing", "MSOA (name)", "LSOA (name)",
        "InspectorateName (name)", "SENStat", "SENNoStat", "BoardingEstablishment (name)", "PropsName", "PreviousLA (code)",
        "PreviousLA (name)", "PreviousEstablishmentNumber", "OfstedRating (name)", "RSCRegion (name)", "Country (name)", "UPRN", "SiteName",
        "QABName (code)", "QABName (name)", "EstablishmentAccredited (code)", "EstablishmentAccredited (name)", "QABReport", "CHNumber",
        "MSOA (code)", "LSOA (code)", "FSM", "AccreditationExpiryDate",
    ];

    private readonly List<string> _lines = [string.Join(',', Headings)];

    /// <summary>Three schools of the trust and three that are somebody else's.</summary>
    public static GiasCsv Sample() => new GiasCsv()
        .Add("900001", "St Anselm’s Primary École", ("SchoolWebsite", "www.st-anselms.example.sch.uk"), ("TelephoneNum", "1632960101"))
        .Add("900002", "Brackenfield \"High\" School, Upper Site", ("PhaseOfEducation (code)", "4"),
            ("PhaseOfEducation (name)", "Secondary"),
            ("HeadTitle (name)", "Dr"), ("HeadFirstName", "Zoë"), ("HeadLastName", "O’Hara"))
        .Add("900003", "Old Mill Infant School", ("EstablishmentStatus (code)", "2"), ("EstablishmentStatus (name)", "Closed"),
            ("CloseDate", "31-08-2024"))
        .Add("900100", "Somebody Else’s School", ("Trusts (code)", "31040"), ("Trusts (name)", "ANOTHER TRUST"))
        .Add("900101", "Council School", ("Trusts (code)", ""), ("Trusts (name)", ""), ("OpenDate", "not a date"))
        .Add("900102", "British School Overseas", ("Trusts (code)", ""), ("Trusts (name)", ""), ("LA (code)", "0"),
            ("LA (name)", "Does not apply"),
            ("PhaseOfEducation (code)", "0"), ("Postcode", ""), ("TelephoneNum", "971046000000"),
            ("Country (name)", "United Arab Emirates"));

    public GiasCsv Add(string urn, string name, params (string Column, string Value)[] values)
    {
        var row = Headings.ToDictionary(h => h, _ => "");
        row["URN"] = urn;
        row["EstablishmentName"] = name;
        row["LA (code)"] = "878";
        row["LA (name)"] = "Devon";
        row["EstablishmentNumber"] = "0" + Tail(urn);
        row["TypeOfEstablishment (code)"] = "34";
        row["TypeOfEstablishment (name)"] = "Academy converter";
        row["EstablishmentStatus (code)"] = "1";
        row["EstablishmentStatus (name)"] = "Open";
        row["OpenDate"] = "01-09-2016";
        row["PhaseOfEducation (code)"] = "2";
        row["PhaseOfEducation (name)"] = "Primary";
        row["StatutoryLowAge"] = "4";
        row["StatutoryHighAge"] = "11";
        row["NumberOfPupils"] = "210";
        row["Trusts (code)"] = Trust;
        row["Trusts (name)"] = "THE INVENTED TRUST";
        row["UKPRN"] = "10099" + Tail(urn);
        row["Street"] = "1 High Street";
        row["Town"] = "Newtown";
        row["County (name)"] = "Devon";
        row["Postcode"] = "TQ99 9ZZ";
        foreach (var (column, value) in values)
        {
            Assert.True(row.ContainsKey(column), column);
            row[column] = value;
        }
        _lines.Add(string.Join(',', Headings.Select(h => Quoted(row[h]))));
        return this;
    }

    public GiasCsv AddLine(string line)
    {
        _lines.Add(line);
        return this;
    }

    public string Text(string newLine = "\r\n") => string.Concat(_lines.Select(line => line + newLine));

    public byte[] Bytes() => GiasValues.Latin.GetBytes(Text());

    public byte[] Utf8(bool mark) => mark ? [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text())] : Encoding.UTF8.GetBytes(Text());

    /// <summary>As many rows of other trusts as the national file has.</summary>
    public GiasCsv Fill(int rows)
    {
        var line = new GiasCsv().Add("@", "School @", ("EstablishmentNumber", "0000"), ("UKPRN", ""), ("Trusts (code)", "9"),
            ("Trusts (name)", "ELSEWHERE"))._lines[1];
        for (var i = 0; i < rows; i++)
            _lines.Add(line.Replace("@", (100_000 + i).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return this;
    }

    private static string Tail(string urn) => urn.Length > 3 ? urn[^3..] : urn;

    private static string Quoted(string value) =>
        value.IndexOfAny([',', '"', '\n']) < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
