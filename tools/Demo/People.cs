using System.Globalization;

namespace Mat.Demo;

/// <summary>A person of the demo with the roles they hold; no schools means the whole trust.</summary>
internal sealed record DemoPerson(string Name, string Email, string JobTitle, DemoSchool? School, string Role,
    IReadOnlyList<DemoSchool>? RoleSchools);

internal static class People
{
    private static readonly string[] First =
    [
        "Aisha", "Alan", "Alice", "Amelia", "Andrew", "Anna", "Ben", "Beth", "Callum", "Charlotte", "Chloe", "Claire", "Craig", "David",
        "Deepa", "Eleanor", "Emma", "Ethan", "Farah", "Fiona",
        "George", "Grace", "Hannah", "Harriet", "Imran", "Isla", "Jack", "James", "Jasmine", "Jo", "Kate", "Kieran", "Laura", "Leah",
        "Liam", "Lucy", "Maria", "Mark", "Megan", "Mohammed",
        "Natalie", "Neil", "Nia", "Olivia", "Owen", "Paul", "Rachel", "Rhys", "Ruth", "Sam", "Sarah", "Simon", "Sophie", "Tariq", "Tom",
        "Victoria", "Will", "Yasmin", "Zara", "Zoe",
    ];

    private static readonly string[] Last =
    [
        "Adams", "Ahmed", "Bailey", "Barker", "Begum", "Bennett", "Brooks", "Carter", "Chapman", "Clarke", "Cooper", "Davies", "Dawson",
        "Edwards", "Ellis", "Evans", "Fletcher", "Foster",
        "Gibson", "Green", "Griffiths", "Hall", "Harris", "Hughes", "Hussain", "Jackson", "James", "Jenkins", "Jones", "Kaur", "Kelly",
        "Khan", "King", "Lewis", "Lloyd", "Marshall", "Mason",
        "Mills", "Morgan", "Morris", "Murphy", "Patel", "Pearce", "Perry", "Phillips", "Powell", "Price", "Reed", "Roberts", "Scott",
        "Shah", "Singh", "Smith", "Taylor", "Thomas", "Turner",
        "Walker", "Ward", "Watson", "Webb", "White", "Williams", "Wood", "Wright", "Young",
    ];

    private static readonly string[] PrimaryJobs = ["Reception teacher", "Year 1 teacher", "Year 2 teacher", "Year 3 teacher",
        "Year 4 teacher", "Year 5 teacher", "Year 6 teacher", "Teaching assistant", "School administrator", "SENCO"];
    private static readonly string[] SecondaryJobs = ["Teacher of English", "Teacher of mathematics", "Teacher of science",
        "Teacher of computing", "Teacher of geography", "Teacher of music", "Head of year", "Exams officer", "Librarian", "Receptionist",
        "Cover supervisor", "Science technician"];

    /// <summary>The people whom a visitor signs in as: their password is told at the end.</summary>
    public static IReadOnlyList<DemoPerson> Faces { get; } =
    [
        new("Morgan Hale", "morgan.hale@severnvale.example", "Head of ICT", null, "manager", null),
        new("Tariq Lloyd", "tariq.lloyd@severnvale.example", "Senior ICT technician", null, "technician", null),
        new("Helen Prosser", "head@acp.severnvale.example", "Headteacher", Schools.All[0], "school_lead", [Schools.All[0]]),
        new("Jasmine Carter", "jasmine.carter@mhs.severnvale.example", "Teacher of computing", Schools.All[2], "staff", [Schools.All[2]]),
        new("Eleanor Whitfield", "eleanor.whitfield@severnvale.example", "Chief executive", null, "executive", null),
    ];

    public static IReadOnlyList<DemoPerson> All(int seed)
    {
        var rng = Rng.For(seed, "people");
        var people = new List<DemoPerson>(Faces);
        var used = people.Select(p => p.Email).ToHashSet();
        DemoPerson New(string job, DemoSchool? school, string role, IReadOnlyList<DemoSchool>? schools)
        {
            while (true)
            {
                var (first, last) = (rng.Pick(First), rng.Pick(Last));
                var email = $"{first}.{last}@{(school is null ? "severnvale.example" : school.Domain)}".ToLower(
                    CultureInfo.InvariantCulture);
                if (used.Add(email))
                    return new($"{first} {last}", email, job, school, role, schools);
            }
        }
        for (var i = 0; i < 4; i++)
            people.Add(New("ICT technician", null, "technician", null));
        // Two technicians look after a cluster of schools each, and nothing else.
        people.Add(New("ICT technician, north cluster", null, "technician", [.. Schools.All.Where(s => s.Number is 7 or 8 or 11 or 12)]));
        people.Add(New("ICT technician, south cluster", null, "technician", [.. Schools.All.Where(s => s.Number is 2 or 6 or 9)]));
        people.Add(New("Network manager", null, "manager", null));
        foreach (var school in Schools.All)
        {
            if (school.Number != 1)
                people.Add(new($"{school.HeadFirst} {school.HeadLast}", $"head@{school.Domain}", "Headteacher", school, "school_lead",
                    [school]));
            people.Add(New("Business manager", school, "school_lead", [school]));
            var jobs = school.IsSecondary ? SecondaryJobs : PrimaryJobs;
            for (var i = 0; i < Math.Clamp(school.Pupils / 60, 4, 20); i++)
                people.Add(New(jobs[i % jobs.Length], school, "staff", [school]));
        }
        return people;
    }
}
