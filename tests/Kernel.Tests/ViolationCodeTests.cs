using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class ViolationCodeTests
{
    [Theory]
    [InlineData("V37", "V37")]
    [InlineData(" v37 ", "V37")]
    [InlineData("Ｖ３７", "V37")]
    [InlineData("V0137", "V0137")]
    public void A_code_is_kept_in_one_spelling(string text, string code)
    {
        Assert.Equal(code, ViolationCode.Parse(text).Value?.Value);
        Assert.True(ViolationCode.IsValid(code));
        Assert.Equal(code, ViolationCode.FromStored(code).ToString());
        Assert.InRange(code.Length, 1, ViolationCode.MaxLength);
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData(" ", "required")]
    [InlineData("37", "malformed")]
    [InlineData("V", "malformed")]
    [InlineData("V7", "malformed")]
    [InlineData("V00137", "malformed")]
    [InlineData("V37x", "malformed")]
    [InlineData("X37", "malformed")]
    [InlineData("V٣٧", "malformed")]
    [InlineData("V37\u0000", "malformed")]
    public void Anything_else_is_refused(string? text, string reason)
    {
        Assert.Equal("identifier.violation." + reason, ViolationCode.Parse(text).Error?.Code);
        Assert.False(ViolationCode.IsValid(text));
        Assert.Throws<ArgumentException>(() => ViolationCode.FromStored(text!));
    }

    [Theory]
    [InlineData("v37")]
    [InlineData("Ｖ３７")]
    [InlineData("V37\n")]
    public void Only_the_one_spelling_is_stored(string text) => Assert.False(ViolationCode.IsValid(text));
}
