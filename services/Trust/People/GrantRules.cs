using Mat.Contracts.Trust;

namespace Mat.Trust.People;

/// <summary>Who may give what to whom: nobody hands out more than they hold.</summary>
internal static class GrantRules
{
    public const string Admin = "admin";

    private static readonly Dictionary<string, string[]> Covered = new(StringComparer.Ordinal)
    {
        ["staff"] = ["staff"],
        ["school_lead"] = ["school_lead", "staff"],
        ["technician"] = ["technician", "staff"],
        ["executive"] = ["executive"],
        ["manager"] = ["manager", "technician", "school_lead", "executive", "staff"],
        [Admin] = [Admin, "manager", "technician", "school_lead", "executive", "staff"],
    };

    public static bool IsRole(string role) => Covered.ContainsKey(role);

    /// <summary>Whether the holder has every one of these grants, in a role at least as strong and for all the schools.</summary>
    public static bool Covers(IReadOnlyList<Grant> held, IEnumerable<Grant> wanted) => wanted.All(w => Covers(held, w));

    public static bool Covers(IReadOnlyList<Grant> held, Grant wanted)
    {
        var fitting = Fitting(held, wanted.Role);
        return fitting.Any(h => h.Schools is null)
            || (wanted.Schools is not null && wanted.Schools.All(s => fitting.Any(h => h.Schools!.Contains(s))));
    }

    /// <summary>What of the given grants the holder still has: an API token never outlives the rights of the one who made it.</summary>
    public static List<Grant> Narrow(IReadOnlyList<Grant> held, IEnumerable<Grant> given)
    {
        var narrowed = new List<Grant>();
        foreach (var grant in given)
        {
            if (Covers(held, grant))
            {
                narrowed.Add(grant);
                continue;
            }
            var schools = Fitting(held, grant.Role).SelectMany(h => h.Schools ?? []).Distinct();
            if (grant.Schools is not null)
                schools = grant.Schools.Intersect(schools);
            if (schools.ToList() is { Count: > 0 } left)
                narrowed.Add(new Grant(grant.Role, left));
        }
        return narrowed;
    }

    /// <summary>One grant for each role, schools in order, a grant for the whole trust taking in those for schools.</summary>
    public static List<Grant> Tidy(IEnumerable<Grant> grants) =>
        [.. grants.GroupBy(g => g.Role, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Grant(g.Key, g.Any(x => x.Schools is null) ? null : [.. g.SelectMany(x => x.Schools!).Distinct().Order()]))];

    private static List<Grant> Fitting(IReadOnlyList<Grant> held, string role) =>
        [.. held.Where(h => Covered.TryGetValue(h.Role, out var covered) && covered.Contains(role, StringComparer.Ordinal))];
}
