using System.Globalization;
using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class WorkingDayCalendarTests
{
    private static readonly WorkingDayCalendar Shipped = WorkingDayCalendar.Load();

    [Fact]
    public void The_shipped_years_have_248_working_days_each()
    {
        Assert.Equal([2025, 2026], Shipped.Years);
        Assert.All(Shipped.Years, year => Assert.Equal(248, Shipped.WorkingDaysIn(year).Value));
        Assert.Equal("2025@2024-11-12+2026@2025-11-04", Shipped.Version);
        Assert.Equal("2026@2025-11-04", Shipped.VersionOf(new DateOnly(2026, 3, 1), new DateOnly(2027, 3, 1)));
        Assert.Null(Shipped.VersionOf(new DateOnly(2027, 1, 1), new DateOnly(2028, 1, 1)));
    }

    [Theory]
    [InlineData("2026-11-23", true)]
    [InlineData("2026-11-22", false)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-16", false)]
    [InlineData("2026-10-07", false)]
    [InlineData("2026-10-08", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2025-01-01", false)]
    [InlineData("2026-12-31", true)]
    public void A_day_is_a_working_day_by_the_notice_of_its_year(string day, bool works) =>
        Assert.Equal(works, Shipped.IsWorkingDay(DateOnly.Parse(day, CultureInfo.InvariantCulture)).Value);

    [Theory]
    [InlineData("2024-06-30")]
    [InlineData("2027-01-04")]
    [InlineData("9999-12-31")]
    public void A_year_without_a_notice_has_no_answer(string text)
    {
        var day = DateOnly.Parse(text, CultureInfo.InvariantCulture);

        Assert.Equal("calendar.year_missing", Shipped.IsWorkingDay(day).Error?.Code);
        Assert.Equal("calendar.year_missing", Shipped.OnOrAfter(day).Error?.Code);
        Assert.Equal("calendar.year_missing", Shipped.Add(day, 1).Error?.Code);
        Assert.Equal("calendar.year_missing", Shipped.WorkingDaysIn(day.Year).Error?.Code);
        Assert.Equal("calendar.year_missing", Shipped.Count(day.AddDays(-1), day.AddDays(day == DateOnly.MaxValue ? 0 : 1)).Error?.Code);
    }

    [Fact]
    public void Counting_forth_and_back_agrees_for_every_day_of_two_years()
    {
        for (var day = new DateOnly(2025, 3, 1); day < new DateOnly(2026, 10, 1); day = day.AddDays(1))
        {
            foreach (var n in new[] { 1, 5, 20 })
            {
                var end = Shipped.Add(day, n).Value;
                Assert.True(Shipped.IsWorkingDay(end).Value);
                Assert.Equal(n, Shipped.Count(day.AddDays(1), end.AddDays(1)).Value);
                Assert.Equal(Shipped.OnOrAfter(day.AddDays(1)).Value, Shipped.Add(end.AddDays(1), -n).Value);
            }
        }
    }

    [Fact]
    public void A_folder_adds_a_year_and_replaces_a_shipped_one()
    {
        var folder = Directory.CreateTempSubdirectory("oversight-calendar-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "working-days-2027.json"), Year(2027, off: "\"2027-01-01/2027-01-03\"", version: "2026-11-30"));
            File.WriteAllText(Path.Combine(folder, "working-days-2026.json"), Year(2026, version: "corrected"));
            var calendar = WorkingDayCalendar.Load(folder);

            Assert.Equal([2025, 2026, 2027], calendar.Years);
            Assert.Equal("2025@2024-11-12+2026@corrected+2027@2026-11-30", calendar.Version);
            Assert.Equal(new DateOnly(2027, 1, 4), calendar.OnOrAfter(new DateOnly(2027, 1, 1)).Value);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_a_fault() =>
        Assert.Throws<RuleDataException>(() => WorkingDayCalendar.Load(Path.Combine(Path.GetTempPath(), "oversight-no-such-folder")));

    [Fact]
    public void Every_fault_of_every_file_is_listed()
    {
        const string bad = """
            { "year": 2027, "version": "", "confidence": "maybe", "colour": "red",
              "off": ["2027-02-30", "2027-03-05/2027-03-01", "2026-12-31", "2027-05-01/2027-05-02", "2027-05-02", 7],
              "work": ["2027-05-01", "2027-06-01"], "work": [] }
            """;
        var thrown = Assert.Throws<RuleDataException>(() => WorkingDayCalendar.Read(("a.json", bad), ("b.json", "{"), ("c.json", Year(2028)), ("d.json", Year(2028))));

        string[] expected =
        [
            "a.json: work: is given twice.",
            "a.json: unknown key 'colour'.",
            "a.json: 'basis' is missing.",
            "a.json: version: must be a text",
            "a.json: confidence: must be one of",
            "a.json: off[0]: must be a date that exists",
            "a.json: off[1]: must run forward and lie within 2027.",
            "a.json: off[2]: must run forward and lie within 2027.",
            "a.json: off[4]: 2027-05-02 is listed twice.",
            "a.json: off[5]: must be a date that exists",
            "b.json: is no JSON",
            "d.json: year: 2028 is given by c.json already.",
        ];
        Assert.All(expected, fault => Assert.Contains(thrown.Faults, found => found.StartsWith(fault, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, thrown.Faults.Count);
    }

    [Fact]
    public void A_make_up_day_is_a_weekend_day_that_is_not_off()
    {
        var json = Year(2027, off: "\"2027-05-01/2027-05-03\"", work: "\"2027-05-01\", \"2027-06-01\"");
        var thrown = Assert.Throws<RuleDataException>(() => WorkingDayCalendar.Read(("a.json", json)));

        Assert.Equal(
            ["a.json: work[0]: 2027-05-01 is listed as off as well.", "a.json: work[1]: 2027-06-01 is a Tuesday; only a Saturday or Sunday can be made a working day."],
            thrown.Faults);
    }

    internal static string Year(int year, string off = "", string work = "", string version = "test") => $$"""
        { "year": {{year}}, "version": "{{version}}", "basis": { "law": "测试通知", "article": "全文" }, "confidence": "ours", "off": [{{off}}], "work": [{{work}}] }
        """;
}
