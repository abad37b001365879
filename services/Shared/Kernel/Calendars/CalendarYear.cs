namespace Oversight.Kernel;

/// <summary>The working days of one year, as read from one file <c>working-days-{year}.json</c>.</summary>
internal sealed record CalendarYear(int Year, string Version, LegalBasis Basis, Confidence Confidence, string Source, bool[] Works)
{
    internal int WorkingDays => Works.Count(works => works);

    internal bool IsWorkingDay(DateOnly day) => Works[day.DayOfYear - 1];

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

        var off = Days(root, "off", inYear, faults);
        var work = Days(root, "work", inYear, faults);
        foreach (var (day, place) in work)
        {
            if (IsWeekday(day))
            {
                faults.Add(place, FormattableString.Invariant($"{day:yyyy-MM-dd} is a {day.DayOfWeek}; only a Saturday or Sunday can be made a working day."));
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
        return new CalendarYear(inYear, version, basis, trust, source, works);
    }

    private static int? YearOf(JsonPlace root, FaultList faults)
    {
        if (root.Member("year") is not { } place)
        {
            return null;
        }

        if (place.Element.ValueKind == System.Text.Json.JsonValueKind.Number && place.Element.TryGetInt32(out var year) && year is >= 1950 and <= 2999)
        {
            return year;
        }

        faults.Add(place, "must be a year from 1950 to 2999.");
        return null;
    }

    private static Dictionary<DateOnly, JsonPlace> Days(JsonPlace root, string key, int year, FaultList faults)
    {
        var days = new Dictionary<DateOnly, JsonPlace>();
        foreach (var place in faults.Items(root, key, atLeast: 0))
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
