using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;

namespace Oversight.Persistence.Tests.Workers;

/// <summary>
/// A record's statutory clock runs out once, or not at all when what it asked for was done; by the rule and the calendar of its day.
/// </summary>
public sealed partial class ClockTests
{
    /// <summary>Seven working days.</summary>
    private const string Accept = "complaint.accept";

    /// <summary>Fifteen working days, fifteen more by decision.</summary>
    private const string Verify = "report.verify";

    /// <summary>Twenty working days, ten more by decision.</summary>
    private const string Decide = "licence.decide";

    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly LegalBasis Hearing = new("行政许可法", "第四十五条");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task It_starts_by_the_rule_of_its_day_and_runs_out_once_after_its_last_day(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, record) = (Process(database), Guid.CreateVersion7());
        await StartAsync(process, record, Accept);

        var running = (await OnlyAsync(database)).ToAnswer();
        Assert.Equal((ClockState.Running, new DateOnly(2026, 12, 3), "2026@2025-11-04"), (running.State, running.DueOn, running.Calendar));
        Assert.StartsWith($"statutory-clocks/{Accept}@", running.Rule, StringComparison.Ordinal);
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 3)).AddMicroseconds(-1));
        Assert.Equal(0, await RanOutAsync(database));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 3)));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 9)));

        Assert.Equal(1, await RanOutAsync(database));
        Assert.Equal(ClockState.RanOut, (await OnlyAsync(database)).ToAnswer().State);
    }

    [Theory, DatabaseData]
    public async Task Two_sweepers_at_once_let_each_clock_run_out_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var processes = new[] { Process(database), Process(database) };
        for (var i = 0; i < 15; i++)
        {
            await StartAsync(processes[0], Guid.CreateVersion7(), Accept);
        }

        database.Clock.SetUtcNow(OfficialTime.EndOf(new DateOnly(2026, 12, 3)));
        await Task.WhenAll(processes.Select(process => Task.Run(() => SweepAsync(process), Cancellation)));

        Assert.Equal(15, await RanOutAsync(database));
        Assert.Equal(15, await database.ReadAsync(c => c.Set<StoredClock>().CountAsync(clock => clock.RanOutAt != null, Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_pause_keeps_it_from_running_out_and_moves_its_end_by_the_working_days_paused(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var process = Process(database);
        await StartAsync(process, Guid.CreateVersion7(), Accept);

        Assert.Null(
            await ChangeAsync(
                process, (clocks, clock) => clocks.PauseAsync(clock, new DateOnly(2026, 11, 30), "等待鉴定", Hearing, Cancellation)));
        var paused = (await OnlyAsync(database)).ToAnswer();
        Assert.Equal((ClockState.Paused, null), (paused.State, paused.DueOn));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 4)));
        Assert.Equal(0, await RanOutAsync(database));

        Assert.Null(await ChangeAsync(process, (clocks, clock) => clocks.ResumeAsync(clock, new DateOnly(2026, 12, 7), Cancellation)));
        var resumed = (await OnlyAsync(database)).ToAnswer();
        Assert.Equal((ClockState.Running, new DateOnly(2026, 12, 10), Today), (resumed.State, resumed.DueOn, resumed.StartedOn));
        var pause = Assert.Single(resumed.Pauses);
        Assert.Equal(("等待鉴定", "第四十五条"), (pause.Reason, pause.Basis!.Article));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 9)));
        Assert.Equal(0, await RanOutAsync(database));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 10)));
        Assert.Equal(1, await RanOutAsync(database));
    }

    [Theory, DatabaseData]
    public async Task An_extension_within_its_rule_lengthens_it_and_one_beyond_is_refused(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var process = Process(database);
        await StartAsync(process, Guid.CreateVersion7(), Decide);
        Assert.Equal(new DateOnly(2026, 12, 22), (await OnlyAsync(database)).DueOn);

        Assert.Null(await ChangeAsync(process, (clocks, clock) => clocks.ExtendAsync(clock, 5, Today, "案情复杂", Cancellation)));
        Assert.Equal(
            "clock.extension_not_allowed",
            await ChangeAsync(process, (clocks, clock) => clocks.ExtendAsync(clock, 6, Today, "还要", Cancellation)));

        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 22)));
        Assert.Equal(0, await RanOutAsync(database));
        Assert.Equal(new DateOnly(2026, 12, 29), (await OnlyAsync(database)).DueOn);
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 29)));
        Assert.Equal(1, await RanOutAsync(database));
    }

    [Theory, DatabaseData]
    public async Task One_that_was_stopped_in_time_never_runs_out_and_takes_no_more_changes(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, record) = (Process(database), Guid.CreateVersion7());
        await StartAsync(process, record, Accept);
        await StartAsync(process, record, Decide);

        await InScopeAsync(process, clocks => clocks.StopAsync(record, Accept, Cancellation));
        Assert.Equal(
            "clock.not_open", await ChangeAsync(
                process, (clocks, clock) => clocks.PauseAsync(clock, new DateOnly(2026, 11, 30), "迟到", null, Cancellation), Accept));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 10)));
        Assert.Equal(0, await RanOutAsync(database));
        await InScopeAsync(process, clocks => clocks.StopAllAsync(record, Cancellation));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 30)));

        Assert.Equal(0, await RanOutAsync(database));
        Assert.Equal(2, await database.ReadAsync(c => c.Set<StoredClock>().CountAsync(clock => clock.StoppedAt != null, Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task What_is_done_too_late_stops_it_and_the_lateness_stays_on_record(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, record) = (Process(database), Guid.CreateVersion7());
        await StartAsync(process, record, Accept);
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 3)).AddDays(2));

        await InScopeAsync(process, clocks => clocks.StopAsync(record, Accept, Cancellation));

        var clock = await OnlyAsync(database);
        Assert.Equal(
            (ClockState.Stopped, (DateTime?)OfficialTime.EndOf(new DateOnly(2026, 12, 3)), false),
            (clock.ToAnswer().State, clock.RanOutAt, clock.IsOpen));
    }

    [Theory, DatabaseData]
    public async Task A_late_act_that_comes_before_the_sweep_is_late_and_one_in_the_last_second_of_the_day_is_not(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var process = Process(database);
        var end = OfficialTime.EndOf(new DateOnly(2026, 12, 3));
        foreach (var (at, late) in new[] { (end.AddMicroseconds(-1), false), (end, true), (end.AddSeconds(3), true) })
        {
            var record = Guid.CreateVersion7();
            database.Clock.AdjustTime(LedgerDatabase.Start);
            await StartAsync(process, record, Accept);
            database.Clock.SetUtcNow(at);

            await InScopeAsync(process, clocks => clocks.StopAsync(record, Accept, Cancellation));
            var before = await StateAsync(database, record);
            await SweepAsync(database, process, end.AddHours(1));

            Assert.Equal(before, await StateAsync(database, record));
            Assert.Equal((late ? end : null, at, late ? 1 : 0), (before.RanOutAt, before.StoppedAt!.Value, before.Noted));
        }
    }

    /// <summary>
    /// Whoever comes first, act or sweep, and whatever the act is: the record of the clock, its deadlines and its audit are the same.
    /// </summary>
    [Fact]
    public async Task In_any_order_of_act_and_sweep_around_the_end_the_record_is_the_same()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        var (process, end, random) = (Process(database), OfficialTime.EndOf(new DateOnly(2026, 12, 3)), new Random(20261203));
        Func<RecordClocks<LedgerDbContext>, StoredClock, Task<Result>>[] acts =
        [
            async (clocks, clock) =>
            {
                await clocks.StopAsync(clock.SubjectId, clock.Key, Cancellation);
                return Result.Done;
            },
            async (clocks, clock) =>
            {
                await clocks.StopAllAsync(clock.SubjectId, Cancellation);
                return Result.Done;
            },
            (clocks, clock) => clocks.PauseAsync(clock, Today.AddDays(1), "等待鉴定", Hearing, Cancellation),
            (clocks, clock) => clocks.ExtendAsync(clock, 3, Today, "案情复杂", Cancellation),
        ];
        for (var round = 0; round < 60; round++)
        {
            var (act, at) = (acts[random.Next(acts.Length)], end.AddSeconds(random.Next(-4, 5)).AddMicroseconds(random.Next(-1, 2)));
            var outcomes = new List<object>();
            foreach (var sweepFirst in new[] { true, false })
            {
                var record = Guid.CreateVersion7();
                database.Clock.AdjustTime(LedgerDatabase.Start);
                await StartAsync(process, record, Verify, new DateOnly(2026, 11, 12));
                database.Clock.SetUtcNow(at);
                if (sweepFirst)
                {
                    await SweepAsync(process);
                }

                var refused = await ChangeOfAsync(process, record, act);
                await SweepAsync(process);
                outcomes.Add((refused, await StateAsync(database, record)));

                // What is left must not fire into the next round.
                await InScopeAsync(process, clocks => clocks.StopAllAsync(record, Cancellation));
            }

            Assert.Equal(outcomes[0], outcomes[1]);
        }
    }

    [Theory, DatabaseData]
    public async Task Of_two_changes_at_once_one_is_refused_as_stale(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var process = Process(database);
        await StartAsync(process, Guid.CreateVersion7(), Accept);
        using var both = new Meeting(2);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ChangeAsync(process, async (clocks, clock) =>
        {
            await both.ArriveAsync();
            return await clocks.PauseAsync(clock, new DateOnly(2026, 11, 30), "等待鉴定", Hearing, Cancellation);
        })));

        Assert.Equal([null, "request.version.stale"], outcomes.Order());
    }

    [Theory, DatabaseData]
    public async Task A_clock_whose_file_is_full_says_so_instead_of_failing_in_the_database(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var process = Process(database);
        await StartAsync(process, Guid.CreateVersion7(), Accept);
        var (pauses, reason, refused) = (0, new string('等', 500), (string?)null);
        for (; refused is null && pauses < 100; pauses++)
        {
            refused = await ChangeAsync(
                process, (clocks, clock) => clocks.PauseAsync(clock, new DateOnly(2026, 11, 30), reason, Hearing, Cancellation))
                ?? await ChangeAsync(process, (clocks, clock) => clocks.ResumeAsync(clock, new DateOnly(2026, 11, 30), Cancellation));
        }

        Assert.Equal("clock.full", refused);
        Assert.InRange(pauses, 10, 20);
    }

    [Fact]
    public async Task An_unknown_key_starts_nothing()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        await using var scope = Process(database).CreateAsyncScope();

        var started = scope.ServiceProvider.GetRequiredService<RecordClocks<LedgerDbContext>>()
            .Start("no.such.clock", Guid.CreateVersion7(), Today);

        Assert.Equal("rule.unknown_key", started.Error?.Code);
        Assert.Empty(scope.ServiceProvider.GetRequiredService<LedgerDbContext>().ChangeTracker.Entries());
    }

    [Theory, DatabaseData]
    public async Task A_term_without_a_watcher_stays_due_until_a_process_has_one(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var record = Guid.CreateVersion7();
        await StartAsync(Process(database), record, Accept);

        var end = OfficialTime.EndOf(new DateOnly(2026, 12, 3));
        await SweepAsync(database, Process(database, Verify), end);
        var before = await StateAsync(database, record);
        Assert.Equal((ClockState.Running, 0, 1), (before.State, before.Fired, before.Open));
        await SweepAsync(database, Process(database, Accept), end.AddMinutes(2));

        var after = await StateAsync(database, record);
        Assert.Equal((ClockState.RanOut, 1, 0), (after.State, after.Fired, after.Open));
        Assert.Equal(1, await RanOutAsync(database));
    }

    [Fact]
    public async Task A_right_that_lapses_marks_the_clock_and_nothing_else()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        var (process, record) = (Process<RightLapsed>(database, Accept), Guid.CreateVersion7());
        await StartAsync(process, record, Accept);

        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 3)));

        Assert.Equal(ClockState.RanOut, (await OnlyAsync(database)).ToAnswer().State);
        Assert.Equal(0, await RanOutAsync(database));
    }

    [Fact]
    public async Task A_clock_may_run_by_a_length_that_an_officer_set()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        var (process, record) = (Process(database, "order.due"), Guid.CreateVersion7());
        var length = new StatutoryTerm(
            new LegalTerm(10, TermUnit.NaturalDay, Hearing, TermDuty.Party, rolls: false, maxExtension: 5), "rules/order.days@1",
            Confidence.Ours);
        await InScopeAsync(process, clocks =>
        {
            Assert.False(clocks.Start("order.due", record, Today, length).IsRefused);
            return Task.CompletedTask;
        });

        Assert.Equal(
            "clock.extension_not_allowed",
            await ChangeAsync(process, (clocks, clock) => clocks.ExtendAsync(clock, 6, Today, "停电", Cancellation)));
        Assert.Null(await ChangeAsync(process, (clocks, clock) => clocks.ExtendAsync(clock, 5, Today, "停电", Cancellation)));

        var running = (await OnlyAsync(database)).ToAnswer();
        Assert.Equal(("rules/order.days@1", new DateOnly(2026, 12, 9)), (running.Rule, running.DueOn!.Value));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2026, 12, 9)));
        Assert.Equal(1, await RanOutAsync(database));
    }
}
