using System.Globalization;
using Oversight.Kernel;
using Oversight.Registry.Import;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>The account of an import notices a line or a row that is lost or counted twice.</summary>
public sealed class ImportAccountTests
{
    private static readonly Error Why = ImportErrors.Date;

    [Fact]
    public void Where_every_line_and_row_is_there_it_balances()
    {
        var account = Account("header 1-1, ignored 2-3, row 4-4, refused 5-5, row 6-8");
        account.Refuse(4, 4, Why);

        Assert.False(account.Check(linesOfFile: 8, applied: 1).IsRefused);
        Assert.Equal((8, 3, 2, 2), (account.Lines, account.Rows, account.Refused, account.Ignored));
    }

    [Theory]
    [InlineData("the last line is missing", "header 1-1, row 2-2", 3, 1)]
    [InlineData("a line between is missing", "header 1-1, row 3-3", 3, 1)]
    [InlineData("the header is missing", "row 2-2", 2, 1)]
    [InlineData("a line too many", "header 1-1, row 2-2, row 3-3", 2, 2)]
    [InlineData("a line twice", "header 1-1, row 2-2, row 2-2", 2, 2)]
    [InlineData("a line twice and another missing", "header 1-1, row 2-2, row 2-2", 3, 2)]
    [InlineData("a row without an outcome", "header 1-1, row 2-2, row 3-3", 3, 1)]
    [InlineData("a row with two outcomes", "header 1-1, refused 2-2", 2, 1)]
    public void Whatever_is_lost_or_counted_twice_refuses_the_run(string what, string lines, int linesOfFile, int applied) =>
        Assert.True(Account(lines).Check(linesOfFile, applied).Error?.Code == "registry.import.not_accounted", what);

    [Fact]
    public void A_report_lists_so_many_lines_of_an_outcome_and_counts_all()
    {
        var account = new ImportAccount();
        for (var line = 1; line <= ImportAccount.MaxListed + 5; line++)
        {
            account.Read(Line(LineKind.Refused, line, line));
        }

        account.Review(3, 3, Why);

        Assert.Equal(ImportAccount.MaxListed + 5, account.Refused);
        Assert.Equal(ImportAccount.MaxListed + 1, account.Report(Guid.Empty).Count());
    }

    private static ImportAccount Account(string lines)
    {
        var account = new ImportAccount();
        foreach (var part in lines.Split(", "))
        {
            var (kind, range) = (part.Split(' ')[0], part.Split(' ')[1].Split('-'));
            account.Read(Line(Enum.Parse<LineKind>(kind, ignoreCase: true), Number(range[0]), Number(range[1])));
        }

        return account;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static RegisterLine Line(LineKind kind, int first, int last) =>
        new(kind, first, last, new Dictionary<string, string>(), kind is LineKind.Ignored or LineKind.Refused ? Why : null);
}
