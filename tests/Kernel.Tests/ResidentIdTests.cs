using System.Text.Json;
using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class ResidentIdTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Theory]
    [InlineData("11010519491231002X", 1949, 12, 31)]
    [InlineData("440524188001010014", 1880, 1, 1)]
    [InlineData("330282199003070016", 1990, 3, 7)]
    [InlineData("330282201506010023", 2015, 6, 1)]
    [InlineData("330282198512310036", 1985, 12, 31)]
    [InlineData("11010519491231002x", 1949, 12, 31)]
    [InlineData("１１０１０５ １９４９１２３１ ００２Ｘ", 1949, 12, 31)]
    public void A_valid_number_gives_its_birth_date(string text, int year, int month, int day) =>
        Assert.Equal(new DateOnly(year, month, day), ResidentId.Parse(text, Today).Value?.BornOn);

    [Theory]
    [InlineData(null, "required")]
    [InlineData("110105491231002", "length")]
    [InlineData("11010519491231002A", "digits")]
    [InlineData("1101051949123X002X", "digits")]
    [InlineData("110105194902300021", "birth_date")]
    [InlineData("110105190002290026", "birth_date")]
    [InlineData("330282202611250011", "future")]
    [InlineData("110105194912310021", "check_digit")]
    public void A_refusal_says_which_rule_was_broken_and_never_the_number(string? text, string reason)
    {
        var refusal = ResidentId.Parse(text, Today).Error;

        Assert.Equal("identifier.resident_id." + reason, refusal?.Code);
        Assert.DoesNotContain(text ?? "\0", refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_change_of_one_digit_is_detected()
    {
        const string number = "330282199003070016";
        for (var place = 0; place < number.Length; place++)
        {
            foreach (var digit in "0123456789".Where(digit => digit != number[place]))
            {
                Assert.True(ResidentId.Parse(number[..place] + digit + number[(place + 1)..], Today).IsRefused);
            }
        }
    }

    [Theory]
    [InlineData(2029, 5, 31, true)]
    [InlineData(2029, 6, 1, true)]
    [InlineData(2029, 6, 2, false)]
    public void A_child_counts_as_one_up_to_and_on_the_birthday(int year, int month, int day, bool under14) =>
        Assert.Equal(under14, ResidentId.Parse("330282201506010023", Today).Value!.IsMinorUnder(14, new DateOnly(year, month, day)));

    [Fact]
    public void The_number_leaves_by_Reveal_only()
    {
        var id = ResidentId.Parse("330282199003070016", Today).Value!;

        Assert.Equal("330*************16", id.ToString());
        Assert.Equal("330282199003070016", id.Reveal());
        Assert.DoesNotContain("0307001", JsonSerializer.Serialize(id), StringComparison.Ordinal);
        Assert.Equal(id, ResidentId.Parse("330282199003070016", Today).Value);
    }
}
