using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>Loads the working-day calendar: the years that a release ships and the operator's own over them.</summary>
public static class WorkingDays
{
    private const string FilePrefix = "working-days-";

    /// <summary>
    /// Loads the years that this release ships and, over them, every <c>working-days-*.json</c> of the operator's folder: a
    /// new year is added, a shipped one replaced.
    /// </summary>
    /// <param name="overrideFolder">The folder, or null. A folder that is named must exist.</param>
    /// <exception cref="RuleDataException">A file has faults; every one is listed.</exception>
    public static WorkingDayCalendar Load(string? overrideFolder = null) => Read(
        RuleSources.Embedded(typeof(WorkingDays).Assembly, FilePrefix, ".json"),
        RuleSources.InFolderAll(overrideFolder, FilePrefix + "*.json"));

    /// <summary>Reads years from text alone, for tests and tools; the shipped years are not added.</summary>
    /// <param name="files">Each file's name, which faults are reported under, and its text.</param>
    /// <exception cref="RuleDataException">A file has faults, or two give the same year; every fault is listed.</exception>
    public static WorkingDayCalendar Read(params IEnumerable<(string Source, string Json)> files) => Read([], files);

    private static WorkingDayCalendar Read(IEnumerable<(string Source, string Json)> shipped, IEnumerable<(string Source, string Json)> own)
    {
        var faults = new FaultList();
        var years = ReadLayer(shipped, faults);
        foreach (var (number, year) in ReadLayer(own, faults))
        {
            years[number] = year;
        }

        if (!faults.Any && years.Count == 0)
        {
            faults.Add(new JsonPlace("calendar", string.Empty, default), "no year is loaded.");
        }

        return faults.Any ? throw new RuleDataException("Working-day calendar", faults.Faults) : new WorkingDayCalendar(years.Values);
    }

    private static Dictionary<int, CalendarYear> ReadLayer(IEnumerable<(string Source, string Json)> files, FaultList faults)
    {
        var years = new Dictionary<int, CalendarYear>();
        foreach (var (source, json) in files)
        {
            if (CalendarYearReader.Read(source, json, faults) is { } year && !years.TryAdd(year.Year, year))
            {
                faults.Add(
                    new JsonPlace(source, "year", default),
                    FormattableString.Invariant($"{year.Year} is given by {years[year.Year].Source} already."));
            }
        }

        return years;
    }
}
