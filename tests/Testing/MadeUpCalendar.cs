using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Testing;

/// <summary>
/// A calendar of 2027 that nobody published: New Year's Day to the Sunday after it is off, and nothing else but weekends. It proves what
/// happens when a calendar comes; no date in it says anything about the real one.
/// </summary>
public static class MadeUpCalendar
{
    /// <summary>The year.</summary>
    public const int Year = 2027;

    /// <summary>What the file calls itself.</summary>
    public const string Version = "made-up";

    /// <summary>The text of a file.</summary>
    /// <param name="off">Days off, as a range.</param>
    /// <param name="version">What the file calls itself.</param>
    public static string Text(string off = "2027-01-01/2027-01-03", string version = Version) => $$"""
        { "year": 2027, "version": "{{version}}", "basis": { "law": "试验用，并非通知", "article": "全文" }, "confidence": "ours",
          "off": [{ "name": "元旦、春节、清明节、劳动节、端午节、中秋节、国庆节", "days": "{{off}}" }], "work": [] }
        """;

    /// <summary>The shipped years and the made-up one.</summary>
    public static WorkingDayCalendar Known() => WorkingDays.Load().With([CalendarFile.Read("made-up", Text()).File!.Content]);
}
