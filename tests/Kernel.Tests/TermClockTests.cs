using System.Globalization;
using System.Text.Json;
using Oversight.Reference;
using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class TermClockTests
{
    private static readonly WorkingDayCalendar Calendar = WorkingDays.Load();
    private static readonly LegalBasis Basis = new("行政许可法", "第四十二条", "2019-04-23");
    private static readonly LegalTerm Decide = new(20, TermUnit.WorkingDay, Basis, TermDuty.Authority, maxExtension: 10);
    private static readonly LegalTerm Ninety = new(90, TermUnit.NaturalDay, Basis, TermDuty.Authority);

    [Fact]
    public void A_pause_moves_the_end_by_the_days_paused_and_the_start_never_moves()
    {
        var clock = TermClock.Start(Ninety, Day("2026-03-02"), Calendar).Value!;
        var paused = clock.Pause(Day("2026-03-10"), "听证", new LegalBasis("行政许可法", "第四十五条")).Value!;
        var resumed = paused.Resume(Day("2026-03-20"), Calendar).Value!;

        Assert.Equal(Day("2026-05-31"), clock.DueOn);
        Assert.True(paused.IsPaused);
        Assert.Null(paused.DueOn);
        Assert.False(paused.IsOverdueOn(Day("2027-01-01")));
        Assert.Equal(Day("2026-06-10"), resumed.DueOn);
        Assert.Equal(clock.StartedOn, resumed.StartedOn);
        Assert.Equal("听证", resumed.Pauses[0].Reason);
    }

    [Fact]
    public void A_pause_of_a_working_day_term_counts_working_days_only()
    {
        var clock = TermClock.Start(Decide, Day("2026-09-18"), Calendar).Value!;
        var resumed = clock.Pause(Day("2026-09-24"), "专家评审").Value!.Resume(Day("2026-10-09"), Calendar).Value!;
        var skipped = Calendar.Count(Day("2026-09-24"), Day("2026-10-09")).Value;

        Assert.Equal(5, skipped);
        Assert.Equal(Calendar.Add(Day("2026-09-18"), 25).Value, resumed.DueOn);
    }

    [Fact]
    public void A_pause_lifted_the_same_day_changes_nothing()
    {
        var clock = TermClock.Start(Decide, Day("2026-03-02"), Calendar).Value!;

        Assert.Equal(clock.DueOn, clock.Pause(Day("2026-03-10"), "误操作").Value!.Resume(Day("2026-03-10"), Calendar).Value!.DueOn);
    }

    [Fact]
    public void An_extension_keeps_to_what_the_rule_allows_in_all()
    {
        var clock = TermClock.Start(Decide, Day("2026-03-02"), Calendar).Value!;
        var extended = clock.Extend(6, Day("2026-03-20"), "案情复杂", Calendar).Value!.Extend(4, Day("2026-03-20"), "再延长", Calendar).Value!;

        Assert.Equal(Calendar.Add(Day("2026-03-02"), 30).Value, extended.DueOn);
        Assert.Equal("clock.extension_not_allowed", extended.Extend(1, Day("2026-03-20"), "又", Calendar).Error?.Code);
        Assert.Equal("clock.extension_not_allowed", clock.Extend(int.MaxValue, Day("2026-03-20"), "又", Calendar).Error?.Code);
        Assert.Equal("clock.extension_not_allowed", clock.Extend(-1, Day("2026-03-20"), "又", Calendar).Error?.Code);
        Assert.Equal("clock.ran_out", clock.Extend(1, Day("2026-07-01"), "迟", Calendar).Error?.Code);
        Assert.Equal(
            Basis, TermClock.Start(Ninety, Day("2026-03-02"), Calendar).Value!.Extend(
                1, Day("2026-03-03"), "无据", Calendar).Error is { Basis: { } cited } ? cited : null);
    }

    [Theory]
    [InlineData("2026-03-02", "听证", "clock.pause_too_early")]
    [InlineData("2026-12-01", "听证", "clock.ran_out")]
    [InlineData("2026-03-10", "  ", "clock.reason_invalid")]
    [InlineData("2026-03-10", null, "clock.reason_invalid")]
    public void A_pause_that_makes_no_sense_is_refused(string day, string? reason, string code) =>
        Assert.Equal(code, TermClock.Start(Ninety, Day("2026-03-02"), Calendar).Value!.Pause(Day(day), reason).Error?.Code);

    [Fact]
    public void Pauses_follow_one_another()
    {
        var clock = TermClock.Start(Ninety, Day("2026-03-02"), Calendar).Value!;
        var paused = clock.Pause(Day("2026-03-10"), "一").Value!;
        var resumed = paused.Resume(Day("2026-03-20"), Calendar).Value!;

        Assert.Equal("clock.not_paused", clock.Resume(Day("2026-03-10"), Calendar).Error?.Code);
        Assert.Equal("clock.already_paused", paused.Pause(Day("2026-03-12"), "二").Error?.Code);
        Assert.Equal("clock.resume_too_early", paused.Resume(Day("2026-03-09"), Calendar).Error?.Code);
        Assert.Equal("clock.pause_too_early", resumed.Pause(Day("2026-03-19"), "二").Error?.Code);
        Assert.Equal(Day("2026-06-12"), resumed.Pause(Day("2026-03-20"), "二").Value!.Resume(Day("2026-03-22"), Calendar).Value!.DueOn);
    }

    [Fact]
    public void A_fixed_date_and_a_term_counted_back_cannot_be_paused()
    {
        var report = new LegalTerm(1, TermUnit.FixedDate, Basis, TermDuty.Party, fixedDay: new FixedDay(6, 30));
        var renewal = new LegalTerm(-30, TermUnit.NaturalDay, Basis, TermDuty.Party);

        Assert.All([report, renewal], term => Assert.Equal(
            "clock.cannot_pause", TermClock.Start(term, Day("2026-03-02"), Calendar).Value!.Pause(Day("2026-03-03"), "听证").Error?.Code));
    }

    [Fact]
    public void A_clock_runs_without_a_known_end_until_the_calendar_is_there()
    {
        var clock = TermClock.Start(Decide, Day("2026-12-25"), Calendar).Value!;
        var next = WorkingDays.Read(
            ("2026", WorkingDayCalendarTests.Year(2026)), ("2027", WorkingDayCalendarTests.Year(2027, off: "2027-01-01/2027-01-03")));
        var known = clock.Recalculate(next).Value!;

        Assert.Null(clock.End);
        Assert.Null(clock.DueOn);
        Assert.Equal((2027, null), (clock.MissingYear, known.MissingYear));
        Assert.False(clock.IsOverdueOn(Day("2028-01-01")));
        Assert.Equal(Day("2027-01-25"), known.DueOn);
        Assert.Equal("2026@test+2027@test", known.End?.CalendarVersion);
        Assert.Equal(clock.StartedOn, known.StartedOn);
    }

    [Theory]
    [InlineData(20, TermUnit.WorkingDay, "2026-12-25", 2027)]
    [InlineData(300, TermUnit.WorkingDay, "2026-12-31", 2027)]
    [InlineData(-20, TermUnit.WorkingDay, "2025-01-10", 2024)]
    [InlineData(90, TermUnit.NaturalDay, "2026-12-25", 2027)]
    [InlineData(3, TermUnit.Year, "2026-05-01", 2029)]
    [InlineData(7, TermUnit.NaturalDay, "2028-12-30", 2029)]
    public void A_clock_says_which_year_it_waits_for(int amount, TermUnit unit, string startedOn, int year)
    {
        var clock = TermClock.Start(
            new LegalTerm(amount, unit, Basis, amount > 0 ? TermDuty.Party : TermDuty.Authority), Day(startedOn), Calendar).Value!;

        Assert.Equal((null, year), (clock.DueOn, clock.MissingYear));
    }

    [Fact]
    public void The_day_to_which_a_term_rolls_may_lie_in_a_missing_year_and_so_may_a_pause()
    {
        var ends = Calendar.With([CalendarFile.Read("2027", WorkingDayCalendarTests.Year(2027, off: "2027-12-31")).File!.Content]);
        Assert.Equal(
            2028, TermClock.Start(
                new LegalTerm(7, TermUnit.NaturalDay, Basis, TermDuty.Party), Day("2027-12-24"), ends).Value!.MissingYear);

        var paused = TermClock.Start(Decide, Day("2026-12-01"), Calendar).Value!.Pause(Day("2026-12-10"), "听证").Value!;
        Assert.Equal(2027, paused.Resume(Day("2027-02-01"), Calendar).Value!.MissingYear);
    }

    [Fact]
    public void A_clock_is_overdue_from_the_day_after_its_last_day()
    {
        var clock = TermClock.Start(Ninety, Day("2026-03-02"), Calendar).Value!;

        Assert.False(clock.IsOverdueOn(Day("2026-05-31")));
        Assert.True(clock.IsOverdueOn(Day("2026-06-01")));
    }

    [Fact]
    public void A_clock_survives_JSON()
    {
        var clock = TermClock.Start(Decide, Day("2026-03-02"), Calendar).Value!
            .Pause(Day("2026-03-10"), "听证", Basis).Value!.Resume(Day("2026-03-12"), Calendar).Value!
            .Extend(3, Day("2026-03-13"), "复杂", Calendar).Value!;
        var read = JsonSerializer.Deserialize<TermClock>(
            JsonSerializer.Serialize(clock, JsonSerializerOptions.Web), JsonSerializerOptions.Web);

        Assert.Equal(clock, read);
        Assert.Equal(clock.DueOn, read?.DueOn);
        Assert.Equal(clock.GetHashCode(), read?.GetHashCode());
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
