using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Tests.Providers;

/// <summary>The violated index is found whatever language the login speaks and however the text quotes it.</summary>
public sealed class ViolatedIndexTests
{
    [Theory]
    [InlineData(
        2601,
        "Cannot insert duplicate key row in object 'dbo.accounts' with unique index 'ux_accounts_number'. The duplicate key value is "
            + "(A-1).")]
    [InlineData(
        2601,
        "Cannot insert duplicate key row in object 'oversight.accounts' with unique index 'ux_accounts_number'. The duplicate key value "
            + "is (A-1).")]
    [InlineData(2601, "不能在具有唯一索引“ux_accounts_number”的对象“dbo.accounts”中插入重复键的行。重复键值为 (A-1)。")]
    [InlineData(2601, "不能在具有唯一索引ux_accounts_number的对象oversight.accounts中插入重复键的行。")]
    [InlineData(
        2601,
        "Eine Zeile mit doppeltem Schlüssel kann in das Objekt \"dbo.accounts\" mit dem eindeutigen Index \"ux_accounts_number\" nicht "
            + "eingefügt werden.")]
    public void An_index(int number, string text) => Assert.Equal(LedgerDbContext.NumberIndex, Found((number, 14, text)));

    [Theory]
    [InlineData(
        "Violation of PRIMARY KEY constraint 'pk_accounts'. Cannot insert duplicate key in object 'dbo.accounts'. The duplicate key value "
            + "is (1).")]
    [InlineData("违反了 PRIMARY KEY 约束“pk_accounts”。不能在对象“dbo.accounts”中插入重复键。重复键值为 (1)。")]
    public void A_key(string text) => Assert.Equal("pk_accounts", Found((2627, 14, text)));

    [Fact]
    public void It_is_found_behind_other_errors_of_the_batch() => Assert.Equal(
        LedgerDbContext.NumberIndex,
        Found(
            (547, 16, "The INSERT statement conflicted with the FOREIGN KEY constraint."),
            (2601, 14, "… unique index 'ux_accounts_number'."), (3621, 0, "The statement has been terminated.")));

    [Fact]
    public void A_name_that_only_begins_like_one_of_the_model_is_another() =>
        Assert.Equal("", Found((2601, 14, "unique index 'ux_accounts_number_old'")));

    [Fact]
    public void A_value_that_spells_another_name_does_not_win() => Assert.Equal(
        "pk_leases",
        Found((2627, 14, "Violation of PRIMARY KEY constraint 'pk_leases'. … The duplicate key value is (ux_accounts_number).")));

    [Fact]
    public void Other_errors_violate_no_index() => Assert.Null(Found((547, 16, "ux_accounts_number")));

    private static string? Found(params (int Number, byte Class, string Message)[] errors)
    {
        var options = new DbContextOptionsBuilder<LedgerSqlServerContext>();
        new DatabaseLocation(DatabaseProvider.SqlServer, "Server=none").Configure(options);
        using var context = new LedgerSqlServerContext(options.Options);
        return DatabaseErrors.ViolatedUniqueIndex(new DbUpdateException("save", SqlServerFaults.Of(errors)), context.Database);
    }
}
