using System.ComponentModel.DataAnnotations;

namespace Mat.Standards;

/// <summary>Settings of the section <c>Standards</c>.</summary>
internal sealed class StandardsOptions
{
    /// <summary>
    /// Days (MM-dd, two to six, with commas) by which terms end where a school's calendar does not say so: where it does, a term
    /// ends on the last weekday before the holiday that begins within 60 days before such a day.
    /// </summary>
    [RegularExpression("^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(,(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])){1,5}$",
        ErrorMessage = "Standards:TermEnds is a list of MM-dd with commas, such as 12-31,04-30,08-31.")]
    public string TermEnds { get; init; } = "12-31,04-30,08-31";
}
