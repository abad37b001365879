using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Oversight.Contracts.Registry.V1;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>What a search answers while facts arrive between its queries: who stood in the list all the time is found, once.</summary>
public sealed class SearchUnderChangeTests
{
    [Theory, DatabaseData]
    public async Task Who_stays_in_the_list_is_found_once_whatever_comes_goes_and_moves_meanwhile(DatabaseRow row)
    {
        var between = new BetweenQueries();
        await using var site = await PublicSite.StartAsync(row, SearchTests.TinyLimits, between);
        var random = new Random(20261125);
        var staying = Enumerable.Range(0, 40).Select(i => Facts.State($"甲乙{i:00}", AnyId(random), type: i % 2 == 0 ? "K1" : "T5")).ToList();
        var moving = Enumerable.Range(0, 10).Select(i => Facts.State($"一甲乙{i:00}", AnyId(random))).ToList();
        await site.RegisterAsync([.. staying, .. moving]);

        var change = 0;
        async Task ChangeAsync()
        {
            var (mover, version) = (moving[change % moving.Count], (change / moving.Count) + 2);
            change++;
            await site.RegisterAsync(Enumerable.Range(0, 20).Select(i => Facts.State($"甲乙{i * 2:00}又乙甲乙{change}", AnyId(random))));
            await site.TakeAsync(
                Facts.Changed(
                    mover with
                    {
                        Version = version, Name = version % 2 == 0 ? "龙" + mover.Name : mover.Name,
                        Status = version % 2 == 0 ? "SUSPENDED" : "ACTIVE"
                    }));
        }

        foreach (var query in new[]
        {
            "", "type=K1", "type=K1&status=ACTIVE", "division=3302&status=ACTIVE", "q=甲", "q=甲乙", "q=甲乙&type=K1", "q=乙 甲乙"
        })
        {
            foreach (var limit in new[] { 3, 40 })
            {
                between.Act(6, ChangeAsync);
                var found = await site.NamesAsync(query, limit);

                Assert.True(between.Left < 6);
                Assert.Equal(
                    staying.Where(state => state.Type == "K1" || !query.Contains("K1", StringComparison.Ordinal))
                        .Select(state => state.Name),
                    found.Where(name => name.Length == "甲乙00".Length && name[0] == '甲').Order(StringComparer.Ordinal));
            }
        }
    }

    // Not in the order of time, as real ids are: what comes has its place anywhere in the order of ids, too.
    private static Guid AnyId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>
    /// Does something before each of the next queries of a search, but not before those of its own, nor before those of the service's
    /// workers.
    /// </summary>
    private sealed class BetweenQueries : DbCommandInterceptor
    {
        private Func<Task>? _act;

        public int Left { get; private set; }

        public void Act(int times, Func<Task> act) => (Left, _act) = (times, act);

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            var searches = command.CommandText.Contains("institutions", StringComparison.Ordinal)
                || command.CommandText.Contains("name_grams", StringComparison.Ordinal);
            if (searches && Left > 0 && _act is { } act)
            {
                (Left, _act) = (Left - 1, null);
                await act();
                _act = act;
            }

            return result;
        }
    }
}
