using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>Reads one file <c>working-days-{year}.json</c>, whose form <see cref="WorkingDayCalendar"/> gives.</summary>
internal static class CalendarYearReader
{
    // The days on which everybody is off (全国年节及纪念日放假办法, 国务院令第795号, 第二条), as the yearly notices call them. A file that
    // lacks one was cut off or belongs to something else.
    private static readonly string[] Everybodys = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"];

    private const char NameSeparator = '、';

    /// <summary>Reads a file and notes every fault; null when anything is wrong.</summary>
    internal static CalendarYear? Read(string source, string json, FaultList faults)
    {
        var before = faults.Faults.Count;
        if (faults.Parse(source, json) is not { } root ||
            !faults.IsObject(root, ["year", "version", "basis", "confidence", "off", "work"], []))
        {
            return null;
        }

        var year = YearOf(root, faults);
        var version = faults.Text(root, "version", 40);
        var basis = faults.Basis(root);
        var confidence = faults.ConfidenceOf(root);
        if (year is not { } inYear)
        {
            return null;
        }

        var (off, holidays) = Off(root, inYear, faults);
        var work = Days(faults.Items(root, "work", atLeast: 0), inYear, faults);
        foreach (var (day, place) in work)
        {
            if (IsWeekday(day))
            {
                faults.Add(
                    place, FormattableString.Invariant(
                        $"{day:yyyy-MM-dd} is a {day.DayOfWeek}; only a Saturday or Sunday can be made a working day."));
            }

            if (off.ContainsKey(day))
            {
                faults.Add(place, FormattableString.Invariant($"{day:yyyy-MM-dd} is listed as off as well."));
            }
        }

        if (faults.Faults.Count > before || version is null || basis is null || confidence is not { } trust)
        {
            return null;
        }

        var first = new DateOnly(inYear, 1, 1);
        var works = Enumerable.Range(0, DateTime.IsLeapYear(inYear) ? 366 : 365).Select(first.AddDays)
            .Select(day => work.ContainsKey(day) || (IsWeekday(day) && !off.ContainsKey(day)))
            .ToArray();
        return new CalendarYear(inYear, version, basis, trust, source, works, holidays);
    }

    private static int? YearOf(JsonPlace root, FaultList faults)
    {
        if (root.Member("year") is not { } place)
        {
            return null;
        }

        if (place.Element.ValueKind == System.Text.Json.JsonValueKind.Number && place.Element.TryGetInt32(out var year)
            && year is >= 1950 and <= 2999)
        {
            return year;
        }

        faults.Add(place, "must be a year from 1950 to 2999.");
        return null;
    }

    private static (Dictionary<DateOnly, JsonPlace> Days, List<(string Name, string Days)> Holidays) Off(
        JsonPlace root, int year, FaultList faults)
    {
        var (places, holidays, named) = (new List<JsonPlace>(), new List<(string, string)>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var holiday in faults.Items(root, "off", atLeast: 1))
        {
            if (!faults.IsObject(holiday, ["name", "days"], []) || faults.Text(holiday, "name", 40) is not { } name)
            {
                continue;
            }

            named.UnionWith(name.Split(NameSeparator));
            if (holiday.Member("days") is { } days)
            {
                places.Add(days);
                holidays.Add((name, days.Element.ToString()));
            }
        }

        foreach (var missing in Everybodys.Where(name => named.Count > 0 && !named.Contains(name)))
        {
            faults.Add(root.Member("off")!.Value, $"names no {missing}; every year has it.");
        }

        return (Days(places, year, faults), holidays);
    }

    private static Dictionary<DateOnly, JsonPlace> Days(IEnumerable<JsonPlace> places, int year, FaultList faults)
    {
        var days = new Dictionary<DateOnly, JsonPlace>();
        foreach (var place in places)
        {
            var text = place.Element.ValueKind == System.Text.Json.JsonValueKind.String ? place.Element.GetString()! : string.Empty;
            var ends = text.Split('/');
            var first = faults.DateIn(place, ends[0]);
            var last = ends.Length == 1 ? first : faults.DateIn(place, ends.Length == 2 ? ends[1] : text);
            if (first is not { } from || last is not { } to)
            {
                continue;
            }

            if (to < from || from.Year != year || to.Year != year)
            {
                faults.Add(place, FormattableString.Invariant($"must run forward and lie within {year}."));
                continue;
            }

            for (var day = from; day <= to; day = day.AddDays(1))
            {
                if (!days.TryAdd(day, place))
                {
                    faults.Add(place, FormattableString.Invariant($"{day:yyyy-MM-dd} is listed twice."));
                }
            }
        }

        return days;
    }

    private static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
