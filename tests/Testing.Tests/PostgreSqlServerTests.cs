using Npgsql;
using Xunit;

namespace Oversight.Testing.Tests;

public sealed class PostgreSqlServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_killed_PostgreSql_comes_back_with_its_data_at_the_same_address(bool inContainer)
    {
        await using var server = inContainer ? PostgreSqlServer.DurableInContainer() : PostgreSqlServer.Durable();
        var database = await server.CreateDatabaseAsync(Cancellation);
        await ExecuteAsync(database, "create table facts (id int); insert into facts values (7)");

        await server.KillAsync(Cancellation);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(database, "select 1"));
        await server.StartAsync(Cancellation);
        Assert.Equal(7, await ExecuteAsync(database, "select id from facts"));
    }

    [Fact]
    public async Task Two_databases_of_one_server_do_not_meet()
    {
        PostgreSqlServer.SkipIfMissing();
        var first = await PostgreSqlServer.Shared.CreateDatabaseAsync(Cancellation);
        var second = await PostgreSqlServer.Shared.CreateDatabaseAsync(Cancellation);
        await ExecuteAsync(first, "create table facts (id int)");

        var failure = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(second, "select id from facts"));

        Assert.Equal(PostgresErrorCodes.UndefinedTable, failure.SqlState);
    }

    [Fact]
    public async Task Chinese_characters_are_letters_to_the_trigram_index()
    {
        PostgreSqlServer.SkipIfMissing();
        var database = await PostgreSqlServer.Shared.CreateDatabaseAsync(Cancellation);
        await ExecuteAsync(database, "create extension pg_trgm");

        Assert.True((int)(await ExecuteAsync(database, "select array_length(show_trgm('宁波市海曙区'), 1)"))! > 0);
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
