using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Audit;

namespace Oversight.Persistence.Tests.Workers;

public sealed class AuditTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Sealed_rows_verify_and_the_chain_grows(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await RecordAsync(database, 5);
        Assert.Equal(5, await Sealer(database).SealAsync(Cancellation));
        var first = await VerifyAsync(database);
        await RecordAsync(database, 3);
        database.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(3, await Sealer(database).SealAsync(Cancellation));
        await RecordAsync(database, 1);

        var second = await VerifyAsync(database, first.LastHash);

        Assert.Empty(second.Faults);
        Assert.Equal((2, 8, 1), (second.Seals, second.Rows, second.Unsealed));
        Assert.NotEqual(first.LastHash, second.LastHash);
    }

    [Theory]
    [DatabaseData("changed row")]
    [DatabaseData("removed row")]
    [DatabaseData("added row")]
    [DatabaseData("swapped rows")]
    [DatabaseData("moved row")]
    [DatabaseData("changed seal")]
    [DatabaseData("removed seal")]
    [DatabaseData("seal of another time")]
    public async Task Whatever_is_done_to_sealed_rows_shows(DatabaseRow row, string crime)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await SealThreeAsync(database);

        await database.ReadAsync(c => CommitAsync(c, crime));

        Assert.NotEmpty((await VerifyAsync(database)).Faults);
    }

    [Theory, DatabaseData]
    public async Task An_end_that_was_cut_off_shows_only_against_a_hash_that_was_kept_elsewhere(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await SealThreeAsync(database);
        var kept = (await VerifyAsync(database)).LastHash;

        await database.ReadAsync(async c => await c.AuditEntries.Where(a => a.SealNumber == 3).ExecuteDeleteAsync(Cancellation)
            + await c.AuditSeals.Where(s => s.Number == 3).ExecuteDeleteAsync(Cancellation));

        Assert.Empty((await VerifyAsync(database)).Faults);
        Assert.Contains(kept, Assert.Single((await VerifyAsync(database, kept)).Faults), StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Two_sealers_at_once_seal_every_row_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await RecordAsync(database, 40);

        var rows = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => Sealer(database).SealAsync(Cancellation), Cancellation)));

        Assert.Equal(40, rows.Sum());
        var verdict = await VerifyAsync(database);
        Assert.Empty(verdict.Faults);
        Assert.Equal((1, 40, 0), (verdict.Seals, verdict.Rows, verdict.Unsealed));
    }

    [Theory]
    [DatabaseData("audit_seals")]
    [DatabaseData("audit_entries")]
    public async Task A_sealer_that_is_overtaken_between_two_reads_seals_no_row_twice(DatabaseRow row, string beforeReading)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await RecordAsync(database, 3);
        var interruption = new Interruption($"\"{beforeReading}\"", async () =>
        {
            database.Clock.Advance(TimeSpan.FromMinutes(2)); // The lease of the slow one ends.
            Assert.Equal(3, await Sealer(database).SealAsync(Cancellation));
            await RecordAsync(database, 2);
        });

        await Sealer(database, interruption).SealAsync(Cancellation);

        Assert.True(interruption.Happened);
        var verdict = await VerifyAsync(database);
        Assert.Empty(verdict.Faults);
        Assert.Equal(5, verdict.Rows + verdict.Unsealed);
    }

    [Theory, DatabaseData]
    public async Task Writers_write_while_the_sealer_seals(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await RecordAsync(database, 20);
        var sealer = Sealer(database);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var sealing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await sealer.SealAsync(Cancellation);
                }
            },
            Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RecordAsync(database, 10), Cancellation)));
        await stop.CancelAsync();
        await sealing;
        await sealer.SealAsync(Cancellation);

        var verdict = await VerifyAsync(database);
        Assert.Empty(verdict.Faults);
        Assert.Equal((60, 0), (verdict.Rows, verdict.Unsealed));
    }

    private static Task<int> CommitAsync(LedgerDbContext c, string crime)
    {
        var (first, second) =
            (c.AuditEntries.Where(a => a.SealNumber == 2 && a.LeafIndex == 0),
                c.AuditEntries.Where(a => a.SealNumber == 2 && a.LeafIndex == 1));
        return crime switch
        {
            "changed row" => first.ExecuteUpdateAsync(set => set.SetProperty(a => a.ActorId, "somebody else"), Cancellation),
            "removed row" => first.ExecuteDeleteAsync(Cancellation),
            "added row" => AddAsync(c),
            "swapped rows" => SwapAsync(c),
            "moved row" =>
                second.ExecuteUpdateAsync(set => set.SetProperty(a => a.SealNumber, 3L).SetProperty(a => a.LeafIndex, 9), Cancellation),
            "changed seal" => c.AuditSeals.Where(s => s.Number == 2)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Hash, new string('a', 64)), Cancellation),
            "removed seal" => c.AuditSeals.Where(s => s.Number == 2).ExecuteDeleteAsync(Cancellation),
            "seal of another time" => c.AuditSeals.Where(s => s.Number == 2).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.SealedAt, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)), Cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(crime)),
        };
    }

    private static async Task<int> SwapAsync(LedgerDbContext c)
    {
        var rows = await c.AuditEntries.Where(a => a.SealNumber == 2).ToListAsync(Cancellation);
        (rows[0].LeafIndex, rows[1].LeafIndex) = (rows[1].LeafIndex, rows[0].LeafIndex);
        return await c.SaveChangesAsync(Cancellation);
    }

    private static Task<int> AddAsync(LedgerDbContext c)
    {
        var entry = new AuditEntry
        {
            Id = Guid.CreateVersion7(), At = LedgerDatabase.Start.UtcDateTime, ActorId = "forger", Act = "account.open",
            Subject = "account", SubjectId = Guid.CreateVersion7()
        };
        (entry.SealNumber, entry.LeafIndex) = (2, 2);
        c.AuditEntries.Add(entry);
        return c.SaveChangesAsync(Cancellation);
    }

    private static async Task SealThreeAsync(LedgerDatabase database)
    {
        for (var i = 0; i < 3; i++)
        {
            await RecordAsync(database, 2);
            database.Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(2, await Sealer(database).SealAsync(Cancellation));
        }

        Assert.Empty((await VerifyAsync(database)).Faults);
    }

    private static async Task RecordAsync(LedgerDatabase database, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            await database.InScopeAsync(async (services, _) =>
            {
                var commit = services.GetRequiredService<Commit<LedgerDbContext>>();
                commit.Record("account.open", "account", commit.NewId(), 1, new { Reason = "新设", Number = i });
                var saved = await commit.SaveAsync(Cancellation);
                Assert.Null(saved.Error);
                return saved;
            });
        }
    }

    private static AuditSealer<LedgerDbContext> Sealer(LedgerDatabase database, IInterceptor? interceptor = null) =>
        database.Process(interceptor: interceptor).GetRequiredService<AuditSealer<LedgerDbContext>>();

    private static Task<AuditVerdict> VerifyAsync(LedgerDatabase database, string? kept = null) =>
        database.ReadAsync(c => AuditVerifier.VerifyAsync(c, kept, Cancellation));

    /// <summary>Does something once before a worker's first whole read of a table, after it has taken its lease.</summary>
    private sealed class Interruption(string table, Func<Task> act) : DbCommandInterceptor
    {
        private bool _leased;

        public bool Happened { get; private set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            _leased = true;
            return ValueTask.FromResult(result);
        }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            var reads = command.CommandText.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)
                && command.CommandText.Replace("\"", "", StringComparison.Ordinal)
                    .Contains($"FROM {table.Trim('"')}", StringComparison.Ordinal);
            if (_leased && !Happened && reads)
            {
                Happened = true;
                await act();
            }

            return result;
        }
    }
}
