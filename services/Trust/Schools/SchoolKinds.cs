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
