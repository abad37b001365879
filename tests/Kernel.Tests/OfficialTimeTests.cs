using System.Globalization;
using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class OfficialTimeTests
{
    [Theory]
    [InlineData("2026-11-23T15:59:59Z", "2026-11-23")]
    [InlineData("2026-11-23T16:00:00Z", "2026-11-24")]
    [InlineData("2025-12-31T16:00:00Z", "2026-01-01")]
    public void The_official_day_begins_at_16_00_UTC_of_the_day_before(string instant, string day) =>
        Assert.Equal(
            DateOnly.Parse(day, CultureInfo.InvariantCulture),
            OfficialTime.DateOf(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).UtcDateTime));

    [Fact]
    public void A_day_runs_from_its_start_up_to_its_end()
    {
        var day = new DateOnly(2026, 11, 24);

        Assert.Equal(DateTimeKind.Utc, OfficialTime.StartOf(day).Kind);
        Assert.Equal(day, OfficialTime.DateOf(OfficialTime.StartOf(day)));
        Assert.Equal(day, OfficialTime.DateOf(OfficialTime.EndOf(day).AddTicks(-1)));
        Assert.Equal(day.AddDays(1), OfficialTime.DateOf(OfficialTime.EndOf(day)));
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void An_instant_that_is_not_UTC_is_a_bug(DateTimeKind kind) =>
        Assert.Throws<ArgumentException>(() => OfficialTime.DateOf(new DateTime(2026, 11, 24, 0, 0, 0, kind)));
}
