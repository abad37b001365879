using System.Globalization;
using System.Text.Json;
using Oversight.Reference;
using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class LegalTermTests
{
    private static readonly WorkingDayCalendar Calendar = WorkingDays.Load();
    private static readonly LegalBasis Basis = new("行政处罚法", "第六十条", "2021-07-15");

    [Theory]
    [InlineData("2026-02-09", 7, "2026-02-25")]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2026-02-14", 7, "2026-03-03")]
    [InlineData("2026-04-30", 7, "2026-05-13")]
    [InlineData("2026-09-18", 7, "2026-09-29")]
    [InlineData("2026-09-24", 5, "2026-10-09")]
    [InlineData("2026-09-30", 20, "2026-11-03")]
    [InlineData("2025-01-24", 7, "2025-02-10")]
    [InlineData("2025-09-26", 7, "2025-10-13")]
    [InlineData("2025-04-25", 5, "2025-05-06")]
    [InlineData("2026-11-23", 20, "2026-12-21")]
    public void Working_days_end_where_the_reference_says(string start, int days, string end)
    {
        foreach (var duty in Enum.GetValues<TermDuty>())
        {
            var found = new LegalTerm(days, TermUnit.WorkingDay, Basis, duty).EndFrom(Day(start), Calendar).Value!;

            Assert.Equal(Day(end), found.RawOn);
            Assert.Equal(Day(end), found.RolledOn);
            Assert.Equal(Day(end), found.DueOn);
            Assert.Equal(Calendar.VersionOf(Day(end), Day(end)), found.CalendarVersion);
        }
    }

    [Fact]
    public void A_term_that_needs_the_missing_calendar_of_2027_is_not_answered()
    {
        var refusal = new LegalTerm(7, TermUnit.WorkingDay, Basis, TermDuty.Authority).EndFrom(Day("2026-12-25"), Calendar).Error;

        Assert.Equal("calendar.year_missing", refusal?.Code);
        Assert.Contains("2027", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-07-05", 90, "2026-10-03", "2026-10-08")]
    [InlineData("2026-02-02", 15, "2026-02-17", "2026-02-24")]
    [InlineData("2026-08-03", 60, "2026-10-02", "2026-10-08")]
    [InlineData("2026-11-02", 15, "2026-11-17", "2026-11-17")]
    public void Natural_days_roll_for_a_party_and_inform_an_authority(string start, int days, string raw, string rolled)
    {
        var party = new LegalTerm(days, TermUnit.NaturalDay, Basis, TermDuty.Party).EndFrom(Day(start), Calendar).Value!;
        var authority = new LegalTerm(days, TermUnit.NaturalDay, Basis, TermDuty.Authority).EndFrom(Day(start), Calendar).Value!;

        Assert.Equal((Day(raw), Day(rolled), Day(rolled)), (party.RawOn, party.RolledOn!.Value, party.DueOn));
        Assert.Equal((Day(raw), Day(rolled), Day(raw)), (authority.RawOn, authority.RolledOn!.Value, authority.DueOn));
        Assert.Equal("2026@2025-11-04", party.CalendarVersion);
    }

    [Fact]
    public void Natural_days_into_a_missing_year_bind_an_authority_and_leave_a_party_unanswered()
    {
        var party = new LegalTerm(60, TermUnit.NaturalDay, Basis, TermDuty.Party).EndFrom(Day("2026-12-01"), Calendar);
        var authority = new LegalTerm(60, TermUnit.NaturalDay, Basis, TermDuty.Authority).EndFrom(Day("2026-12-01"), Calendar).Value!;

        Assert.Equal("calendar.year_missing", party.Error?.Code);
        Assert.Equal(Day("2027-01-30"), authority.DueOn);
        Assert.Null(authority.RolledOn);
        Assert.Null(authority.CalendarVersion);
    }

    [Theory]
    [InlineData("2025-01-31", 1, TermUnit.Month, "2025-02-28")]
    [InlineData("2024-01-31", 1, TermUnit.Month, "2024-02-29")]
    [InlineData("2025-02-28", 1, TermUnit.Month, "2025-03-28")]
    [InlineData("2026-08-31", 3, TermUnit.Month, "2026-11-30")]
    [InlineData("2024-02-29", 1, TermUnit.Year, "2025-02-28")]
    [InlineData("2025-05-20", 1, TermUnit.Year, "2026-05-20")]
    [InlineData("2026-08-31", -6, TermUnit.Month, "2026-02-28")]
    [InlineData("2026-12-31", -30, TermUnit.NaturalDay, "2026-12-01")]
    [InlineData("2026-10-12", -7, TermUnit.WorkingDay, "2026-09-24")]
    public void Months_and_years_end_on_the_corresponding_day_and_negative_terms_count_back(
        string start, int amount, TermUnit unit, string raw)
    {
        var end = new LegalTerm(amount, unit, Basis, TermDuty.Authority).EndFrom(Day(start), Calendar).Value!;

        Assert.Equal(Day(raw), end.RawOn);
        Assert.Equal(Day(raw), end.DueOn);
    }

    [Theory]
    [InlineData("2026-01-01", 3, 31, "2026-03-31", "2026-03-31")]
    [InlineData("2026-07-01", 5, 31, "2026-05-31", "2026-06-01")]
    public void A_fixed_date_lies_in_the_year_of_the_start(string start, int month, int day, string raw, string due)
    {
        var end = new LegalTerm(1, TermUnit.FixedDate, Basis, TermDuty.Party, fixedDay: new FixedDay(month, day))
            .EndFrom(Day(start), Calendar).Value!;

        Assert.Equal((Day(raw), Day(due)), (end.RawOn, end.DueOn));
    }

    [Fact]
    public void The_last_day_is_never_earlier_than_counted_and_always_a_working_day_for_a_party()
    {
        for (var start = Day("2025-01-02"); start < Day("2026-09-01"); start = start.AddDays(1))
        {
            foreach (var amount in new[] { 1, 15, 60, 90 })
            {
                var end = new LegalTerm(amount, TermUnit.NaturalDay, Basis, TermDuty.Party).EndFrom(start, Calendar).Value!;
                Assert.True(end.DueOn >= end.RawOn && Calendar.IsWorkingDay(end.DueOn).Value);
                Assert.Equal(start.AddDays(amount), end.RawOn);
            }
        }
    }

    [Theory]
    [InlineData("1899-12-31")]
    [InlineData("9999-12-31")]
    public void A_start_beyond_reason_is_refused(string start) => Assert.Equal(
        "term.out_of_range", new LegalTerm(100, TermUnit.Year, Basis, TermDuty.Authority).EndFrom(Day(start), Calendar).Error?.Code);

    [Fact]
    public void A_senseless_term_is_a_bug()
    {
        Assert.Throws<ArgumentException>(() => new LegalTerm(0, TermUnit.Month, Basis, TermDuty.Party));
        Assert.Throws<ArgumentException>(() => new LegalTerm(101, TermUnit.Year, Basis, TermDuty.Party));
        Assert.Throws<ArgumentException>(() => new LegalTerm(-5, TermUnit.WorkingDay, Basis, TermDuty.Party, rolls: true));
        Assert.Throws<ArgumentException>(() => new LegalTerm(5, TermUnit.WorkingDay, Basis, TermDuty.Party, maxExtension: 0));
        Assert.Throws<ArgumentException>(() => new LegalTerm(1, TermUnit.FixedDate, Basis, TermDuty.Party));
        Assert.Throws<ArgumentException>(() => new LegalTerm(1, TermUnit.FixedDate, Basis, TermDuty.Party, fixedDay: new FixedDay(2, 29)));
        Assert.Throws<ArgumentException>(() => new LegalTerm(5, TermUnit.Month, Basis, TermDuty.Party, fixedDay: new FixedDay(2, 1)));
    }

    [Fact]
    public void A_term_survives_JSON()
    {
        var term = new LegalTerm(20, TermUnit.WorkingDay, Basis, TermDuty.Authority, maxExtension: 10);

        Assert.Equal(
            term, JsonSerializer.Deserialize<LegalTerm>(
                JsonSerializer.Serialize(term, JsonSerializerOptions.Web), JsonSerializerOptions.Web));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
