using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>
/// One year's file, read and without a fault; its form is that of the shipped years (<see cref="WorkingDayCalendar"/>). Immutable.
/// </summary>
public sealed class CalendarFile
{
    private CalendarFile(CalendarYear content, string text) => (Content, Text) = (content, text);

    /// <summary>The year, 1950 to 2999.</summary>
    public int Year => Content.Year;

    /// <summary>What the file calls itself, 1 to 40 characters.</summary>
    public string Version => Content.Version;

    /// <summary>The notice that it follows.</summary>
    public LegalBasis Basis => Content.Basis;

    /// <summary>How far it may be trusted.</summary>
    public Confidence Confidence => Content.Confidence;

    /// <summary>Number of working days of the year.</summary>
    public int WorkingDays => Content.WorkingDays;

    /// <summary>The file as it was written.</summary>
    public string Text { get; }

    /// <summary>What it says.</summary>
    public CalendarYear Content { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="source">Name of the file, which faults are reported under.</param>
    /// <param name="json">Its text.</param>
    /// <returns>The file and no faults; or no file and every fault with its place.</returns>
    public static (CalendarFile? File, IReadOnlyList<string> Faults) Read(string source, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var faults = new FaultList();
        return CalendarYearReader.Read(source, json, faults) is { } year ? (new CalendarFile(year, json), []) : (null, faults.Faults);
    }
}
