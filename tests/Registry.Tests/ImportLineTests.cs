using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Xunit;
using static Oversight.Registry.Tests.RegisterFiles;

namespace Oversight.Registry.Tests;

/// <summary>
/// Every line of a file is entered, changed, unchanged, refused or ignored, and nothing of a line that went wrong is told in clear.
/// </summary>
public sealed class ImportLineTests
{
    private const string Phone = "0574-00007654", Person = "诸葛测试";

    /// <summary>Rows of which one is no row: it is refused with line and reason, and the others are entered.</summary>
    public static TheoryData<string, string, string?> OddLines() => new()
    {
        { Row(2, address: "\"东\"路 2 号"), "registry.import.text_after_quote", "办学地址" },
        { Row(2, address: "5\"屏 2 号"), "registry.import.quote_inside", "办学地址" },
        { Row(2, address: " \"东路\""), "registry.import.quote_inside", "办学地址" },
        { Row(2, address: new string('路', 5000)), "registry.import.field_too_long", "办学地址" },
        { Row(2, address: $"\"{new string('路', 5000)}\""), "registry.import.field_too_long", "办学地址" },
        { Row(2) + string.Concat(Enumerable.Repeat("," + new string('备', 3000), 8)), "registry.import.row_too_long", null },
        { Row(2) + ",", "registry.import.row_malformed", null },
        { Row(2)[..^1], "registry.import.row_malformed", null },
        { Row(2) + new string(',', 3000), "registry.import.row_malformed", null },
        { Row(2).Replace("试验路 2 号", "试验路\r2 号", StringComparison.Ordinal), "registry.import.row_malformed", null },
    };

    [Theory]
    [MemberData(nameof(OddLines))]
    public async Task A_line_that_is_no_row_is_refused_with_its_number_and_reason(string line, string code, string? column)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var import = await registry.ImportAsync(FileOf(Row(1), line, Row(3)), "?onFault=skip");

