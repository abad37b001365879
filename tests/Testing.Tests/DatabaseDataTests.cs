using Xunit;

namespace Oversight.Testing.Tests;

public sealed class DatabaseDataTests
{
    [Theory, DatabaseData]
    public async Task Each_database_gives_each_test_one_of_its_own(DatabaseRow database)
    {
        var first = await database.NewConnectionStringAsync(TestContext.Current.CancellationToken);
        var second = await database.NewConnectionStringAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_database_that_cannot_be_had_is_a_row_that_says_why()
    {
        var attribute = new DatabaseDataAttribute("an argument");

        var rows = await attribute.GetData(
            typeof(DatabaseDataTests).GetMethod(nameof(Each_database_gives_each_test_one_of_its_own))!, new Xunit.Sdk.DisposalTracker());

        Assert.Equal(["Sqlite", "PostgreSql", "SqlServer"], rows.Select(row => row.GetData()[0]!.ToString()));
        Assert.All(rows, row =>
        {
            var data = row.GetData();
            Assert.Equal("an argument", data[1]);
            Assert.Equal(((DatabaseRow)data[0]!).MissingReason, row.Skip);
            Assert.True(row.Skip is null || row.Skip.Length > 20, "A skip says what to install.");
        });
    }
}
