using Oversight.Web;
using Xunit;
using static Oversight.Registry.Tests.RegisterFiles;

namespace Oversight.Registry.Tests;

/// <summary>
/// Files as offices really export them. None hangs and none loses a row: each is either refused as a whole with its reason, or
/// every line of it is entered, refused or ignored.
/// </summary>
public sealed class ImportCaseTests
{
    /// <summary>File; the code that refuses it as a whole, or null; entered, refused, ignored; lines and codes of the report.</summary>
    public static TheoryData<string, string?, int, int, int, string> Cases() => new()
    {
        { "01-title-row-above-header", "registry.import.header_unknown", 0, 0, 0, "" },
        { "02-summary-row", null, 2, 1, 0, "4 registry.institution.type_unknown" },
        { "03-serial-column", "registry.import.header_unknown", 0, 0, 0, "" },
        { "04-header-synonyms", "registry.import.header_unknown", 0, 0, 0, "" },
        { "05-excel-serial-date", null, 0, 1, 0, "2 registry.import.date" },
        { "06-chinese-date", null, 1, 0, 0, "" },
        { "07-range-date", null, 0, 1, 0, "2 registry.import.date" },
        { "08-us-date", null, 0, 1, 0, "2 registry.import.date" },
        { "09-long-term", null, 0, 1, 0, "2 registry.import.date" },
        { "10-sci-notation", null, 0, 1, 0, "2 identifier.credit_code.length" },
        { "11-apostrophe", null, 0, 1, 0, "2 identifier.credit_code.length" },
        { "12-equals-quoted", null, 0, 1, 0, "2 identifier.credit_code.length" },
        { "13-semicolon", "registry.import.separator", 0, 0, 0, "" },
        { "14-tab", "registry.import.separator", 0, 0, 0, "" },
        { "15-gbk", null, 1, 0, 0, "" },
        { "16-utf16-unicode-text", "registry.import.encoding", 0, 0, 0, "" },
        { "17-blank-lines-trailing", null, 1, 0, 3, "3 registry.import.blank_line, 5 registry.import.empty_row" },
        { "18-trailing-empty-columns", "registry.import.header_blank", 0, 0, 0, "" },
        { "19-division-name", null, 0, 1, 0, "2 identifier.division.digits" },
        { "20-division-12digit", null, 0, 1, 0, "2 identifier.division.length" },
        { "26-open-quote", "registry.import.quote_open", 0, 0, 0, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_file_as_offices_send_it_loses_no_row(
        string file, string? code, int entered, int refused, int ignored, string report)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var officer = registry.As("registrar-2", "4401", Roles.Registrar);
        if (code is not null)
        {
            await registry.RefusalAsync(await ContentAsync(file), code, officer);
            return;
        }

        var import = await registry.ImportAsync(await ContentAsync(file), "?onFault=skip", officer);

        Assert.Equal(("done", entered, 0, 0, refused, ignored), Counts(import));
        var lines = (await registry.ReportAsync(import, officer: officer)).Select(line => $"{line.Line} {line.Code}");
        Assert.Equal(report, string.Join(", ", lines));
        Assert.Equal(entered, (await registry.NamesAsync()).Count);
    }

    [Fact]
    public void Every_file_of_the_folder_is_in_the_table() => Assert.Equal(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "ImportCases"), "*.csv").Select(Path.GetFileNameWithoutExtension).Order(),
        Cases().Select(row => row.Data.Item1).Order());

    [Theory]
    [InlineData("utf-16le", "UTF-16")]
    [InlineData("utf-16be", "UTF-16")]
    [InlineData("utf-32", "UTF-32")]
    [InlineData("utf-32be", "UTF-32")]
    public async Task An_encoding_that_is_not_read_is_named(string encoding, string name)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var text = $"{Header}\n{Row(1)}\n";

        foreach (var mark in new[] { "", "\uFEFF" })
        {
            var refusal = await registry.RefusalAsync(Bytes(mark + text, encoding), "registry.import.encoding");
            Assert.Contains($"is {name},", refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_utf_8_file_with_a_broken_character_is_not_read_as_another_encoding_and_the_line_is_named()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var refusal = await registry.RefusalAsync([.. FileOf(Row(1)), .. Bytes("慈")[..2]], "registry.import.encoding");

        Assert.Contains("line 3", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_only_could_be_gb18030_are_not_guessed_at()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        const string header = "name,creditCode,type,profit,licenceNumber,validTo,division,address";
        var text = $"{header}\n慈溪园,{Entries.Code(1)},K1,非营利,教民1号,2029-8-31,330282,路1号\n";

        // Without a Chinese header nothing shows that the guess is right.
        await registry.RefusalAsync(Bytes(text, "gb18030"), "registry.import.encoding");
    }

    private static Task<byte[]> ContentAsync(string file) => File.ReadAllBytesAsync(
        Path.Combine(AppContext.BaseDirectory, "ImportCases", file + ".csv"), TestContext.Current.CancellationToken);
}
