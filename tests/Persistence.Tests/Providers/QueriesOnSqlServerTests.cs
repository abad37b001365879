using Microsoft.EntityFrameworkCore;
using Oversight.Testing.SqlServer;

namespace Oversight.Persistence.Tests.Providers;

/// <summary>The watch over queries sees them, and reports one that SQL Server could not run.</summary>
public sealed class QueriesOnSqlServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queries_of_every_kind_are_compiled_for_SQL_Server_too()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        var (before, ids, number) = (QueriesOnSqlServer.Commands, new List<Guid> { Guid.CreateVersion7() }, "A-1");

        await database.ReadAsync(
            c => c.Accounts.Where(a => a.Number.StartsWith(number) && ids.Contains(a.Id)).OrderBy(a => a.Number).Skip(1).Take(7)
                .ToListAsync(Cancellation));
        await database.ReadAsync(
            c => c.Accounts.Where(a => a.Number == number).Select(a => a.Number.Length).FirstOrDefaultAsync(Cancellation));
        await database.ReadAsync(c => c.Accounts.Where(a => a.Number.EndsWith(number)).ExecuteDeleteAsync(Cancellation));

        // The list in three lengths.
        Assert.True(QueriesOnSqlServer.Commands >= before + 5, $"{QueriesOnSqlServer.Commands - before} commands");
    }

    [Fact]
    public async Task Canary_a_query_that_SQL_Server_cannot_run_is_reported()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));

        // A function of SQLite alone.
        await Assert.ThrowsAsync<NotOnSqlServerException>(
            () => database.ReadAsync(c => c.Accounts.Where(a => EF.Functions.Glob(a.Number, "A*")).ToListAsync(Cancellation)));
    }

    [Fact]
    public void Canary_a_text_that_is_no_T_SQL_is_reported() => Assert.NotEmpty(TransactSql.Faults("SELECT a FROM b LIMIT 1"));
}
