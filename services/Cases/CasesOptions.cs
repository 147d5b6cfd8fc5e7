using System.ComponentModel.DataAnnotations;

namespace Mat.Cases;

/// <summary>Settings of the section <c>Cases</c>.</summary>
internal sealed class CasesOptions
{
    /// <summary>Seconds between two checks for obligations whose reminder is due.</summary>
    [Range(1, 3600)]
    public int SweepSeconds { get; init; } = 30;
}
