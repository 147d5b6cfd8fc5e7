namespace Mat.Assets.Vulnerabilities;

/// <summary>How bad its maker says it is.</summary>
public enum VendorRating
{
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>Which of the two rules made the date.</summary>
public enum PatchRule
{
    /// <summary>DfE: 14 days from release where CVSS 3.1 is 7.0 or more, critical or high, or nobody rated it.</summary>
    FourteenDays,

    /// <summary>DfE: five working days from its instruction.</summary>
    DfeInstruction,
}

/// <summary>Until when an asset has to be patched, or isolated: a function of dates, rating and the school's closed days.</summary>
internal static class PatchDecision
{
    public const int Days = 14;
    public const int WorkingDays = 5;

    /// <summary>Null: no clock. Of two clocks the earlier counts.</summary>
    public static (DateOnly Due, PatchRule Rule)? Due(DateOnly releasedOn, double? cvss, VendorRating? rating, DateOnly? instructedOn,
        IReadOnlyCollection<(DateOnly From, DateOnly To)> closed)
    {
        var usual = cvss >= 7.0 || rating is VendorRating.High or VendorRating.Critical || (cvss is null && rating is null)
            ? releasedOn.AddDays(Days) : (DateOnly?)null;
        var instructed = instructedOn is { } day ? AfterWorkingDays(day, WorkingDays, closed) : (DateOnly?)null;
        return instructed is { } first && !(usual <= first) ? (first, PatchRule.DfeInstruction) : usual is { } due
            ? (due, PatchRule.FourteenDays) : null;
    }

    /// <summary>The end of the n-th working day after a day: Monday to Friday outside the school's closed days.</summary>
    public static DateOnly AfterWorkingDays(DateOnly day, int count, IReadOnlyCollection<(DateOnly From, DateOnly To)> closed)
    {
        // Bounded at two years, for a calendar that never opens.
        for (var looked = 0; count > 0 && looked < 730; looked++)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !closed.Any(c => c.From <= day && day <= c.To))
                count--;
        }
        return day;
    }
}
