using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Oversight.Testing;

namespace Oversight.Benchmarks;

/// <summary>Rows per second of the import, which makes five rows of each; beside the same number of bare rows in one transaction.</summary>
internal static class ImportBenchmark
{
    private const int RowsOfOne = 5; // Entry, legal event, audit, fact, deadline.

    public static async Task RunAsync(params int[] sizes)
    {
        var report = new Report(
            "Import", "database", "rows of the file", "per second", "limit: bare inserts, five for each row, per second", "share");
        foreach (var start in new Func<Task<IPlatform>>[]
        {
            async () => await StandaloneProcess.StartAsync(), async () => await Distributed.StartAsync()
        })
        {
            await using var platform = await start();
            var from = 0;
            foreach (var size in sizes.Prepend(500)) // The first warms up.
            {
                Report.Say($"{platform.Name}: {size} rows");
                var (took, created) = await platform.ImportAsync(FictitiousRegister.File(from, size));
                await platform.WaitUntilPublicAsync(FictitiousRegister.Code(from + size - 1), TimeSpan.FromMinutes(10));
                from += size;
                if (size > 500)
                {
                    var (perSecond, bare) = (created / took.TotalSeconds, await BareAsync(platform, size));
                    report.Add(
                        platform.Name, Report.Count(size), Report.Count(perSecond), Report.Count(bare), Report.Ratio(perSecond, bare));
                }
            }
        }

        report.Print();
    }

    private static async Task<double> BareAsync(IPlatform platform, int rows)
    {
        await using DbConnection connection = platform is Distributed distributed
            ? new NpgsqlConnection(await distributed.Server.CreateDatabaseAsync())
            : new SqliteConnection($"Data Source={RunFolder.PathFor("bare.db")}");
        await connection.OpenAsync();
        await using (var setup = connection.CreateCommand())
        {
            setup.CommandText = connection is SqliteConnection ? "pragma journal_mode = wal; pragma synchronous = full; " : "";
            setup.CommandText += "create table rows (id text primary key, version bigint, name text, code text, division text, address "
                + "text, payload text)";
            await setup.ExecuteNonQueryAsync();
        }

        var (begun, payload) = (Stopwatch.GetTimestamp(), new string('x', 500));
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "insert into rows values (@id, 1, @name, @code, '330282', 'somewhere', @payload)";
        foreach (var name in new[] { "@id", "@name", "@code", "@payload" })
        {
            var parameter = insert.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, "x");
            insert.Parameters.Add(parameter);
        }

        await insert.PrepareAsync();
        for (var i = 0; i < rows * RowsOfOne; i++)
        {
            (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value, insert.Parameters[3].Value) =
                (Guid.CreateVersion7().ToString(), "a name", FictitiousRegister.Code(i / RowsOfOne), payload);
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return rows / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
