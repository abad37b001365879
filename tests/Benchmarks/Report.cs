using System.Globalization;

namespace Oversight.Benchmarks;

/// <summary>A small table, as Markdown, so that it can stand in the README as it was seen.</summary>
internal sealed class Report(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params object[] cells) => _rows.Add([.. cells.Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell}"))]);

    public void Print()
    {
        Console.WriteLine(
            $"\n### {title}\n\n| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select((_, i) => i == 0 ? "---|" : "---:|"))}");
        foreach (var row in _rows)
        {
            Console.WriteLine($"| {string.Join(" | ", row)} |");
        }

        Console.WriteLine();
    }

    /// <summary>Milliseconds with a sensible number of digits.</summary>
    public static string Ms(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>A number with thousands.</summary>
    public static string Count(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Ratio(double part, double whole) => (part / whole).ToString("0.00", CultureInfo.InvariantCulture);

    public static void Say(string text) =>
        Console.Error.WriteLine($"{DateTime.UtcNow.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {text}");
}

/// <summary>Durations in milliseconds, and what they look like.</summary>
internal sealed class Durations
{
    private readonly List<double> _all = [];
    private bool _sorted;

    public int Number => _all.Count;

    public void Add(TimeSpan duration)
    {
        _all.Add(duration.TotalMilliseconds);
        _sorted = false;
    }

    public void Add(Durations other)
    {
        _all.AddRange(other._all);
        _sorted = false;
    }

    /// <summary>The duration that this share of all do not exceed; 0 if there is none.</summary>
    public double At(double share)
    {
        if (!_sorted)
        {
            _all.Sort();
            _sorted = true;
        }

        return _all.Count == 0 ? 0 : _all[Math.Clamp((int)Math.Ceiling(share * _all.Count) - 1, 0, _all.Count - 1)];
    }
}
