using System.Text.Json;

namespace Mat.Trust.Schools;

/// <summary>Phase of education as GIAS knows it.</summary>
public enum SchoolPhase
{
    NotApplicable,
    Nursery,
    Primary,
    MiddleDeemedPrimary,
    Secondary,
    MiddleDeemedSecondary,
    AllThrough,
    SixteenPlus
}

/// <summary>Status of an establishment as GIAS knows it.</summary>
public enum SchoolStatus
{
    Open,
    Closed,
    ProposedToOpen,
    ProposedToClose
}

/// <summary>Who said last what the school's register entry is.</summary>
public enum SchoolSource
{
    Manual,
    Gias
}

/// <summary>Enumerations as they are written outside JSON bodies: in events and in addresses.</summary>
internal static class SnakeCase
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (Of(known) == text)
            {
                value = known;
                return true;
            }
        }
        value = default;
        return false;
    }
}
