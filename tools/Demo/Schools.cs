using System.Globalization;
using System.Text;

namespace Mat.Demo;

/// <summary>A school of the demo. Names, numbers and places are invented; URNs from 990001 belong to no school.</summary>
internal sealed record DemoSchool(int Number, string Name, string Short, string Phase, int PhaseCode, int LowAge, int HighAge, int Pupils,
    string Street, string Town, string Postcode, string HeadTitle, string HeadFirst, string HeadLast, DateOnly Joined)
{
    public string Urn => (990_000 + Number).ToString(CultureInfo.InvariantCulture);
    public string Code => Short.ToUpperInvariant();
    public string Domain => $"{Short}.severnvale.example";
    public string Network => $"10.{20 + Number}";
    public bool IsSecondary => PhaseCode is 4 or 6 or 7;
}

internal static class Schools
{
    public const string Trust = "Severn Vale Learning Trust";

    public static IReadOnlyList<DemoSchool> All { get; } =
    [
        new(1, "Ashcombe Park Primary Academy", "acp", "Primary", 2, 4, 11, 412, "Ashcombe Lane", "Worcester", "WR5 2QT", "Mrs", "Helen",
            "Prosser", new(2014, 9, 1)),
        new(2, "St Oswin's Church of England Primary Academy", "sto", "Primary", 2, 3, 11, 236, "Church Walk", "Pershore", "WR10 1DT",
            "Mr", "Gareth", "Llewellyn", new(2015, 4, 1)),
        new(3, "Marlbrook High School", "mhs", "Secondary", 4, 11, 18, 1184, "Marlbrook Road", "Redditch", "B97 5ND", "Dr", "Amina",
            "Rashid", new(2014, 9, 1)),
        new(4, "Willow Tree Nursery School", "wtn", "Nursery", 1, 2, 5, 96, "Orchard Street", "Worcester", "WR3 8LB", "Mrs", "Donna",
            "Fairweather", new(2019, 9, 1)),
        new(5, "Teme Valley Academy", "tva", "Secondary", 4, 11, 16, 874, "Tenbury Road", "Malvern", "WR14 3BH", "Mr", "Stephen", "Okafor",
            new(2016, 9, 1)),
        new(6, "Kingfisher Primary Academy", "kfp", "Primary", 2, 4, 11, 628, "Riverside Way", "Evesham", "WR11 4RJ", "Ms", "Priya",
            "Nair", new(2016, 1, 1)),
        new(7, "The Lea Academy", "tla", "All-through", 7, 4, 18, 1342, "Lea Lane", "Kidderminster", "DY10 3PX", "Mrs", "Catherine",
            "Boswell", new(2018, 9, 1)),
        new(8, "Fernhill First and Middle School", "ffm", "Middle deemed primary", 3, 5, 12, 344, "Fernhill Avenue", "Bromsgrove",
            "B60 2AQ", "Mr", "Daniel", "Whitcombe", new(2020, 4, 1)),
        new(9, "Holy Trinity Catholic Primary Academy", "htc", "Primary", 2, 4, 11, 208, "Trinity Close", "Droitwich", "WR9 8JX", "Mrs",
            "Bernadette", "Keane", new(2017, 9, 1)),
        new(10, "Severnside Sixth Form College", "sfc", "16 plus", 6, 16, 19, 712, "Quayside", "Worcester", "WR1 2NS", "Mr", "Oliver",
            "Hargreaves", new(2021, 8, 1)),
        new(11, "Brook Meadow Primary School", "bmp", "Primary", 2, 3, 11, 446, "Meadow View", "Stourport-on-Severn", "DY13 9EH", "Mrs",
            "Joanne", "Tibbetts", new(2022, 9, 1)),
        new(12, "Hollins Wood Primary Academy", "hwp", "Primary", 2, 4, 11, 304, "Hollins Drive", "Halesowen", "B62 0JT", "Miss",
            "Rebecca", "Yardley", new(2024, 9, 1)),
    ];

    /// <summary>The schools as a file of the national register (GIAS), with the headings that the register has.</summary>
    public static string ToRegister()
    {
        var csv = new StringBuilder();
        csv.Append(
            "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),TypeOfEstablishment (name),EstablishmentTypeGroup (code),EstablishmentTypeGroup (name),EstablishmentStatus (code),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (code),PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,NumberOfPupils,TrustSchoolFlag (code),TrustSchoolFlag (name),Trusts (code),Trusts (name),UKPRN,Street,Locality,Address3,Town,County (name),Postcode,SchoolWebsite,TelephoneNum,HeadTitle (name),HeadFirstName,HeadLastName\r\n");
        foreach (var s in All)
            csv.Append(CultureInfo.InvariantCulture,
                $"{s.Urn},885,Worcestershire,{(s.IsSecondary ? 4900 : 2900) + s.Number},{s.Name},34,Academy converter,10,Academies,1,Open,{s.Joined:dd-MM-yyyy},,{s.PhaseCode},{s.Phase},{s.LowAge},{s.HighAge},{s.Pupils},3,Supported by a multi-academy trust,99001,{Trust},{10_990_000 + s.Number},{s.Street},,,{s.Town},Worcestershire,{s.Postcode},www.{s.Domain},1905{555_000 + s.Number * 10},{s.HeadTitle},{s.HeadFirst},{s.HeadLast}\r\n");
        return csv.ToString();
    }
}
