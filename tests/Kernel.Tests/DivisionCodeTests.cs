using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class DivisionCodeTests
{
    [Theory]
    [InlineData("33", "33", DivisionLevel.Province, "330000")]
    [InlineData("330000", "33", DivisionLevel.Province, "330000")]
    [InlineData("3300", "33", DivisionLevel.Province, "330000")]
    [InlineData("3302", "3302", DivisionLevel.City, "330200")]
    [InlineData("330200", "3302", DivisionLevel.City, "330200")]
    [InlineData("330282", "330282", DivisionLevel.County, "330282")]
    [InlineData(" ３３０２８２ ", "330282", DivisionLevel.County, "330282")]
    [InlineData("330204", "330204", DivisionLevel.County, "330204")]
    public void A_division_is_kept_in_its_shortest_spelling(string text, string value, DivisionLevel level, string full)
    {
        var division = DivisionCode.Parse(text).Value!;

        Assert.Equal(value, division.Value);
        Assert.Equal(value, division.ScopePrefix);
        Assert.Equal(level, division.Level);
        Assert.Equal(full, division.FullCode);
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("", "required")]
    [InlineData("3", "length")]
    [InlineData("330", "length")]
    [InlineData("33028", "length")]
    [InlineData("330282001", "length")]
    [InlineData("33O282", "digits")]
    [InlineData("33028%", "digits")]
    [InlineData("٣٣٠٢٨٢", "digits")]
    [InlineData("990000", "unknown")]
    [InlineData("000000", "unknown")]
    [InlineData("330001", "unknown")]
    public void A_refusal_says_which_rule_was_broken(string? text, string reason) =>
        Assert.Equal("identifier.division." + reason, DivisionCode.Parse(text).Error?.Code);

    [Theory]
    [InlineData("33", "330282", true)]
    [InlineData("3302", "330282", true)]
    [InlineData("330200", "330282", true)]
    [InlineData("330282", "330282", true)]
    [InlineData("330282", "3302", false)]
    [InlineData("3302", "33", false)]
    [InlineData("3302", "330382", false)]
    [InlineData("330281", "330282", false)]
    [InlineData("33", "340000", false)]
    public void A_division_covers_itself_and_what_lies_inside_it(string outer, string inner, bool covers) =>
        Assert.Equal(covers, DivisionCode.FromStored(outer).Covers(DivisionCode.FromStored(inner)));

    [Fact]
    public void No_prefix_catches_a_sibling()
    {
        var cities = Enumerable.Range(1, 99).Select(i => DivisionCode.FromStored($"33{i:00}")).ToArray();
        foreach (var one in cities)
        {
            Assert.Single(cities, one.Covers);
            Assert.All(cities.Where(other => other != one), other => Assert.DoesNotMatch("^" + one.ScopePrefix, other.FullCode));
        }
    }

    [Fact]
    public void Parents_lead_up_to_the_province()
    {
        Assert.Equal(["330282", "3302", "33"], DivisionCode.FromStored("330282").SelfAndAbove().Select(division => division.Value));
        Assert.Null(DivisionCode.FromStored("33").Parent);
    }
}
