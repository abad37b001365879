namespace Oversight.Kernel;

/// <summary>
/// The working days of one year as its notice gives them. Made by what reads the file of the year and has found no fault in it; immutable.
/// </summary>
/// <param name="Year">The year, 1950 to 2999.</param>
/// <param name="Version">What the file calls itself, 1 to 40 characters; a clock records it.</param>
/// <param name="Basis">The notice.</param>
/// <param name="Confidence">How far it may be trusted.</param>
/// <param name="Source">Name of the file.</param>
/// <param name="Works">One entry for each day of the year, the first of January first: whether it is a working day.</param>
/// <param name="Holidays">The named days off, as written, in the file's order.</param>
public sealed record CalendarYear(
    int Year,
    string Version,
    LegalBasis Basis,
    Confidence Confidence,
    string Source,
    IReadOnlyList<bool> Works,
    IReadOnlyList<(string Name, string Days)> Holidays)
{
    /// <summary>Number of working days of the year.</summary>
    public int WorkingDays => Works.Count(works => works);

    /// <summary>
    /// Whether both say the same of every day, by the same notice and under the same name; how the files are written does not matter.
    /// </summary>
    internal bool Says(CalendarYear other) =>
        (Year, Version, Basis, Confidence) == (other.Year, other.Version, other.Basis, other.Confidence) && Works.SequenceEqual(other.Works)
        && Holidays.SequenceEqual(other.Holidays);

    internal bool IsWorkingDay(DateOnly day) => Works[day.DayOfYear - 1];
}

/// <summary>What is known of one loaded year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Version">What its file calls itself.</param>
/// <param name="Basis">The notice.</param>
/// <param name="Confidence">How far it may be trusted.</param>
/// <param name="WorkingDays">Number of its working days.</param>
/// <param name="Source">Name of the file.</param>
public sealed record CalendarYearSummary(int Year, string Version, LegalBasis Basis, Confidence Confidence, int WorkingDays, string Source);
