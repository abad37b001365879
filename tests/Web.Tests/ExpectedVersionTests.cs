using Oversight.Web;
using Xunit;

namespace Oversight.Web.Tests;

public sealed class ExpectedVersionTests
{
    [Fact]
    public void The_current_version_passes() => Assert.False(ExpectedVersion.Parse("\"3\"").Check(3).IsRefused);

    [Fact]
    public void Another_version_is_stale() => Assert.Equal("request.version.stale", ExpectedVersion.Parse("\"2\"").Check(3).Error?.Code);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public void No_version_is_asked_for(string? header) =>
        Assert.Equal("request.version.required", ExpectedVersion.Parse(header).Check(3).Error?.Code);

    [Theory]
    [InlineData("*")]
    [InlineData("3")]
    [InlineData("W/\"3\"")]
    [InlineData("\"3\", \"4\"")]
    [InlineData("\"three\"")]
    [InlineData("\"-3\"")]
    [InlineData("\"\"")]
    [InlineData("\"99999999999999999999999\"")]
    [InlineData("\"３\"")]
    public void Anything_but_one_strong_tag_of_ours_is_malformed(string header) =>
        Assert.Equal("request.version.malformed", ExpectedVersion.Parse(header).Check(3).Error?.Code);
}
