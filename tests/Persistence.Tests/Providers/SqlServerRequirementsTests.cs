namespace Oversight.Persistence.Tests.Providers;

/// <summary>What an administrator is told to run, by what the database is set to.</summary>
public sealed class SqlServerRequirementsTests
{
    [Fact]
    public void A_database_as_the_platform_sets_it_up_needs_nothing() =>
        Assert.Empty(SqlServerRequirements.StateOf("oversight", "Latin1_General_100_BIN2", snapshot: true, 160, tables: 20).Unmet);

    [Fact]
    public void A_database_by_CREATE_DATABASE_on_a_Chinese_server_needs_its_collation_and_row_versions()
    {
        var state = SqlServerRequirements.StateOf("over]]sight", "Chinese_PRC_CI_AS", snapshot: false, 160, tables: 0);

        Assert.Equal(
            [
                "ALTER DATABASE [over]]sight] COLLATE Latin1_General_100_BIN2;",
                "ALTER DATABASE [over]]sight] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;"],
            state.Statements);
        Assert.All(state.Statements, statement => Assert.Empty(Testing.SqlServer.TransactSql.Faults(statement)));
    }

    [Fact]
    public void An_old_compatibility_level_is_raised() =>
        Assert.Equal(
            "ALTER DATABASE [a] SET COMPATIBILITY_LEVEL = 130;",
            Assert.Single(SqlServerRequirements.StateOf("a", "Latin1_General_100_BIN2", true, 110, 3).Statements));

    [Fact]
    public void The_refusal_names_every_statement_with_its_reason()
    {
        var refused = new SchemaRefusedException(SqlServerRequirements.StateOf("a", "Chinese_PRC_CI_AS", false, 110, 3).Unmet);

        Assert.Equal(3, refused.Statements.Count);
        Assert.All(refused.Statements, statement => Assert.Contains(statement, refused.Message, StringComparison.Ordinal));
        Assert.Contains("-- the collation is Chinese_PRC_CI_AS", refused.Message, StringComparison.Ordinal);
    }
}
