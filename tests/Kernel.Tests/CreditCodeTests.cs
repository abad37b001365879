using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class CreditCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static TheoryData<string> Valid =>
    [
        "91350100M000100Y43", "11330903002639203Y", "11500000009276804M", "11371002MB28581746", "52330282MJ8000012L",
        "91330282MA90000116", "92330282MA9H00017H", "12330282MB9000015R",
    ];

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_code_is_read_and_its_parts_named(string text)
    {
        var code = CreditCode.Parse(text).Value;

        Assert.True(CreditCode.IsValid(text));
        Assert.Equal(text, code.Value);
        Assert.Equal(text, code.ToString());
        Assert.Equal(text[0], code.Department);
        Assert.Equal(text[..2], code.Category);
        Assert.Equal(text[2..8], code.RegisteringDivision);
        Assert.Equal(text[8..17], code.SubjectCode);
        Assert.Equal(text[17], CreditCode.CheckCharacterOf(text[..17]).Value);
        Assert.Equal(code, CreditCode.FromStored(text));
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Every_change_of_one_character_is_detected(string text)
    {
        for (var place = 0; place < text.Length; place++)
        {
            foreach (var other in Alphabet.Where(other => other != text[place]))
            {
                var changed = text[..place] + other + text[(place + 1)..];
                Assert.False(CreditCode.IsValid(changed), changed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Every_swap_of_two_unlike_neighbours_is_detected(string text)
    {
        for (var place = 0; place + 1 < text.Length; place++)
        {
            if (text[place] != text[place + 1])
            {
                var swapped = text[..place] + text[place + 1] + text[place] + text[(place + 2)..];
                Assert.False(CreditCode.IsValid(swapped), swapped);
            }
        }
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("  \u3000 ", "required")]
    [InlineData("91350100M000100Y4", "length")]
    [InlineData("91350100M000100Y433", "length")]
    [InlineData("91350100M000100Y4Z", "alphabet")]
    [InlineData("9135O100M000100Y43", "alphabet")]
    [InlineData("91350100M000100Y4\u0000", "alphabet")]
    [InlineData("91350100M000100Y4\uD800", "alphabet")]
    [InlineData("九1350100M000100Y43", "alphabet")]
    [InlineData("9135010AM000100Y43", "division")]
    [InlineData("91350100M000100Y44", "check_digit")]
    public void A_refusal_says_which_rule_was_broken(string? text, string reason)
    {
        var refusal = CreditCode.Parse(text).Error;

        Assert.NotNull(refusal);
        Assert.Equal("identifier.credit_code." + reason, refusal.Code);
        Assert.Equal(ErrorKind.Invalid, refusal.Kind);
        Assert.StartsWith("GB 32100-2015", refusal.Basis?.Law, StringComparison.Ordinal);
        Assert.False(CreditCode.IsValid(text));
    }

    [Fact]
    public void A_long_text_is_refused_by_its_length() =>
        Assert.Equal("identifier.credit_code.length", CreditCode.Parse(new string('9', 1_000_000)).Error?.Code);

    [Theory]
    [InlineData("91350100m000100y43")]
    [InlineData("９１３５０１００Ｍ０００１００Ｙ４３")]
    [InlineData(" 9135 0100 M000 100Y 43\u3000")]
    [InlineData("\uFEFF91350100M000100Y43")]
    public void Lower_case_full_width_and_white_space_are_normalised_but_not_valid_by_themselves(string text)
    {
        Assert.Equal("91350100M000100Y43", CreditCode.Parse(text).Value?.Value);
        Assert.False(CreditCode.IsValid(text));
    }

    [Fact]
    public void The_inner_check_warns_and_never_refuses()
    {
        Assert.All(Valid.Take(5), row => Assert.True(CreditCode.FromStored(row.Data).HasSoundSubjectCode()));

        const string unsound = "91350100M000100Y5";
        var code = CreditCode.Parse(unsound + CreditCode.CheckCharacterOf(unsound).Value).Value;
        Assert.False(code!.HasSoundSubjectCode());
    }

    [Fact]
    public void A_store_that_holds_an_invalid_code_was_changed_by_other_hands() =>
        Assert.Throws<ArgumentException>(() => CreditCode.FromStored("91350100M000100Y44"));
}
