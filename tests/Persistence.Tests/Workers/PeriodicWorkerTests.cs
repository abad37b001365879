using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Oversight.Persistence.Tests.Workers;

public sealed class PeriodicWorkerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250), Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_every_commit_is_heard_a_worker_that_rests_runs_after_a_commit_without_any_time_passing()
    {
        var (clock, commits) = (new WatchedClock(), new CommitSignal<LedgerDbContext>(hearsAll: true));
        using var worker = new Counting(clock, commits);
        await worker.StartAsync(Cancellation);
        await worker.StartedAsync(Cancellation);
        await worker.RunAsync(1);
        await RestAsync(clock);
        commits.Set();
        await worker.RunAsync(2);
        await worker.StopAsync(Cancellation);
    }

    [Fact]
    public async Task What_is_committed_while_a_worker_runs_is_looked_for_by_its_next_run()
    {
        var (clock, commits) = (new WatchedClock(), new CommitSignal<LedgerDbContext>(hearsAll: true));
        using var worker = new Counting(clock, commits) { During = commits.Set };
        await worker.StartAsync(Cancellation);
        await worker.StartedAsync(Cancellation);
        await worker.RunAsync(1);
        await PassAsync(clock, Interval, worker, 2);
        await worker.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Without_a_commit_it_runs_all_the_same_before_long()
    {
        var (clock, commits) = (new WatchedClock(), new CommitSignal<LedgerDbContext>(hearsAll: true));
        using var worker = new Counting(clock, commits);
        await worker.StartAsync(Cancellation);
        await worker.StartedAsync(Cancellation);
        await worker.RunAsync(1);
        await PassAsync(clock, CommitSignal.Longest, worker, 2);
        await worker.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_run_that_failed_is_repeated_after_the_interval()
    {
        var (clock, commits) = (new WatchedClock(), new CommitSignal<LedgerDbContext>(hearsAll: true));
        using var worker = new Counting(clock, commits) { During = () => throw new InvalidOperationException("The first run fails.") };
        await worker.StartAsync(Cancellation);
        await worker.StartedAsync(Cancellation);
        await worker.RunAsync(1);
        await PassAsync(clock, Interval, worker, 2);
        await worker.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Where_other_processes_write_it_runs_after_each_interval()
    {
        var (clock, commits) = (new WatchedClock(), new CommitSignal<LedgerDbContext>(hearsAll: false));
        using var worker = new Counting(clock, commits);
        await worker.StartAsync(Cancellation);
        await worker.StartedAsync(Cancellation);
        await worker.RunAsync(1);
        await PassAsync(clock, Interval, worker, 2);
        await worker.StopAsync(Cancellation);
    }

    // A worker rests once its interval is over and it waits for a commit.
    private static async Task RestAsync(WatchedClock clock)
    {
        await Eventually.BecomesTrueAsync(() => clock.Waits.Contains(Interval), Limit, "the worker waits for its interval");
        clock.Advance(Interval);
        await Eventually.BecomesTrueAsync(() => clock.Waits.Contains(CommitSignal.Longest - Interval), Limit, "the worker rests");
    }

    // The worker may not wait yet when the time passes; then it passes once more.
    private static Task PassAsync(FakeTimeProvider clock, TimeSpan time, Counting worker, int runs) => Eventually.BecomesTrueAsync(
        () =>
        {
            clock.Advance(time);
            return worker.Runs >= runs;
        },
        Limit, $"run {runs}");

    /// <summary>Says for how long somebody waits.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        public ConcurrentBag<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Waits.Add(dueTime);
            return timer;
        }
    }

    private sealed class Counting(TimeProvider clock, CommitSignal commits) : PeriodicWorker(Interval, clock, NullLogger.Instance, commits)
    {
        private readonly SemaphoreSlim _ran = new(0);

        public int Runs { get; private set; }

        public Action? During { get; set; }

        public async Task RunAsync(int runs)
        {
            while (Runs < runs)
            {
                Assert.True(await _ran.WaitAsync(Limit, Cancellation));
            }
        }

        protected override Task<bool> RunOnceAsync(CancellationToken cancellation)
        {
            Runs++;
            _ran.Release();
            var during = During;
            During = null;
            during?.Invoke();
            return Task.FromResult(false);
        }

        public override void Dispose()
        {
            _ran.Dispose();
            base.Dispose();
        }
    }
}
