namespace Oversight.Persistence.Outbox;

/// <summary>Wakes the relay of this process right after a commit, so that it need not wait for its next poll.</summary>
/// <param name="hearsAll">Whether no other process writes this database, so that no fact is added without the signal.</param>
public sealed class OutboxSignal<TContext>(bool hearsAll = false) : IDisposable
    where TContext : ServiceDbContext
{
    private readonly SemaphoreSlim _work = new(0, 1);

    /// <summary>Whether no fact is added without the signal.</summary>
    public bool HearsAll => hearsAll;

    /// <summary>There is work. Setting it twice before anyone waits is the same as once.</summary>
    public void Set()
    {
        try
        {
            _work.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already set: the relay will look anyway.
        }
    }

    /// <summary>Waits until there is work or <paramref name="longest"/> has passed.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _work.WaitAsync(longest, cancellation);

    /// <inheritdoc />
    public void Dispose() => _work.Dispose();
}
