using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Persistence;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Outbox;

namespace Oversight.Benchmarks;

/// <summary>
/// Facts about institutions as their publishers keep them, published long ago, written into the outboxes row by row: so many cannot be
/// made by acts within a benchmark.
/// </summary>
internal static class KeptHistory
{
    private static readonly Ground Law = new("民办教育促进法", "第六十二条");
    private static readonly DateTime At = DateTime.UtcNow.Date.AddDays(-30);
    private static readonly DateOnly Day = DateOnly.FromDateTime(At);

    /// <summary>Fills the outboxes: of three facts one is a penalty, two are results of inspections with a finding each.</summary>
    /// <param name="database">A connection to the database of a service, not open yet.</param>
    /// <param name="institutions">The institutions that they are about, in turn.</param>
    /// <param name="facts">How many.</param>
    public static async Task FillAsync(Func<string, DbConnection> database, IReadOnlyList<Guid> institutions, int facts)
    {
        var penalties = facts / 3;
        Party PartyOf(int i) =>
            new(institutions[(int)(i * 7919L % institutions.Count)], "慈溪市试验幼儿园", null, "330282", null, PartyEntries.Institution);
        IEnumerable<(Guid, object)> Facts(int from, int number, Func<Guid, int, object> fact) =>
            Enumerable.Range(from, number).Select(i => (Guid.CreateVersion7(At.AddSeconds(i)), i))
                .Select(record => (record.Item1, fact(record.Item1, record.i)));
        await FillAsync(database("enforcement"), Facts(0, penalties, (id, i) => Decided(id, i, PartyOf(i))));
        await FillAsync(database("inspection"), Facts(penalties, facts - penalties, (id, i) => Concluded(id, PartyOf(i))));
    }

    /// <summary>Gives so many credit files a rating, as they have it once there was a fact.</summary>
    public static async Task RateAsync(DbConnection database, int files)
    {
        await using var open = database;
        await database.OpenAsync();
        await using var update = database.CreateCommand();
        var day = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        update.CommandTimeout = 600;
        update.CommandText =
            "update institution_files set grade = 'A', points = 990, max_points = 1000, rule = 'benchmark', digest = 'none', told_version "
                + "= version, "
            + $"told_rule = 'benchmark', told_on = '{day}', rated_on = '{day}', rated_at = '{day} 00:00:00' where id in (select id from "
            + $"institution_files order by id limit {files})";
        await update.ExecuteNonQueryAsync();
    }

    private static PenaltyDecided Decided(Guid id, int number, Party party) => new(
        id, 1, Guid.CreateVersion7(At), party, "education", $"慈教罚决〔2026〕{100_000 + number}号",
        [new PenalisedAct("V15", "V15@2021-09-01", Law, Day)], ["warning", "fine"],
        3_000_000, 0, "general", Simplified: false, Day, [], null, At);

    private static InspectionConcluded Concluded(Guid id, Party party) => new(
        id, 4, party, "daily", ["education", "fire"], Day, Day, ["problems_found"],
        [new InspectionFinding(Guid.CreateVersion7(At), "F03", "fire", "medium", Law, CorrectedOnSite: false, null, [])], null,
        "fire@2026", null, At);

    private static async Task FillAsync(DbConnection connection, IEnumerable<(Guid Record, object Fact)> facts)
    {
        await using var open = connection;
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        string[] columns =
            [
                "id", "partition", "ordinal", "bucket", "contract", "payload", "epoch", "digest", "kind", "subject_id", "created_at",
                "published_at", "attempts"];
        insert.CommandText =
            $"insert into outbox_messages ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select(c => "@" + c))})";
        foreach (var column in columns)
        {
            var parameter = insert.CreateParameter();
            parameter.ParameterName = "@" + column;
            insert.Parameters.Add(parameter);
        }

        var epoch = Guid.CreateVersion7(At);
        foreach (var (record, fact) in facts)
        {
            object?[] values =
            [
                Guid.CreateVersion7(At), record, 1L, OutboxBucket.Of(record), WireName.Of(fact.GetType()),
                JsonSerializer.Serialize(fact, fact.GetType(), WireJson.Options), epoch, StateDigest.Of(fact),
                FactTraits.KindOf(fact.GetType()), FactTraits.SubjectOf(fact), At, At, 0,
            ];
            for (var i = 0; i < values.Length; i++)
            {
                insert.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        if (connection is not SqliteConnection)
        {
            await using var analyze = connection.CreateCommand();
            analyze.CommandText = "analyze outbox_messages";
            await analyze.ExecuteNonQueryAsync();
        }
    }
}
