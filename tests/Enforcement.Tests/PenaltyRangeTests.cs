using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>What may be imposed, by the shipped catalogue.</summary>
public sealed class PenaltyRangeTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly DivisionCode Place = DivisionCode.FromStored("330282");
    private static readonly PenaltyRules Rules = new(overrideFolder: null);

    // Violation, party, tier, base in fen, fine in fen: allowed, or the reason of the refusal. Amounts from 04 §4.3.
    [Theory]
    [InlineData("V01", "organisation", null, 1_000_000L, 1_000_000, "")]
    [InlineData("V01", "organisation", null, 1_000_000L, 5_000_000, "")]
    [InlineData("V01", "organisation", null, 1_000_000L, 5_000_001, "fine_above_range")]
    [InlineData("V01", "organisation", null, 1_000_000L, 999_999, "fine_below_range")]
    [InlineData("V01", "organisation", null, null, 1_000_000, "no_range")]
    [InlineData("V01", "organisation", null, 0L, 1_000_000, "no_range")]
    [InlineData("V03", "organisation", "serious", null, 5_000_000, "")]
    [InlineData("V03", "organisation", "serious", null, 5_000_001, "fine_above_range")]
    [InlineData("V03", "organisation", "grave", null, 10_000_000, "")]
    [InlineData("V03", "organisation", "grave", null, 4_999_999, "fine_below_range")]
    [InlineData("V03", "organisation", "usual", null, 1, "only_if_serious")]
    [InlineData("V03", "organisation", null, null, 1, "only_if_serious")]
    [InlineData("V15", "organisation", null, 1_000_000L, 5_000_000, "")]
    [InlineData("V22", "organisation", "serious", null, 50_000_000, "")]
    [InlineData("V22", "organisation", "usual", null, 5_000_001, "fine_above_range")]
    [InlineData("V26", "organisation", null, null, 499_999, "fine_below_range")]
    [InlineData("V27", "organisation", null, null, 1_000_000, "")]
    [InlineData("V27", "organisation", null, null, 1_000_001, "fine_above_range")]
    [InlineData("V29", "organisation", "usual", null, 10_000_000, "")]
    [InlineData("V29", "organisation", "usual", null, 9_999_999, "fine_below_range")]
    [InlineData("V29", "organisation", "usual", 2_000_000L, 6_000_000, "")]
    [InlineData("V29", "organisation", "serious", 2_000_000L, 5_999_999, "fine_below_range")]
    [InlineData("V35", "organisation", null, null, 50_000_000, "")]
    [InlineData("V35", "organisation", null, null, 50_000_001, "fine_above_range")]
    [InlineData("V36", "organisation", null, null, 2_999_999, "fine_below_range")]
    [InlineData("V37", "organisation", null, null, 500_000, "")]
    [InlineData("V37", "sole_trader", null, null, 5_000_000, "")]
    [InlineData("V37", "natural_person", null, null, 50_000, "")]
    [InlineData("V37", "natural_person", null, null, 50_001, "fine_above_range")]
    [InlineData("V37", "organisation", "gruesome", null, 500_000, "tier_unknown")]
    public void A_fine_stays_within_the_range_of_the_law(
        string violation, string party, string? tier, long? baseFen, long fineFen, string reason)
    {
        var outcome = MeasureCheck.Check(Of(fineFen, "fine"), [Act(violation, "a", baseFen)], party, tier);

        Assert.Equal(reason.Length == 0 ? null : $"enforcement.penalty.{reason}", outcome.Error?.Code);
    }

    [Fact]
    public void Two_norms_broken_by_one_act_count_once_by_the_higher_fine_and_two_acts_count_together()
    {
        MeasuredAct[] one = [Act("V27", "a", null), Act("V32", "a", null)], two = [Act("V27", "a", null), Act("V32", "b", null)];

        Assert.Equal(
            "enforcement.penalty.fine_above_range", MeasureCheck.Check(Of(1_500_000, "fine"), one, "organisation", null).Error?.Code);
        Assert.False(MeasureCheck.Check(Of(1_500_000, "fine"), two, "organisation", null).IsRefused);
        Assert.Equal(
            "enforcement.penalty.fine_above_range", MeasureCheck.Check(Of(1_500_001, "fine"), two, "organisation", null).Error?.Code);
    }

    [Fact]
    public void No_more_is_confiscated_than_the_income()
    {
        var measure = Measure.Of(["confiscation"], 0, 1_000_001, Rules).Value;
        Assert.Equal(
            "enforcement.penalty.confiscation_above_income",
            MeasureCheck.Check(measure, [Act("V05", "a", 1_000_000)], "organisation", null).Error?.Code);
        Assert.False(
            MeasureCheck.Check(measure with { ConfiscatedFen = 1_000_000 }, [Act("V05", "a", 1_000_000)], "organisation", null).IsRefused);
    }

    [Theory]
    [InlineData("kind_missing", 0, 0)]
    [InlineData("kind_twice", 0, 0, "warning", "warning")]
    [InlineData("kind_unknown", 0, 0, "flogging")]
    [InlineData("amount_out_of_range", -1, 0, "fine")]
    [InlineData("amount_out_of_range", long.MaxValue, 0, "fine")]
    [InlineData("fine_and_kind", 5, 0, "warning")]
    [InlineData("fine_and_kind", 0, 0, "fine")]
    [InlineData("confiscation_and_kind", 0, 5, "warning")]
    public void A_measure_is_consistent_in_itself(string reason, long fineFen, long confiscatedFen, params string[] kinds) =>
        Assert.Equal($"enforcement.penalty.{reason}", Measure.Of(kinds, fineFen, confiscatedFen, Rules).Error?.Code);

    // Kinds, fine: hearing by the table of the department.
    [Theory]
    [InlineData("market", "organisation", 9_999_999, "fine", false)]
    [InlineData("market", "organisation", 10_000_000, "fine", true)]
    [InlineData("market", "natural_person", 1_000_000, "fine", true)]
    [InlineData("fire", "organisation", 5_000_000, "fine", true)]
    [InlineData("education", "organisation", 0, "revoke_licence", true)]
    [InlineData("education", "organisation", 0, "stop_recruiting", true)]
    [InlineData("education", "organisation", 0, "warning", false)]
    public void A_larger_penalty_gives_the_right_to_a_hearing(string department, string party, long fineFen, string kind, bool right) =>
        Assert.Equal(right, Rules.Hearing(department, party, new Measure([kind], fineFen, 0), Today, Place) is not null);

    [Theory]
    [InlineData("minor", false, 0, "warning")]
    [InlineData("minor", true, 300_000, "fine")]
    [InlineData("general", false, 300_000, "fine")]
    [InlineData("general", false, 0, "stop_recruiting", "warning")]
    [InlineData("serious", false, 50_000_000, "fine")]
    [InlineData("serious", false, 0, "revoke_licence")]
    public void A_penalty_has_its_class_of_breach_of_trust(string expected, bool simplified, long fineFen, params string[] kinds) =>
        Assert.Equal(expected, Rules.CreditClass(new Measure(kinds, fineFen, 0), simplified, Today, Place));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 300)]
    [InlineData(33, 9900)]
    [InlineData(34, 10_000)]
    [InlineData(100_000, 10_000)]
    public void The_additional_fine_is_three_percent_a_day_and_never_more_than_the_fine(int days, long expected) =>
        Assert.Equal(expected, Rules.LateFine(Today)!.Values.After(days, 10_000));

    [Theory]
    [InlineData("education", "330282", "慈溪市教育局", "慈溪市人民政府")]
    [InlineData("education", "440106", "广州市天河区教育局", "广州市天河区人民政府")]
    [InlineData("market", "4401", "广州市市场监督管理局", "广州市人民政府")]
    [InlineData("fire", "440106", "消防救援机构", "作出本决定的行政机关的本级人民政府")]
    [InlineData("culture", "440106", "文化和旅游部门", "作出本决定的行政机关的本级人民政府")]
    public void A_place_without_names_of_its_own_gets_proposed_ones(string department, string place, string name, string reviewBody)
    {
        var authority = Rules.Authority(department, Today, DivisionCode.FromStored(place));

        Assert.Equal((name, reviewBody, true), (authority.Zh, authority.ReviewBody, authority.IsProposed));
        Assert.EndsWith(DivisionCode.FromStored(place).FullCode, authority.DecisionPrefix, StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_is_whole_and_what_is_discipline_has_no_penalty()
    {
        Assert.Equal(Enumerable.Range(1, 43).Select(n => $"V{n:00}"), Rules.Violations.Keys);
        Assert.Equal(["V42", "V43"], Rules.Violations.Versions.Where(v => !v.Values.IsPenalty).Select(v => v.Key));
        Assert.All(Rules.Violations.Versions, v => Assert.NotEmpty(v.Basis.Article));
    }

    private static Measure Of(long fineFen, params string[] kinds) => Measure.Of(kinds, fineFen, 0, Rules).Value;

    private static MeasuredAct Act(string violation, string key, long? baseFen) =>
        new(Rules.Violations.OnDay(violation, Today, Place).Value, key, baseFen);
}
