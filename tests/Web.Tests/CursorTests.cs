using System.Buffers.Text;
using System.Text;
using Oversight.Web;
using Xunit;

namespace Oversight.Web.Tests;

public sealed class CursorTests
{
    private sealed record Key(string Name, Guid Id);

    private static readonly Key Last = new("慈溪市博雅艺术培训有限公司", new Guid("01980000-0000-7000-8000-000000000001"));

    [Fact]
    public void A_cursor_reads_back_on_the_list_that_wrote_it() =>
        Assert.Equal(Last, Cursor.Read<Key>("institutions|3302", Cursor.Write("institutions|3302", Last)).Value);

    [Fact]
    public void No_cursor_is_the_first_page() => Assert.Null(Cursor.Read<Key>("institutions", null).Value);

    [Fact]
    public void A_cursor_of_another_filter_is_refused() => Refused(Cursor.Write("institutions|3302", Last));

    [Theory]
    [InlineData("")]
    [InlineData("not a cursor")]
    [InlineData("%00")]
    [InlineData("AAAA")]
    [InlineData("bnVsbA")]
    public void A_made_up_cursor_is_refused(string cursor) => Refused(cursor);

    [Fact]
    public void A_huge_cursor_is_refused() => Refused(new string('A', 100_000));

    [Fact]
    public void A_cursor_with_a_missing_key_is_refused() =>
        Refused(Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"mark":"x","key":null}""")));

    [Theory]
    [InlineData(null, 50)]
    [InlineData(1, 1)]
    [InlineData(200, 200)]
    public void A_page_has_one_to_two_hundred_rows(int? limit, int size) =>
        Assert.Equal(size, new PageRequest { Limit = limit }.Size.Value);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(201)]
    [InlineData(int.MaxValue)]
    public void Another_size_is_refused(int limit) =>
        Assert.Equal("request.limit.range", new PageRequest { Limit = limit }.Size.Error?.Code);

    [Fact]
    public void The_extra_row_only_tells_that_there_is_a_next_page()
    {
        Assert.Equal("b", PageOf<string>.From(["a", "b", "c"], 2, row => row).Next);
        Assert.Null(PageOf<string>.From(["a", "b"], 2, row => row).Next);
    }

    private static void Refused(string cursor) =>
        Assert.Equal("request.cursor.unknown", Cursor.Read<Key>("institutions|330282", cursor).Error?.Code);
}
