namespace Oversight.Persistence;

/// <summary>
/// Tells the background workers of this process that something was committed to their database. Where this process alone writes it
/// (SQLite), a worker that found nothing to do has nothing to look for before the next commit.
/// </summary>
/// <param name="hearsAll">
/// Whether no other process writes this database. Otherwise what another one commits is not heard, and workers poll.
/// </param>
public abstract class CommitSignal(bool hearsAll)
{
    /// <summary>
    /// Longest time between two looks all the same: the lease of a process that was killed ends by the clock, and an operator's command
    /// may have written from a process of its own.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private TaskCompletionSource _next = New();

    /// <summary>Whether every commit is heard here.</summary>
    public bool HearsAll => hearsAll;

    /// <summary>Completes with the next commit. Take it before looking, so that what is committed meanwhile is not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something was committed.</summary>
    public void Set() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <inheritdoc />
public sealed class CommitSignal<TContext>(bool hearsAll) : CommitSignal(hearsAll)
    where TContext : ServiceDbContext;
