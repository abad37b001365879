namespace Oversight.Persistence.Outbox;

/// <summary>Wakes the relay of this process right after a commit, so that it need not wait for its next poll.</summary>
public sealed class OutboxSignal<TContext> : IDisposable
    where TContext : ServiceDbContext
{
    private readonly SemaphoreSlim _work = new(0, 1);

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
