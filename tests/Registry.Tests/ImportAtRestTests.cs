using System.Net;
using System.Text;
using Oversight.Testing;
using Xunit;
using static Oversight.Registry.Tests.RegisterFiles;

namespace Oversight.Registry.Tests;

/// <summary>
/// What is on its way of an import is encrypted at rest like the register itself (个人信息保护法 第五十一条): the file, what is
/// told of its rows, and the remarks, in which people are named.
/// </summary>
public sealed class ImportAtRestTests
{
    // Nothing else in the folder says them by chance.
    private static readonly string[] People = ["皇甫举办", "尉迟负责", "令狐备注", "13900007391", "0574-00008246", "13900001953"];

    private static readonly Encoding[] Encodings =
        [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!];

    private static readonly string[] Rows =
    [
        RowOf(1, "园长令狐备注，电话13900001953"),

        // Refused: the state, the date, the number of fields, quotes, a field that is too long for its column.
        RowOf(2, "").Replace("正常办学", "令狐备注", StringComparison.Ordinal),
        RowOf(3, "").Replace("2024-08-20", "13900001953", StringComparison.Ordinal),
        RowOf(4, "13900001953,令狐备注"),
        RowOf(5, "令狐\"备注\"13900001953"),
        RowOf(6, string.Concat(Enumerable.Repeat("令狐备注13900001953", 40))),
        RowOf(7, "").Replace("皇甫举办", string.Concat(Enumerable.Repeat("皇甫举办", 30)), StringComparison.Ordinal),
    ];

    [Theory]
    [InlineData("?onFault=skip", "done")]
    [InlineData("", "refused")]
    public async Task No_file_of_the_data_folder_holds_a_name_or_a_telephone_number_in_clear(string query, string state)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        // Between upload and worker the file waits in the database.
        using var upload = await UploadAsync(registry.Registrar, FileOf(Rows), query);
        await upload.ShouldBeAsync(HttpStatusCode.Accepted);
        ShouldHoldNobody(registry.Folder, "while the import waits");
        var import = await registry.EndOfAsync((await upload.ReadJsonAsync()).GetProperty("id").GetString()!);

        Assert.Equal((state, 6), (import.GetProperty("state").GetString(), import.GetProperty("refused").GetInt32()));
        ShouldHoldNobody(registry.Folder, "after the import");
        await registry.AbandonAsync();
        ShouldHoldNobody(registry.Folder, "after the stop");
    }

    [Fact]
    public async Task The_report_and_the_answers_repeat_nothing_of_a_row()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var import = await registry.ImportAsync(FileOf(Rows), "?onFault=skip");
        var report = await registry.JsonAsync($"imports/{import.GetProperty("id").GetString()}/report");

        Assert.Equal(6, report.GetProperty("items").GetArrayLength());
        foreach (var person in People)
        {
            Assert.DoesNotContain(person, report.ToString() + import, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_whose_quotes_are_astray_tells_nobodys_name()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var file = FileOf(RowOf(1, "\"备注"), RowOf(2, ""), RowOf(3, "备注\""));

        var told = await registry.RefusalAsync(file, "registry.import.quotes_astray");

        Assert.DoesNotContain(People, person => told.Contains(person, StringComparison.Ordinal));
        ShouldHoldNobody(registry.Folder, "after the refusal");
    }

    [Fact]
    public async Task A_remark_is_read_as_it_was_sent_and_an_equal_one_changes_nothing()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        await registry.ImportAsync(FileOf(RowOf(1, "园长令狐备注")));

        var again = await registry.ImportAsync(FileOf(RowOf(1, "园长令狐备注")));

        Assert.Equal(("done", 0, 0, 1, 0, 0), Counts(again));
        var id = (await registry.JsonAsync("institutions")).GetProperty("items")[0].GetProperty("id").GetString();
        Assert.Equal("园长令狐备注", (await registry.JsonAsync($"institutions/{id}")).GetProperty("remark").GetString());
    }

    private static string RowOf(int number, string remark) => Row(number, remark: remark)
        .Replace("欧阳举办", "皇甫举办", StringComparison.Ordinal).Replace("司马负责", "尉迟负责", StringComparison.Ordinal)
        .Replace("0574-00001234", number % 2 == 0 ? "13900007391" : "0574-00008246", StringComparison.Ordinal);

    // Every spelling in which a database or a file could hold the text.
    private static void ShouldHoldNobody(string folder, string when)
    {
        var files = RegistryUnderTest.FilesOf(folder);
        Assert.Contains("registry.db", files.Keys);
        foreach (var (file, content) in files)
        {
            foreach (var person in People)
            {
                foreach (var encoding in Encodings)
                {
                    var isThere = content.AsSpan().IndexOf(encoding.GetBytes(person)) >= 0;
                    Assert.False(isThere, $"{file} holds {person} {when} ({encoding.WebName}).");
                }
            }
        }
    }
}
