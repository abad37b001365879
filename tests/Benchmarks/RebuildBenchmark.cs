using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Oversight.Benchmarks;

/// <summary>
/// A lost public record is built again beside its publishers: institutions, penalties and results of inspections, and ratings, by the
/// command <c>rebuild-copies</c>. How fast each comes, beside bare inserts of the same rows into the same tables, and whether all came.
/// </summary>
internal static class RebuildBenchmark
{
    private const int Entered = 2_000;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1), UntilGivenUp = TimeSpan.FromMinutes(10);

    // What hangs on a copy of each kind is written with it.
    private static readonly Part[] Parts =
    [
        new(
            "institutions, their events and name index", "institutions",
            ["institutions", "institution_events", "name_grams", "institution_stamps"]),
        new(
            "facts (penalties, results of inspections)", "penalties inspections",
            ["penalties", "penalty_acts", "inspections", "inspection_findings", "publication_marks"]),
        new("ratings", "ratings", ["ratings", "rating_lines"]),
    ];

    /// <param name="sizes">How many institutions, a multiple of <see cref="Entered"/>, and how many facts about them.</param>
    /// <param name="distributed">On PostgreSQL and RabbitMQ instead of SQLite in one process.</param>
    public static async Task RunAsync(IReadOnlyList<int> sizes, bool distributed)
    {
        var (institutions, facts) = (sizes[0], sizes[1]);
        await using IPlatform platform = distributed ? await Distributed.StartAsync() : await StandaloneProcess.StartAsync();
        Report.Say($"{platform.Name}: importing {Entered} institutions …");
        await platform.ImportAsync(FictitiousRegister.File(0, Entered));
        await UntilAsync(
            async () => await CountAsync(
                platform, "creditfile", "select count(*) from institution_files where source_version > 0") >= Entered,
            "every institution has a credit file");

        Report.Say("the public record is lost …");
        await platform.LoseDisclosureAsync();
        Report.Say($"copying to {institutions} institutions, filling in {facts} facts …");
        await Crowd.CopyPublishersAsync(platform.Database, (institutions / Entered) - 1);
        var ids = await IdsAsync(platform);
        await KeptHistory.FillAsync(platform.Database, ids, facts);
        await KeptHistory.RateAsync(platform.Database("creditfile"), facts);
        long[] wanted = [ids.Count, facts, Math.Min(facts, ids.Count)];
        await platform.BeginAnewAsync();

        Report.Say("rebuilding …");
        var (took, printed, all) = await RebuildAsync(platform, wanted);
        Report.Say(Heads(printed));
        var found = await FoundAsync(platform);
        Report.Say("comparing every copy with its publisher …");
        var begun = Stopwatch.GetTimestamp();
        var (code, differences) = await platform.DisclosureAsync("verify-copies");
        var compared = Stopwatch.GetElapsedTime(begun);
        Report.Say(code == 0 ? Heads(differences) : differences);
        await platform.StopWorkAsync();

        var report = new Report(
            string.Create(
                CultureInfo.InvariantCulture,
                $"A lost public record is rebuilt, {platform.Name}: {all.TotalSeconds:0} s in all, compared in {
                    compared.TotalSeconds:0} s {(code == 0 ? "without a difference" : "WITH DIFFERENCES")}"),
            "what", "publishers have", "public record has", "missing", "complete after s", "per second",
            "limit: bare inserts of the same rows, per second", "share");
        for (var i = 0; i < Parts.Length; i++)
        {
            Report.Say($"bare inserts: {Parts[i].What} …");
            var bare = wanted[i] / (await InsertAgainAsync(platform, Parts[i].Tables)).TotalSeconds;
            var perSecond = wanted[i] / took[i].TotalSeconds;
            report.Add(
                Parts[i].What, Report.Count(wanted[i]), Report.Count(found[i]), Report.Count(wanted[i] - found[i]),
                took[i].TotalSeconds.ToString("0", CultureInfo.InvariantCulture), Report.Count(perSecond), Report.Count(bare),
                Report.Ratio(perSecond, bare));
        }

        report.Print();
    }

    // The command itself, and when each kind was complete; the command ends before what waited for its institution is applied.
    private static async Task<(TimeSpan[] Took, string Printed, TimeSpan All)> RebuildAsync(IPlatform platform, long[] wanted)
    {
        var (begun, took, moved) = (Stopwatch.GetTimestamp(), new TimeSpan[wanted.Length], Stopwatch.GetTimestamp());
        var command = platform.DisclosureAsync("rebuild-copies");
        long[] last = new long[wanted.Length];
        while (took.Any(t => t == TimeSpan.Zero) || !command.IsCompleted)
        {
            await Task.Delay(BetweenLooks);
            var found = await FoundAsync(platform);
            moved = found.SequenceEqual(last) ? moved : Stopwatch.GetTimestamp();
            last = found;
            for (var i = 0; i < wanted.Length; i++)
            {
                took[i] = took[i] == TimeSpan.Zero && found[i] >= wanted[i] ? Stopwatch.GetElapsedTime(begun) : took[i];
            }

            if (Stopwatch.GetElapsedTime(moved) > UntilGivenUp)
            {
                throw new TimeoutException($"Nothing came for {UntilGivenUp}: {string.Join(", ", found)} of {string.Join(", ", wanted)}.");
            }
        }

        var (code, printed) = await command;
        return code == 0
            ? (took, printed, Stopwatch.GetElapsedTime(begun))
            : throw new InvalidOperationException($"rebuild-copies ended with {code}: {printed}");
    }

    // Without the rows that were missing, one a line: all of them were.
    private static string Heads(string printed) => string.Join(
        "; ", printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("  ", StringComparison.Ordinal)));

    private static async Task<long[]> FoundAsync(IPlatform platform)
    {
        var found = new List<long>();
        foreach (var part in Parts)
        {
            var counts = part.Counted.Split(' ').Select(table => $"(select count(*) from {table})");
            found.Add(await CountAsync(platform, "disclosure", $"select {string.Join(" + ", counts)}"));
        }

        return [.. found];
    }

    // The rows as they are go out of their tables and in again, with every index: one statement for each table, one transaction.
    private static async Task<TimeSpan> InsertAgainAsync(IPlatform platform, string[] tables)
    {
        await using var connection = platform.Database("disclosure");
        await connection.OpenAsync();
        var sqlite = connection is SqliteConnection;
        await ExecuteAsync(
            connection, sqlite ? "pragma busy_timeout = 60000; pragma foreign_keys = off; pragma synchronous = full"
                : "set session_replication_role = replica");
        foreach (var table in tables)
        {
            await ExecuteAsync(connection, $"create table bare_{table} as select * from {table}");
        }

        await ExecuteAsync(
            connection, sqlite ? string.Join("; ", tables.Select(table => $"delete from {table}"))
                : $"truncate table {string.Join(", ", tables)} cascade");
        var begun = Stopwatch.GetTimestamp();
        var inserts = tables.Select(table => $"insert into {table} select * from bare_{table}");
        await ExecuteAsync(connection, $"begin; {string.Join("; ", inserts)}; commit");
        return Stopwatch.GetElapsedTime(begun);
    }

    private static async Task<IReadOnlyList<Guid>> IdsAsync(IPlatform platform)
    {
        await using var connection = platform.Database("registry");
        await connection.OpenAsync();
        await using var select = connection.CreateCommand();
        select.CommandText = "select id from institutions order by id";
        await using var reader = await select.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    private static async Task<long> CountAsync(IPlatform platform, string service, string question)
    {
        await using var connection = platform.Database(service);
        await connection.OpenAsync();
        await using var count = connection.CreateCommand();
        count.CommandText = question;
        return Convert.ToInt64(await count.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var begun = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(BetweenLooks))
        {
            if (Stopwatch.GetElapsedTime(begun) > UntilGivenUp)
            {
                throw new TimeoutException($"Not within {UntilGivenUp}: {what}.");
            }
        }
    }

    /// <param name="What">What it is.</param>
    /// <param name="Counted">Tables of which each row is one record.</param>
    /// <param name="Tables">Tables in which it is.</param>
    private sealed record Part(string What, string Counted, string[] Tables);
}
