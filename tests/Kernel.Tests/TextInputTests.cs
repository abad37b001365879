using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class TextInputTests
{
    [Theory]
    [InlineData("  慈溪市  某某 培训中心 ", TextForm.SingleSpaced, "慈溪市 某某 培训中心")]
    [InlineData("一行\r\n二行\t三", TextForm.SingleSpaced, "一行 二行 三")]
    [InlineData("\u3000慈溪（一）\u3000", TextForm.AsWritten, "慈溪（一）")]
    [InlineData("Ａｂ１（一）　－～！，。", TextForm.AsWritten | TextForm.HalfWidth, "Ab1(一) -~!,。")]
    [InlineData("a  b", TextForm.AsWritten, "a  b")]
    [InlineData("一 \r\n\r\n 二\r三\u2028四\n", TextForm.MultiLine | TextForm.SingleSpaced, "一\n\n二\n三\n四")]
    [InlineData("12 34\u300056\n7", TextForm.Code, "1234567")]
    [InlineData("\uFEFF名\u200B称", TextForm.SingleSpaced, "名称")]
    [InlineData("𠮷野家", TextForm.SingleSpaced, "𠮷野家")]
    public void Text_is_brought_into_the_shape_asked_for(string text, TextForm form, string shaped) =>
        Assert.Equal(shaped, TextInput.Required(text, 100, form).Value);

    [Theory]
    [InlineData(null, "required")]
    [InlineData(" \u3000\t\r\n\uFEFF", "required")]
    [InlineData("a\u0000b", "control_character")]
    [InlineData("a\u001Bb", "control_character")]
    [InlineData("a\u007Fb", "control_character")]
    [InlineData("a\u0600b", "control_character")]
    [InlineData("a\uD800", "broken_encoding")]
    [InlineData("\uDC00a", "broken_encoding")]
    [InlineData("a\uFFFDb", "broken_encoding")]
    [InlineData("a\uFFFEb", "broken_encoding")]
    [InlineData("abc\u202Egpj", "direction_mark")]
    [InlineData("a\u2066b", "direction_mark")]
    [InlineData("12345678901", "too_long")]
    public void A_refusal_says_which_rule_was_broken(string? text, string reason) =>
        Assert.Equal("text." + reason, TextInput.Required(text, 10).Error?.Code);

    [Fact]
    public void A_line_as_written_has_no_line_break_or_tab()
    {
        Assert.Equal("text.control_character", TextInput.Required("a\nb", 10, TextForm.AsWritten).Error?.Code);
        Assert.Equal("text.control_character", TextInput.Required("a\tb", 10, TextForm.AsWritten).Error?.Code);
    }

    [Fact]
    public void Length_is_counted_after_shaping_in_UTF_16_units()
    {
        Assert.Equal("1234567890", TextInput.Required("   1234567890   ", 10).Value);
        Assert.Equal("text.too_long", TextInput.Required("𠮷𠮷", 3).Error?.Code);
        Assert.False(TextInput.Required("𠮷𠮷", 4).IsRefused);
    }

    [Fact]
    public void Optional_reads_blank_as_null()
    {
        Assert.Null(TextInput.Optional("  ", 10).Value);
        Assert.Null(TextInput.Optional(null, 10).Value);
        Assert.Equal("a", TextInput.Optional(" a", 10).Value);
        Assert.Equal("text.control_character", TextInput.Optional("\u0001", 10).Error?.Code);
    }

    [Fact]
    public void A_megabyte_of_white_space_or_letters_is_done_with_at_once()
    {
        foreach (var form in new[] { TextForm.AsWritten, TextForm.SingleSpaced, TextForm.MultiLine, TextForm.Code })
        {
            Assert.Equal("text.required", TextInput.Required(new string(' ', 1_000_000), 10, form).Error?.Code);
            Assert.Equal("text.too_long", TextInput.Required(new string('a', 1_000_000), 10, form).Error?.Code);
        }
    }

    [Fact]
    public void Every_full_width_form_of_ASCII_becomes_half_width_and_nothing_else_changes()
    {
        for (var character = '!'; character <= '~'; character++)
        {
            Assert.Equal(character.ToString(), TextInput.ToHalfWidth(((char)(character + 0xFEE0)).ToString()));
        }

        Assert.Equal(" 、。「」中a", TextInput.ToHalfWidth("\u3000、。「」中a"));
    }
}
