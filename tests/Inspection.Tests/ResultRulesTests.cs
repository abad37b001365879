using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Which public result categories go with what was answered and found, by table.</summary>
public sealed class ResultRulesTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);
    private static readonly InspectionRules Rules = new(overrideFolder: null);

    // Codes, number of answers, findings (c corrected on site, o open), refusal.
    [Theory]
    [InlineData("1", 5, "", "")]
    [InlineData("1", 0, "", "result_contradicts")]
    [InlineData("1", 5, "c", "result_contradicts")]
    [InlineData("1 F", 5, "", "result_contradicts")]
    [InlineData("E", 5, "cc", "")]
    [InlineData("E", 5, "co", "result_contradicts")]
    [InlineData("E", 5, "", "result_contradicts")]
    [InlineData("A", 5, "co", "")]
    [InlineData("A", 5, "cc", "result_contradicts")]
    [InlineData("A B", 5, "o", "")]
    [InlineData("B", 5, "", "result_contradicts")]
    [InlineData("6", 0, "", "")]
    [InlineData("6", 0, "o", "result_contradicts")]
    [InlineData("6 A", 0, "o", "")]
    [InlineData("7", 0, "", "")]
    [InlineData("A A", 5, "o", "result_unknown")]
    [InlineData("Z", 5, "o", "result_unknown")]
    [InlineData("", 5, "", "result_unknown")]
    public void Categories_fit_or_are_refused(string codes, int answered, string findings, string refusal)
    {
        var outcome = ResultRules.Check(
            codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), code => Rules.Category(code, Day), answered,
            [.. findings.Select(f => f == 'c')]);

        Assert.Equal(refusal.Length == 0 ? null : $"inspection.visit.{refusal}", outcome.Error?.Code);
    }

    [Fact]
    public void A_category_is_not_known_on_a_day_before_its_rule() => Assert.Null(Rules.Category("1", new DateOnly(2018, 1, 1)));
}
