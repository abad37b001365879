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

/// <summary>Processes and databases at the end of a year.</summary>
public sealed partial class CalendarTests
{
    private static async Task<LedgerDatabase> AtYearsEndAsync(DatabaseRow row)
    {
        var database = await LedgerDatabase.CreateAsync(row);
        database.Clock.SetUtcNow(Morning);
        return database;
    }

    private static ServiceProvider Process(LedgerDatabase database, IInterceptor? interceptor = null, ILoggerProvider? log = null) =>
        database.Process(interceptor: interceptor, services: services =>
        {
            services.AddSingleton(StatutoryClocks.Load())
                .AddCalendar<LedgerDbContext>(() => WorkingDays.Load())
                .AddClocks<LedgerDbContext>("ledger")
                .AddDeadlineHandler<TermPassed>("ledger", RecordClocks<LedgerDbContext>.DeadlineKind);
            if (log is not null)
            {
                services.AddSingleton<ILoggerFactory>(_ => LoggerFactory.Create(logging => logging.AddProvider(log)))
                    .AddSingleton(typeof(ILogger<>), typeof(Logger<>));
            }
        });

    private static async Task<CalendarLoad> LoadAsync(
        ServiceProvider process, string? text = null, bool replace = false, string? reason = null) =>
        (await TryLoadAsync(process, text ?? MadeUpCalendar.Text(), replace, reason)).Value!.Body;

    private static async Task<string?> RefusedAsync(ServiceProvider process, string text, bool replace = false, string? reason = null) =>
        (await TryLoadAsync(process, text, replace, reason)).Error?.Code;

    private static async Task<Result<Reply<CalendarLoad>>> TryLoadAsync(
        ServiceProvider process, string text, bool replace = false, string? reason = null)
    {
        await using var scope = process.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = "operator:test";
        return await scope.ServiceProvider.GetRequiredService<CalendarLoader<LedgerDbContext>>()
            .LoadAsync(new CalendarStatement("working-days-2027.json", text, replace, reason), Cancellation);
    }

    private static Task<CalendarProgress> SpreadAsync(ServiceProvider process) =>
        process.GetRequiredService<CalendarSpread<LedgerDbContext>>().RunAsync(Cancellation);

    private static async Task StartManyAsync(ServiceProvider process, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await InScopeAsync(process, clocks => Assert.Null(clocks.Start(Accept, Guid.CreateVersion7(), Friday).Value!.DueOn));
        }
    }

    private static async Task ShouldAllBeSetOnceAsync(LedgerDatabase database, int count)
    {
        Assert.Empty(await WaitsAsync(database));
        var clocks = await ClocksAsync(database);
        Assert.Equal(count, clocks.Count);
        Assert.All(clocks, clock => Assert.Equal((new DateOnly(2027, 1, 6), 2L), (clock.DueOn, clock.Version)));
        Assert.Equal(clocks.Select(c => c.Id).Order(), (await OpenDeadlinesAsync(database)).Select(d => d.SubjectId).Order());
    }

    private static Task InScopeAsync(ServiceProvider process, Action<RecordClocks<LedgerDbContext>> act) => InScopeAsync(process, clocks =>
    {
        act(clocks);
        return Task.CompletedTask;
    });

    private static async Task InScopeAsync(ServiceProvider process, Func<RecordClocks<LedgerDbContext>, Task> act)
    {
        await using var scope = process.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<RecordClocks<LedgerDbContext>>());
        Assert.Null((await scope.ServiceProvider.GetRequiredService<Commit<LedgerDbContext>>().SaveAsync(Cancellation)).Error);
    }

    private static Task ChangeAsync(
        ServiceProvider process, Guid record, Func<RecordClocks<LedgerDbContext>, StoredClock, Task<Result>> change) =>
        InScopeAsync(
            process, async clocks => Assert.False(
                (await change(clocks, Assert.Single(await clocks.OfAsync(record, Cancellation)))).IsRefused));

    private static Task SweepAsync(LedgerDatabase database, ServiceProvider process, DateTime at)
    {
        database.Clock.SetUtcNow(at);
        return SweepAsync(process);
    }

    private static async Task SweepAsync(ServiceProvider process) =>
        await process.GetRequiredService<DeadlineSweeper<LedgerDbContext>>().SweepAsync(Cancellation);

    private static Task<List<StoredClock>> ClocksAsync(LedgerDatabase database) =>
        database.ReadAsync(c => c.Clocks.AsNoTracking().ToListAsync(Cancellation));

    private static Task<List<CalendarWait>> WaitsAsync(LedgerDatabase database) =>
        database.ReadAsync(c => c.CalendarWaits.AsNoTracking().ToListAsync(Cancellation));

    private static Task<LoadedCalendar> RowAsync(LedgerDatabase database) =>
        database.ReadAsync(c => c.Calendars.AsNoTracking().SingleAsync(Cancellation));

    private static Task<List<Deadline>> OpenDeadlinesAsync(LedgerDatabase database) =>
        database.ReadAsync(
            c => c.Deadlines.AsNoTracking().Where(d => d.FiredAt == null && d.CancelledAt == null).ToListAsync(Cancellation));

    private static Task<int> RanOutAsync(LedgerDatabase database) =>
        database.ReadAsync(c => c.AuditEntries.CountAsync(a => a.Act == "clock.ran_out", Cancellation));

    private sealed class TermPassed(RecordClocks<LedgerDbContext> clocks, Commit<LedgerDbContext> commit) : IDeadlineHandler
    {
        public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
        {
            if (await clocks.RanOutAsync(deadline, cancellation) is { } clock)
            {
                commit.Record("clock.ran_out", clock.Key, clock.SubjectId, clock.Version);
            }
        }
    }
}
