using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Oversight.Persistence.Tests.Commits;

/// <summary>An act that loses a deadlock is saved again instead of being sent back to its caller.</summary>
public sealed class DeadlockTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_victim_of_a_deadlock_is_saved_once_the_other_has_ended()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.PostgreSql));
        Guid[] ids = [.. new[] { Guid.CreateVersion7(), Guid.CreateVersion7() }.Order()]; // EF Core updates in this order.
        await database.ReadAsync(c =>
        {
            c.Accounts.AddRange(ids.Select(id => new Account { Id = id, Number = $"{id:N}" }));
            return c.SaveChangesAsync(Cancellation);
        });
        await using var other = new NpgsqlConnection(database.Location.ConnectionString);
        await other.OpenAsync(Cancellation);
        // The server ends whoever has waited for the length of this; the other side is not to be the one.
        await ExecuteAsync("SET deadlock_timeout = '60s'");
        await ExecuteAsync("BEGIN");
        await ExecuteAsync($"UPDATE accounts SET number = number WHERE id = '{ids[1]}'");

        var saving = database.InScopeAsync(async (services, context) =>
        {
            foreach (var account in await context.Accounts.OrderBy(a => a.Id).ToListAsync(Cancellation))
            {
                account.Rename("new");
            }

            return await services.GetRequiredService<Commit<LedgerDbContext>>().SaveAsync(Cancellation);
        });
        await Eventually.BecomesTrueAsync(SaveWaitsAsync, TimeSpan.FromSeconds(20), "the save waits for the second row");
        await ExecuteAsync($"UPDATE accounts SET number = number WHERE id = '{ids[0]}'"); // Returns once the save has lost.
        await ExecuteAsync("COMMIT");

        Assert.False((await saving).IsRefused);
        Assert.Equal(["new", "new"], await database.ReadAsync(c => c.Accounts.Select(a => a.Name).ToListAsync(Cancellation)));

        async Task<bool> SaveWaitsAsync()
        {
            await using var command = new NpgsqlCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", other);
            return (long)(await command.ExecuteScalarAsync(Cancellation))! > 0;
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, other);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }
}
