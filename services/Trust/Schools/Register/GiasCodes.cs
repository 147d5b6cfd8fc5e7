namespace Mat.Trust.Schools.Register;

/// <summary>
/// The code lists of GIAS. Codes are looked up first and names second, since exports made by hand now and then carry only one.
/// </summary>
internal static class GiasCodes
{
    private static readonly Dictionary<string, SchoolPhase> Phases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["0"] = SchoolPhase.NotApplicable,
        ["1"] = SchoolPhase.Nursery,
        ["2"] = SchoolPhase.Primary,
        ["3"] = SchoolPhase.MiddleDeemedPrimary,
        ["4"] = SchoolPhase.Secondary,
        ["5"] = SchoolPhase.MiddleDeemedSecondary,
        ["6"] = SchoolPhase.SixteenPlus,
        ["7"] = SchoolPhase.AllThrough,
        ["Not applicable"] = SchoolPhase.NotApplicable,
        ["Nursery"] = SchoolPhase.Nursery,
        ["Primary"] = SchoolPhase.Primary,
        ["Middle deemed primary"] = SchoolPhase.MiddleDeemedPrimary,
        ["Secondary"] = SchoolPhase.Secondary,
        ["Middle deemed secondary"] = SchoolPhase.MiddleDeemedSecondary,
        ["16 plus"] = SchoolPhase.SixteenPlus,
        ["All-through"] = SchoolPhase.AllThrough,
        ["All through"] = SchoolPhase.AllThrough,
    };

    private static readonly Dictionary<string, SchoolStatus> Statuses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["1"] = SchoolStatus.Open,
        ["2"] = SchoolStatus.Closed,
        ["3"] = SchoolStatus.ProposedToClose,
        ["4"] = SchoolStatus.ProposedToOpen,
        ["Open"] = SchoolStatus.Open,
        ["Closed"] = SchoolStatus.Closed,
        ["Open, but proposed to close"] = SchoolStatus.ProposedToClose,
        ["Proposed to open"] = SchoolStatus.ProposedToOpen,
    };

    /// <summary>A phase GIAS may add one day is no reason to lose the school: it reads as not applicable.</summary>
    public static SchoolPhase Phase(string? code, string? name) =>
        Find(Phases, code, name) ?? SchoolPhase.NotApplicable;

    /// <summary>Null when neither code nor name is known: open or closed is not to be guessed.</summary>
    public static SchoolStatus? Status(string? code, string? name) => Find(Statuses, code, name);

    private static T? Find<T>(Dictionary<string, T> known, string? code, string? name) where T : struct =>
        code is not null && known.TryGetValue(code, out var byCode) ? byCode
        : name is not null && known.TryGetValue(name, out var byName) ? byName
        : null;
}
