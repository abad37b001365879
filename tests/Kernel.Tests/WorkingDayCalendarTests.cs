using System.Globalization;
using Oversight.Reference;
using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class WorkingDayCalendarTests
{
    private static readonly WorkingDayCalendar Shipped = WorkingDays.Load();

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
            File.WriteAllText(
                Path.Combine(folder, "working-days-2027.json"), Year(2027, off: "2027-01-01/2027-01-03", version: "2026-11-30"));
            File.WriteAllText(Path.Combine(folder, "working-days-2026.json"), Year(2026, version: "corrected"));
            var calendar = WorkingDays.Load(folder);

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
        Assert.Throws<RuleDataException>(() => WorkingDays.Load(Path.Combine(Path.GetTempPath(), "oversight-no-such-folder")));

    [Fact]
    public void Every_fault_of_every_file_is_listed()
    {
        const string bad = """
            { "year": 2027, "version": "", "confidence": "maybe", "colour": "red",
              "off": [{ "name": "元旦、春节、清明节", "days": "2027-02-30" }, { "name": "劳动节", "days": "2027-03-05/2027-03-01" },
                      { "name": "端午节", "days": "2026-12-31" }, { "name": "中秋节", "days": "2027-05-01/2027-05-02" }, { "name": "调休",
                        "days": "2027-05-02" },
                      { "name": "", "days": "2027-05-06" }, { "name": "调休", "days": 7 }, { "days": "2027-05-07" }, "2027-05-08"],
              "work": ["2027-05-01", "2027-06-01"], "work": [] }
            """;
        var thrown = Assert.Throws<RuleDataException>(
            () => WorkingDays.Read(("a.json", bad), ("b.json", "{"), ("c.json", Year(2028)), ("d.json", Year(2028))));

        string[] expected =
        [
            "a.json: work: is given twice.",
            "a.json: unknown key 'colour'.",
            "a.json: 'basis' is missing.",
            "a.json: version: must be a text",
            "a.json: confidence: must be one of",
            "a.json: off[0].days: must be a date that exists",
            "a.json: off[1].days: must run forward and lie within 2027.",
            "a.json: off[2].days: must run forward and lie within 2027.",
            "a.json: off[4].days: 2027-05-02 is listed twice.",
            "a.json: off[5].name: must be a text",
            "a.json: off[6].days: must be a date that exists",
            "a.json: off[7]: 'name' is missing.",
            "a.json: off[8]: must be an object.",
            "a.json: off: names no 国庆节; every year has it.",
            "b.json: is no JSON",
            "d.json: year: 2028 is given by c.json already.",
        ];
        Assert.All(expected, fault => Assert.Contains(thrown.Faults, found => found.StartsWith(fault, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, thrown.Faults.Count);
    }

    [Fact]
    public void A_make_up_day_is_a_weekend_day_that_is_not_off()
    {
        var json = Year(2027, off: "2027-05-01/2027-05-03", work: "\"2027-05-01\", \"2027-06-01\"");
        var thrown = Assert.Throws<RuleDataException>(() => WorkingDays.Read(("a.json", json)));

        Assert.Equal(
            [
                "a.json: work[0]: 2027-05-01 is listed as off as well.",
                "a.json: work[1]: 2027-06-01 is a Tuesday; only a Saturday or Sunday can be made a working day."],
            thrown.Faults);
    }

    [Fact]
    public void A_file_names_every_holiday_of_the_year()
    {
        var whole = Year(2027);
        Assert.Empty(CalendarFile.Read("a.json", whole).Faults);

        foreach (var name in Names.Split('、'))
        {
            var (file, faults) = CalendarFile.Read("a.json", whole.Replace(name, "调休", StringComparison.Ordinal));
            Assert.Null(file);
            Assert.Equal([$"a.json: off: names no {name}; every year has it."], faults);
        }

        var empty = whole.Replace($$"""{ "name": "{{Names}}", "days": "2027-01-01" }""", "", StringComparison.Ordinal);
        Assert.Equal(["a.json: off: must be a list with at least one element."], CalendarFile.Read("a.json", empty).Faults);
    }

    [Fact]
    public void A_year_is_added_or_replaced_and_says_the_same_however_it_is_written()
    {
        var first = CalendarFile.Read("a.json", Year(2027)).File!.Content;
        var written = CalendarFile.Read(
            "b.json", Year(2027).Replace("\n", "", StringComparison.Ordinal).Replace(", ", ",  ", StringComparison.Ordinal)).File!.Content;
        var corrected = CalendarFile.Read("c.json", Year(2027, off: "2027-01-01/2027-01-03", version: "corrected")).File!.Content;

        var calendar = Shipped.With([first]);
        Assert.Equal([2025, 2026, 2027], calendar.Years);
        Assert.Equal([2025, 2026], Shipped.Years);
        Assert.True(calendar.Says(written));
        Assert.False(calendar.Says(corrected));
        Assert.False(Shipped.Says(first));
        Assert.All(calendar.Years, year => Assert.InRange(calendar.WorkingDaysIn(year).Value, 245, 261));

        var replaced = calendar.With([corrected]);
        Assert.True(replaced.Says(corrected));
        Assert.Equal("2025@2024-11-12+2026@2025-11-04+2027@corrected", replaced.Version);
        Assert.Equal(
            (2027, "corrected", Confidence.Ours), replaced.Summaries.Select(year => (year.Year, year.Version, year.Confidence)).Last());
    }

    private const string Names = "元旦、春节、清明节、劳动节、端午节、中秋节、国庆节";

    internal static string Year(int year, string? off = null, string work = "", string version = "test") => $$"""
        { "year": {{year}}, "version": "{{version}}", "basis": { "law": "测试通知", "article": "全文" }, "confidence": "ours",
          "off": [{ "name": "{{Names}}", "days": "{{off ?? year + "-01-01"}}" }], "work": [{{work}}] }
        """;
}
