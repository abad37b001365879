using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Kernel;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;
using Oversight.Persistence.Tests.Ledger;
using Oversight.Reference;

namespace Oversight.Persistence.Tests.Workers;

/// <summary>
/// The end of a year whose successor has no calendar yet: on 25 December 2026 terms are started that reach into 2027, then a (made-up)
/// calendar comes, and every day is set, once, whatever is killed and however many replicas there are.
/// </summary>
public sealed partial class CalendarTests
{
    /// <summary>Seven working days.</summary>
    private const string Accept = "complaint.accept";

    /// <summary>Twenty working days.</summary>
    private const string Decide = "licence.decide";

    /// <summary>Ninety natural days of an authority: needs no calendar.</summary>
    private const string Ninety = "penalty.decide";

    /// <summary>Fifteen natural days of a party, which roll to a working day.</summary>
    private const string Pay = "penalty.pay";

    private static readonly DateOnly Friday = new(2026, 12, 25);
    private static readonly DateTime Morning = OfficialTime.StartOf(Friday).AddHours(9);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task What_waits_for_a_year_gets_its_day_when_the_year_is_loaded(DatabaseRow row)
    {
        await using var database = await AtYearsEndAsync(row);
        var (process, record) = (Process(database), Guid.CreateVersion7());
        foreach (var key in new[] { Accept, Decide, Ninety, Pay })
        {
            await InScopeAsync(
                process, clocks => Assert.False(clocks.Start(key, record, Friday, DivisionCode.FromStored("330282")).IsRefused));
        }

        Assert.Equal(
            [(Accept, 2027, record, "330282"), (Decide, 2027, record, "330282"), (Pay, 2027, record, "330282")],
            (await WaitsAsync(database)).Select(w => (w.Name, w.Year, w.RecordId, w.Division)).Order());
        Assert.Equal(
            [(Ninety, (DateOnly?)new DateOnly(2027, 3, 25))],
            (await ClocksAsync(database)).Where(c => c.DueOn is not null).Select(c => (c.Key, c.DueOn)));
        Assert.Single(await OpenDeadlinesAsync(database));

        // Nothing looks at midnight: the year's end passes, and what waits still waits.
        await SweepAsync(database, process, OfficialTime.StartOf(new DateOnly(2027, 1, 2)));
        Assert.Equal(3, (await WaitsAsync(database)).Count);

        var loaded = await LoadAsync(process);
        Assert.Equal(
            (2027, "made-up", 260, CalendarOutcome.Loaded, 3),
            (loaded.Year, loaded.CalendarVersion, loaded.WorkingDays, loaded.Outcome, loaded.Waiting));
        Assert.Equal(new CalendarProgress(3, 0, false), await SpreadAsync(process));

        Assert.Empty(await WaitsAsync(database));
        Assert.Equal(
            [(Accept, new(2027, 1, 6)), (Decide, new(2027, 1, 25)), (Pay, new(2027, 1, 11)), (Ninety, new DateOnly(2027, 3, 25))],
            (await ClocksAsync(database)).OrderBy(c => c.Key != Accept).ThenBy(c => c.Key == Ninety).ThenBy(c => c.Key).Select(
                c => (c.Key, c.DueOn!.Value)));
        Assert.Equal(4, (await OpenDeadlinesAsync(database)).Count);
        var audit = await database.ReadAsync(c => c.AuditEntries.AsNoTracking().SingleAsync(a => a.Act == "calendar.load", Cancellation));
        Assert.Equal(("operator:test", "calendar", 1L), (audit.ActorId, audit.Subject, audit.SubjectVersion!.Value));

        // From now on nothing stands still: what starts has its end, and the ends that were set fire.
        await InScopeAsync(
            process, clocks => Assert.Equal(
                new DateOnly(2027, 1, 12), clocks.Start(Accept, Guid.CreateVersion7(), new DateOnly(2026, 12, 31)).Value!.DueOn));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2027, 1, 6)).AddMicroseconds(-1));
        Assert.Equal(0, await RanOutAsync(database));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2027, 1, 6)));
        await SweepAsync(database, process, OfficialTime.EndOf(new DateOnly(2027, 1, 6)).AddHours(1));
        Assert.Equal(1, await RanOutAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_term_that_had_passed_before_its_calendar_came_runs_out_then_and_a_late_act_turns_out_to_be_late(DatabaseRow row)
    {
        await using var database = await AtYearsEndAsync(row);
        var (process, open, early, late) = (Process(database), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var record in new[] { open, early, late })
        {
            await InScopeAsync(process, clocks => Assert.False(clocks.Start(Accept, record, Friday).IsRefused));
        }

        var end = OfficialTime.EndOf(new DateOnly(2027, 1, 6));
        database.Clock.SetUtcNow(end.AddMicroseconds(-1));
        await InScopeAsync(process, clocks => clocks.StopAsync(early, Accept, Cancellation));
        database.Clock.SetUtcNow(end);
        await InScopeAsync(process, clocks => clocks.StopAsync(late, Accept, Cancellation));
        database.Clock.SetUtcNow(end.AddDays(4));
        await LoadAsync(process);
        Assert.Equal(3, (await SpreadAsync(process)).Set);
        await SweepAsync(process);

        var clocks = (await ClocksAsync(database)).ToDictionary(c => c.SubjectId);
        Assert.Equal((ClockState.RanOut, end), (clocks[open].ToAnswer().State, clocks[open].RanOutAt!.Value));
        Assert.Equal((ClockState.Stopped, null), (clocks[early].ToAnswer().State, clocks[early].RanOutAt));
        Assert.Equal((ClockState.Stopped, end), (clocks[late].ToAnswer().State, clocks[late].RanOutAt!.Value));
        Assert.Equal(
            [late, open],
            (await database.ReadAsync(
                c => c.AuditEntries.Where(a => a.Act == "clock.ran_out").Select(a => a.SubjectId)
                    .ToListAsync(Cancellation))).OrderBy(id => id != late));
        Assert.Empty(await OpenDeadlinesAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_paused_clock_waits_for_nothing_until_it_runs_again(DatabaseRow row)
    {
        await using var database = await AtYearsEndAsync(row);
        var (process, record) = (Process(database), Guid.CreateVersion7());
        await InScopeAsync(process, clocks => Assert.False(clocks.Start(Decide, record, new DateOnly(2026, 12, 8)).IsRefused));
        Assert.Single(await WaitsAsync(database));

        await ChangeAsync(
            process, record, (clocks, clock) => clocks.PauseAsync(clock, new DateOnly(2026, 12, 10), "听证", null, Cancellation));
        Assert.Empty(await WaitsAsync(database));
        await ChangeAsync(process, record, (clocks, clock) => clocks.ResumeAsync(clock, new DateOnly(2026, 12, 28), Cancellation));
        Assert.Single(await WaitsAsync(database));

        await LoadAsync(process);
        await SpreadAsync(process);
        Assert.Equal(new DateOnly(2027, 1, 22), Assert.Single(await ClocksAsync(database)).DueOn);
    }

    [Theory, DatabaseData]
    public async Task Killed_in_the_middle_the_next_process_goes_on_and_no_day_is_set_twice(DatabaseRow row)
    {
        await using var database = await AtYearsEndAsync(row);
        await StartManyAsync(Process(database), 130);
        using var killed = new CancellationTokenSource();
        var saves = new KillAfter(40, killed);
        var first = Process(database, saves);
        await LoadAsync(first);
        saves.Arm();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => first.GetRequiredService<CalendarSpread<LedgerDbContext>>().RunAsync(killed.Token));
        var left = (await WaitsAsync(database)).Count;
        Assert.InRange(left, 1, 129);

        // Its lease dies with it, half a minute later.
        var second = Process(database);
        Assert.True((await SpreadAsync(second)).IsElsewhere);
        database.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(new CalendarProgress(left, 0, false), await SpreadAsync(second));
        Assert.Equal(default, await SpreadAsync(second));
        await ShouldAllBeSetOnceAsync(database, 130);
    }

    [Theory, DatabaseData]
    public async Task Two_replicas_at_once_set_each_day_once(DatabaseRow row)
    {
        await using var database = await AtYearsEndAsync(row);
        var replicas = new[] { Process(database), Process(database) };
        await StartManyAsync(replicas[0], 60);
        await LoadAsync(replicas[0]);

        var runs = await Task.WhenAll(replicas.Select(replica => Task.Run(() => SpreadAsync(replica), Cancellation)));

        Assert.Equal((60, 0), (runs.Sum(run => run.Set), runs.Sum(run => run.Failed)));
        await ShouldAllBeSetOnceAsync(database, 60);
    }

    [Theory, DatabaseData]
    public async Task A_replica_that_has_not_seen_the_year_answers_nothing_and_what_it_starts_is_found(DatabaseRow row)
    {
        await using var database = await AtYearsEndAsync(row);
        var (loads, behind, record) = (Process(database), Process(database), Guid.CreateVersion7());
        Assert.Equal([2025, 2026], behind.GetRequiredService<CalendarSource<LedgerDbContext>>().Current.Years);
        await LoadAsync(loads);
        Assert.Equal(default, await SpreadAsync(loads));

        await InScopeAsync(behind, clocks => Assert.Null(clocks.Start(Accept, record, Friday).Value!.DueOn));
        Assert.Equal(1, (await SpreadAsync(loads)).Set);
        Assert.Equal(new DateOnly(2027, 1, 6), Assert.Single(await ClocksAsync(database)).DueOn);

        await behind.GetRequiredService<CalendarWorker<LedgerDbContext>>().LookAsync(Cancellation);
        Assert.Equal([2025, 2026, 2027], behind.GetRequiredService<CalendarSource<LedgerDbContext>>().Current.Years);
    }

    [Theory, DatabaseData]
    public async Task A_replaced_year_moves_what_still_runs_and_leaves_what_has_ended(DatabaseRow row)
    {
        await using var database = await AtYearsEndAsync(row);
        var (process, behind, open, done) = (Process(database), Process(database), Guid.CreateVersion7(), Guid.CreateVersion7());
        await LoadAsync(process);
        foreach (var record in new[] { open, done })
        {
            await InScopeAsync(process, clocks => Assert.False(clocks.Start(Accept, record, Friday).IsRefused));
        }

        await InScopeAsync(process, clocks => clocks.StopAsync(done, Accept, Cancellation));
        Assert.Equal([2025, 2026, 2027], behind.GetRequiredService<CalendarSource<LedgerDbContext>>().Current.Years);

        var extended = MadeUpCalendar.Text("2027-01-01/2027-01-05", "extended");
        Assert.Equal("calendar.year_loaded", await RefusedAsync(process, extended));
        Assert.Equal("calendar.reason_missing", await RefusedAsync(process, extended, replace: true));
        Assert.Equal(
            "calendar.version_taken", await RefusedAsync(process, MadeUpCalendar.Text("2027-01-01/2027-01-05"), replace: true, "延长假期"));
        Assert.Equal(CalendarOutcome.Replaced, (await LoadAsync(process, extended, replace: true, "延长假期")).Outcome);
        Assert.Equal(1, (await SpreadAsync(process)).Set);

        var clocks = (await ClocksAsync(database)).ToDictionary(c => c.SubjectId);
        Assert.Equal((new DateOnly(2027, 1, 8), "2026@2025-11-04+2027@extended"), (clocks[open].DueOn, clocks[open].ToAnswer().Calendar));
        Assert.Equal(new DateOnly(2027, 1, 6), clocks[done].DueOn);
        Assert.Equal([OfficialTime.EndOf(new DateOnly(2027, 1, 8))], (await OpenDeadlinesAsync(database)).Select(d => d.DueAt));

        // A replica counts by the old days for some seconds more; a minute later what it began is corrected, too.
        var between = Guid.CreateVersion7();
        await InScopeAsync(behind, stale => Assert.Equal(new DateOnly(2027, 1, 6), stale.Start(Accept, between, Friday).Value!.DueOn));
        Assert.Null((await RowAsync(database)).CorrectedAt);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await SpreadAsync(process)).Set);
        Assert.Equal(new DateOnly(2027, 1, 8), (await ClocksAsync(database)).Single(c => c.SubjectId == between).DueOn);
        Assert.NotNull((await RowAsync(database)).CorrectedAt);
        Assert.Equal(default, await SpreadAsync(process));
    }

    [Theory, DatabaseData]
    public async Task The_same_content_twice_changes_nothing_and_of_two_loads_at_once_one_is_made(DatabaseRow row)
    {
        await using var database = await AtYearsEndAsync(row);
        var (process, other) = (Process(database), Process(database));
        var outcomes = await Task.WhenAll(
            new[] { process, other }.Select(p => Task.Run(() => TryLoadAsync(p, MadeUpCalendar.Text()), Cancellation)));
        Assert.Single(outcomes, o => o.Error is null && o.Value.Body.Outcome == CalendarOutcome.Loaded);
        Assert.All(outcomes.Where(o => o.IsRefused), o => Assert.Equal("request.version.stale", o.Error!.Code));

        var before = await RowAsync(database);
        Assert.Equal(
            CalendarOutcome.Unchanged,
            (await LoadAsync(other, MadeUpCalendar.Text().Replace("\n", " ", StringComparison.Ordinal))).Outcome);
        Assert.Equal((before.Version, before.LoadedAt), ((await RowAsync(database)).Version, (await RowAsync(database)).LoadedAt));
        Assert.Equal(1, await database.ReadAsync(c => c.AuditEntries.CountAsync(a => a.Subject == "calendar", Cancellation)));
    }

    [Fact]
    public async Task A_faulty_file_is_refused_with_every_fault_and_a_shipped_year_is_loaded_already()
    {
        await using var database = await AtYearsEndAsync(new DatabaseRow(DatabaseRow.Sqlite));
        var process = Process(database);
        var faulty = await TryLoadAsync(
            process, MadeUpCalendar.Text("2027-01-03/2027-01-01").Replace(
                "\"work\": []", "\"work\": [\"2027-05-03\"]", StringComparison.Ordinal));
        Assert.Equal("calendar.file_faulty", faulty.Error?.Code);
        Assert.Contains("off[0].days: must run forward and lie within 2027.", faulty.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("work[0]: 2027-05-03 is a Monday", faulty.Error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "calendar.file_too_long", await RefusedAsync(process, MadeUpCalendar.Text() + new string(' ', LoadedCalendar.MaxContent)));
        Assert.Equal(
            "calendar.year_loaded", await RefusedAsync(process, MadeUpCalendar.Text().Replace("2027", "2026", StringComparison.Ordinal)));
        Assert.Equal(0, await database.ReadAsync(c => c.Calendars.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task A_row_that_this_release_cannot_read_counts_as_missing_and_never_as_the_year_that_it_replaced()
    {
        await using var database = await AtYearsEndAsync(new DatabaseRow(DatabaseRow.Sqlite));
        var loads = Process(database);
        await LoadAsync(loads, MadeUpCalendar.Text().Replace("2027", "2026", StringComparison.Ordinal), replace: true, "更正");
        await database.ReadAsync(
            c => c.Calendars.ExecuteUpdateAsync(set => set.SetProperty(r => r.Content, "{ \"form\": 2 }"), Cancellation));

        using var log = new WrittenLog(LogLevel.Error);
        var process = Process(database, log: log);
        await InScopeAsync(
            process, clocks => Assert.Null(clocks.Start(Accept, Guid.CreateVersion7(), new DateOnly(2026, 12, 1)).Value!.DueOn));
        Assert.Equal([2025], process.GetRequiredService<CalendarSource<LedgerDbContext>>().Current.Years);
        Assert.Contains("The calendar of 2026 in the database cannot be read", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_sixty_days_before_its_end_a_year_without_successor_is_told_once_a_day_until_it_is_loaded()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        database.Clock.AdjustTime(OfficialTime.EndOf(new DateOnly(2026, 10, 31)).AddSeconds(-1));
        using var log = new WrittenLog(LogLevel.Warning);
        using var gauges = new Gauges();
        var process = Process(database, log: log);
        var worker = process.GetRequiredService<CalendarWorker<LedgerDbContext>>();
        await worker.LookAsync(Cancellation);
        Assert.Empty(log.Lines);
        Assert.Equal((0, 0), (gauges["oversight.calendars.missing"], gauges["oversight.calendars.waiting"]));
        await using (var scope = process.CreateAsyncScope())
        {
            Assert.Null(await scope.ServiceProvider.GetRequiredService<CalendarOverview<LedgerDbContext>>().MissingYearAsync(Cancellation));
        }

        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await StartManyAsync(process, 2);
        for (var hour = 0; hour < 48; hour++)
        {
            await worker.LookAsync(Cancellation);
            database.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Contains("ledger has no calendar of 2027; 2 days wait", line, StringComparison.Ordinal));
        Assert.Equal((1, 2), (gauges["oversight.calendars.missing"], gauges["oversight.calendars.waiting"]));
        await using (var scope = process.CreateAsyncScope())
        {
            var all = await scope.ServiceProvider.GetRequiredService<CalendarOverview<LedgerDbContext>>().ReadAsync(Cancellation);
            Assert.Equal(
                (2027, (2027, 2)), (all.MissingYear, Assert.Single(all.Waiting) is var waiting ? (waiting.Year, waiting.Days) : default));
        }

        await LoadAsync(process);
        await worker.LookAsync(Cancellation);
        Assert.Equal((0, 0), (gauges["oversight.calendars.missing"], gauges["oversight.calendars.waiting"]));
        Assert.Equal(2, log.Lines.Count);
    }
}