        var lines = line.Contains('\r', StringComparison.Ordinal) ? 2 : 1;
        Assert.Equal(("done", 2, 0, 0, lines, 0), Counts(import));
        var report = await registry.ReportAsync(import);
        Assert.Equal(("refused", 3, 3, column, code), report[0]);
        Assert.Equal(lines, report.Count);
        Assert.Equal(3 + lines, import.GetProperty("lines").GetInt32());
    }

    /// <summary>Files whose quotes cannot be trusted: where one row ends is unknown, so nothing of them is entered.</summary>
    public static TheoryData<string, string[], string> Astray() => new()
    {
        { "registry.import.quote_open", [Row(1), Row(2, address: "\"东路"), Row(3)], "line 3" },
        { "registry.import.quote_open", [Row(1), Row(2)[..60] + ",\"half"], "line 3" },

        // Two rows with one quote each in the same column make one valid record that would swallow the rows between.
        { "registry.import.quotes_astray", [Row(1), Row(2, remark: "\"备注"), Row(3), Row(4, remark: "备注\"")], "line 3" },
        { "registry.import.quotes_astray", [Row(1), Row(2, remark: "\"备注"), Row(3, remark: "备注\"")], "line 3" },
        { "registry.import.quotes_astray", [Row(1), Row(2, address: "\"东路"), Row(3, address: "东\"路")], "line 3" },
        { "registry.import.quotes_astray", [Row(1), Row(2, address: "\"东路"), Row(3), Row(4, address: "\"西路\"")], "line 3" },
        { "registry.import.quotes_astray", [Row(1), Row(2, name: "\"东"), Row(3, address: "西\"")], "line 3" },
    };

    [Theory]
    [MemberData(nameof(Astray))]
    public async Task A_file_whose_quotes_are_astray_is_refused_as_a_whole_and_stored_nowhere(string code, string[] rows, string line)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        Assert.Contains(line, await registry.RefusalAsync(FileOf(rows), code), StringComparison.Ordinal);
        Assert.Equal(0, await registry.ReadAsync(context => context.ImportJobs.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("mixed")]
    public async Task A_line_break_of_any_kind_counts_once_and_quoted_ones_belong_to_their_row(string lineBreak)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        string[] breaks = lineBreak == "mixed" ? ["\r\n", "\n", "\r", "\n", "\r\n", "\r"] : [.. Enumerable.Repeat(lineBreak, 6)];
        string[] rows = [Header, Row(1, remark: "\"一\r\n二\r三\n四\""), "", Row(2), ",,,,", Row(3)];

        var import = await registry.ImportAsync(Bytes(string.Concat(rows.Zip(breaks, (row, end) => row + end))));

        Assert.Equal(("done", 3, 0, 0, 0, 2), Counts(import));
        Assert.Equal(9, import.GetProperty("lines").GetInt32());
        Assert.Equal(
            [("ignored", 6, 6, null, "registry.import.blank_line"), ("ignored", 8, 8, null, "registry.import.empty_row")],
            await registry.ReportAsync(import));
    }

    [Fact]
    public async Task The_report_shows_neighbouring_ignored_lines_once_and_can_be_asked_for_one_outcome()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var import = await registry.ImportAsync(FileOf(Row(1), "", "  ", "　", Row(2, type: "K9"), "", ",,"), "?onFault=skip");

        Assert.Equal(("done", 1, 0, 0, 1, 5), Counts(import));
        Assert.Equal(8, import.GetProperty("lines").GetInt32());
        Assert.Equal(
            [
                ("ignored", 3, 5, null, "registry.import.blank_line"), ("refused", 6, 6, "机构类型", "registry.institution.type_unknown"),
                ("ignored", 7, 7, null, "registry.import.blank_line"), ("ignored", 8, 8, null, "registry.import.empty_row"),
            ],
            await registry.ReportAsync(import));
        Assert.Equal([6], (await registry.ReportAsync(import, "&outcome=refused")).ConvertAll(line => line.Line));
        var lost = $"{Imports}/{import.GetProperty("id").GetString()}/report?outcome=lost";
        using var unknown = await registry.Registrar.GetAsync(lost, TestContext.Current.CancellationToken);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.value.malformed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?onFault=skip")]
    [InlineData("?dryRun=true&onFault=skip")]
    public async Task Whatever_is_done_with_faulty_rows_the_counts_add_up_to_the_lines_of_the_file(string query)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        await registry.ImportAsync(FileOf(Row(1), Row(2)));

        // Equal, changed, in another state, new, the same twice, out of scope, blank, no row.
        var file = FileOf(
            Row(1), Row(2, name: "改名园"), Row(3), Row(3), Row(4, division: "330106"), "", Row(5) + ",", Row(6, remark: "\"一\n二\""));

        var import = await registry.ImportAsync(file, query);

        Assert.Equal((query == "" ? "refused" : "done", 2, 1, 1, 3, 1), Counts(import));
        Assert.Equal(8, import.GetProperty("rowsChecked").GetInt32() + import.GetProperty("ignored").GetInt32());
        Assert.Equal(10, import.GetProperty("lines").GetInt32());
    }

    [Theory]
    [InlineData("registry.import.header_repeated", "机构名称,机构名称")]
    [InlineData("registry.import.header_unknown", $"机构名称,{Person},{Phone}")]
    [InlineData("registry.import.header_blank", "机构名称,,机构类型")]
    [InlineData("registry.import.header_unreadable", "机构名称,\"机构\"类型")]
    [InlineData("registry.import.header_unreadable", "机构名称,机\"构类型")]
    public async Task A_header_that_is_none_is_refused_without_repeating_it(string code, string header)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        using var answer = await UploadAsync(registry.Registrar, Bytes($"{header}\n{Row(1)}\n"));

        var problem = (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code)).Body.ToString();
        Assert.DoesNotContain(Person, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\",")]
    [InlineData("\"a\"\"b\",")]
    [InlineData("\"\"")]
    public async Task One_line_of_many_quotes_is_refused_at_the_header_and_as_a_row(string piece)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var quotes = string.Concat(Enumerable.Repeat(piece, 1_000_000));

        await registry.RefusalAsync(Bytes(quotes), "registry.import.header_unreadable");
        var import = await registry.ImportAsync(FileOf(Row(1), quotes, Row(2)), "?onFault=skip");

        Assert.Equal(("done", 2, 1), Outcome(import));
    }

    [Fact]
    public async Task A_nul_byte_is_refused_with_its_line()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var refusal = await registry.RefusalAsync(FileOf(Row(1), Row(2, remark: "\0")), "registry.import.nul");

        Assert.Contains("line 3", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_file_is_refused_at_the_line_where_it_is_cut_or_its_last_row_is()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var whole = Bytes($"{Header}\n{Row(1)}\n{Row(2, remark: "\"备注，逗号\"")}\n");
        var second = Bytes($"{Header}\n{Row(1)}\n").Length;
        var remark = second + Bytes(Row(2)).Length; // Cut exactly here the row is whole and has no remark.

        // Wherever the second row is cut, it is refused, or the whole file is.
        foreach (var length in Enumerable.Range(second + 1, whole.Length - second - 2).Where(length => length % 7 == 0 && length != remark))
        {
            using var answer = await UploadAsync(registry.Registrar, whole[..length], "?onFault=skip&dryRun=true");
            if (answer.StatusCode != HttpStatusCode.BadRequest)
            {
                var import = await registry.EndOfAsync((await answer.ReadJsonAsync()).GetProperty("id").GetString()!);
                Assert.Equal(("done", 1, 0, 0, 1, 0), Counts(import));
            }
            else
            {
                var refusal = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.Contains("line 3", refusal, StringComparison.Ordinal);
            }
        }
    }
}
