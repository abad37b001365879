using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class DepartmentCodeTests
{
    [Theory]
    [InlineData("education")]
    [InlineData("human_resources")]
    [InlineData("a1")]
    public void A_code_is_read_as_it_is_written(string text)
    {
        Assert.Equal(text, DepartmentCode.Parse(text).Value?.Value);
        Assert.Equal(text, DepartmentCode.FromStored(text).ToString());
        Assert.Matches(DepartmentCode.Pattern, text);
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData(" ", "required")]
    [InlineData("e", "malformed")]
    [InlineData("Education", "malformed")]
    [InlineData("1st", "malformed")]
    [InlineData("_fire", "malformed")]
    [InlineData("fire ", "malformed")]
    [InlineData("fire\n", "malformed")]
    [InlineData("ｆｉｒｅ", "malformed")]
    [InlineData("教育", "malformed")]
    public void Anything_else_is_refused(string? text, string reason)
    {
        Assert.Equal("identifier.department." + reason, DepartmentCode.Parse(text).Error?.Code);
        Assert.False(DepartmentCode.IsValid(text));
        Assert.Throws<ArgumentException>(() => DepartmentCode.FromStored(text!));
    }

    [Fact]
    public void A_code_fills_its_column_and_no_more()
    {
        Assert.True(DepartmentCode.IsValid(new string('d', DepartmentCode.MaxLength)));
        Assert.False(DepartmentCode.IsValid(new string('d', DepartmentCode.MaxLength + 1)));
        Assert.True(DepartmentCode.IsValid(new string('d', DepartmentCode.MinLength)));
    }
}
