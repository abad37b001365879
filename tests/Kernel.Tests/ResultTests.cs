using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class ResultTests
{
    private static readonly Error Closed = new(
        ErrorKind.Conflict, "registry.institution.closed", "A closed institution cannot be changed.",
        Basis: new LegalBasis("民办教育促进法", "第五十六条"));

    [Fact]
    public void An_act_is_done_or_refused_with_its_error()
    {
        Result refused = Closed;

        Assert.False(Result.Done.IsRefused);
        Assert.Null(Result.Done.Error);
        Assert.True(refused.IsRefused);
        Assert.Same(Closed, refused.Error);
    }

    [Fact]
    public void A_refused_result_has_no_value_to_take()
    {
        Result<int> done = 7;
        Result<int> refused = Closed;

        Assert.Equal(7, done.Value);
        Assert.True(refused.IsRefused);
        Assert.Contains(
            "registry.institution.closed", Assert.Throws<InvalidOperationException>(() => refused.Value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_can_be_pointed_at_a_field_and_cites_its_article()
    {
        Assert.Equal("status", Closed.At("status").Field);
        Assert.Equal(Closed.Code, Closed.At("status").Code);
        Assert.Equal("民办教育促进法 第五十六条", Closed.Basis?.ToString());
    }
}
