using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;

namespace Oversight.Persistence.Tests.Workers;

public sealed partial class ClockTests
{
    // By default every clock of the table is watched.
    private static ServiceProvider Process(LedgerDatabase database, params string[] watched) =>
        Process<Noted>(database, watched.Length > 0 ? watched : [.. StatutoryClocks.Load().Pack.Keys]);

    private static ServiceProvider Process<TWatcher>(LedgerDatabase database, params string[] watched)
        where TWatcher : class, IClockWatcher => database.Process(services: services => services
        .AddSingleton(StatutoryClocks.Load())
        .AddCalendar<LedgerDbContext>(() => WorkingDays.Load())
        .AddClocks<LedgerDbContext>("ledger")
        .AddClockWatcher<TWatcher>("ledger", watched)
        .AddDeadlineHandler<TermPassed<LedgerDbContext>>("ledger", RecordClocks<LedgerDbContext>.DeadlineKind));

    private static Task StartAsync(ServiceProvider process, Guid record, string key, DateOnly? on = null) => InScopeAsync(process, clocks =>
    {
        Assert.False(clocks.Start(key, record, on ?? Today).IsRefused);
        return Task.CompletedTask;
    });

    private static async Task InScopeAsync(ServiceProvider process, Func<RecordClocks<LedgerDbContext>, Task> act)
    {
        await using var scope = process.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<RecordClocks<LedgerDbContext>>());
        Assert.Null((await scope.ServiceProvider.GetRequiredService<Commit<LedgerDbContext>>().SaveAsync(Cancellation)).Error);
    }

    /// <summary>Changes the only clock, or the one of a key; the code of the refusal, or null.</summary>
    private static async Task<string?> ChangeAsync(
        ServiceProvider process, Func<RecordClocks<LedgerDbContext>, StoredClock, Task<Result>> change, string? key = null)
    {
        await using var scope = process.CreateAsyncScope();
        var clock = await scope.ServiceProvider.GetRequiredService<LedgerDbContext>().Set<StoredClock>()
            .SingleAsync(c => key == null || c.Key == key, Cancellation);
        var changed = await change(scope.ServiceProvider.GetRequiredService<RecordClocks<LedgerDbContext>>(), clock);
        return changed.IsRefused
            ? changed.Error.Code
            : (await scope.ServiceProvider.GetRequiredService<Commit<LedgerDbContext>>().SaveAsync(Cancellation)).Error?.Code;
    }

    private static async Task<string?> ChangeOfAsync(
        ServiceProvider process, Guid record, Func<RecordClocks<LedgerDbContext>, StoredClock, Task<Result>> change)
    {
        await using var scope = process.CreateAsyncScope();
        var clocks = scope.ServiceProvider.GetRequiredService<RecordClocks<LedgerDbContext>>();
        var changed = await change(clocks, Assert.Single(await clocks.OfAsync(record, Cancellation)));
        return changed.IsRefused
            ? changed.Error.Code
            : (await scope.ServiceProvider.GetRequiredService<Commit<LedgerDbContext>>().SaveAsync(Cancellation)).Error?.Code;
    }

    private static Task<(
        ClockState State, DateOnly? DueOn, DateTime? StoppedAt, DateTime? RanOutAt, long Version,
        int Fired, int Open, int Noted)> StateAsync(
        LedgerDatabase database, Guid record) => database.ReadAsync(async c =>
    {
        var clock = await c.Clocks.AsNoTracking().SingleAsync(k => k.SubjectId == record, Cancellation);
        var deadlines = await c.Deadlines.AsNoTracking().Where(d => d.SubjectId == clock.Id).ToListAsync(Cancellation);
        return (clock.ToAnswer().State, clock.DueOn, clock.StoppedAt, clock.RanOutAt, clock.Version,
            deadlines.Count(d => d.FiredAt is not null),
            deadlines.Count(d => d is { FiredAt: null, CancelledAt: null }),
            await c.AuditEntries.CountAsync(a => a.Act == "clock.ran_out" && a.SubjectId == record, Cancellation));
    });

    private static Task SweepAsync(LedgerDatabase database, ServiceProvider process, DateTime at)
    {
        database.Clock.SetUtcNow(at);
        return SweepAsync(process);
    }

    private static async Task SweepAsync(ServiceProvider process) =>
        await process.GetRequiredService<DeadlineSweeper<LedgerDbContext>>().SweepAsync(Cancellation);

    private static Task<StoredClock> OnlyAsync(LedgerDatabase database) =>
        database.ReadAsync(c => c.Set<StoredClock>().AsNoTracking().SingleAsync(Cancellation));

    private static Task<int> RanOutAsync(LedgerDatabase database) =>
        database.ReadAsync(c => c.AuditEntries.CountAsync(a => a.Act == "clock.ran_out", Cancellation));

    private sealed class Noted(Commit<LedgerDbContext> commit) : IClockWatcher
    {
        public Task RanOutAsync(StoredClock clock, CancellationToken cancellation)
        {
            commit.Record("clock.ran_out", clock.Key, clock.SubjectId, clock.Version);
            return Task.CompletedTask;
        }
    }
}
