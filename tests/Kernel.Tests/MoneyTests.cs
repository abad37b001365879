using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("5000", 500000)]
    [InlineData("5,000.00", 500000)]
    [InlineData("５，０００．００", 500000)]
    [InlineData("￥5,000.5", 500050)]
    [InlineData("¥0.01", 1)]
    [InlineData("5000元", 500000)]
    [InlineData(" 1 234 ", 123400)]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("92233720368547758.07", long.MaxValue)]
    public void Yuan_are_read_as_people_write_them(string text, long fen) =>
        Assert.Equal(new Money(fen), Money.ParseYuan(text).Value);

    [Theory]
    [InlineData(null, "required")]
    [InlineData("", "required")]
    [InlineData("1,00", "format")]
    [InlineData("1000,000", "format")]
    [InlineData(",100", "format")]
    [InlineData("1.", "format")]
    [InlineData(".5", "format")]
    [InlineData("1.2.3", "format")]
    [InlineData("1e5", "format")]
    [InlineData("五千", "format")]
    [InlineData("--5", "format")]
    [InlineData("元", "format")]
    [InlineData("-", "format")]
    [InlineData("٥", "format")]
    [InlineData("1.005", "decimals")]
    [InlineData("-1", "negative")]
    [InlineData("－０．０１", "negative")]
    [InlineData("92233720368547758.08", "overflow")]
    [InlineData("99999999999999999999999999", "overflow")]
    public void A_refusal_says_which_rule_was_broken(string? text, string reason) =>
        Assert.Equal("money." + reason, Money.ParseYuan(text).Error?.Code);

    [Fact]
    public void A_negative_amount_is_taken_where_it_is_asked_for() =>
        Assert.Equal(-150, Money.ParseYuan("-1.5", allowNegative: true).Value.Fen);

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-100_050)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(123_456_789_012)]
    [InlineData(long.MaxValue)]
    public void The_text_reads_back_as_the_same_amount(long fen)
    {
        var money = new Money(fen);

        Assert.Equal(money, Money.ParseYuan(money.ToYuanText(), allowNegative: true).Value);
        Assert.Equal(money, Money.ParseYuan(money.ToYuanText(grouped: false), allowNegative: true).Value);
    }

    [Fact]
    public void Nothing_wraps_around()
    {
        var most = new Money(long.MaxValue);

        Assert.Throws<OverflowException>(() => most + new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue) - new Money(1));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Equal("money.overflow", Money.Sum([most, new Money(1)]).Error?.Code);
        Assert.Equal(new Money(long.MaxValue - 1), Money.Sum([most, new Money(1), new Money(-2)]).Value);
        Assert.Equal("5,000.00", new Money(500_000).ToYuanText());
        Assert.Equal("¥5,000.00", new Money(500_000).ToString());
        Assert.True(new Money(1) < new Money(2) && new Money(2) >= new Money(2));
    }
}
