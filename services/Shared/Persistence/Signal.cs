namespace Oversight.Persistence;

/// <summary>Wakes a worker of this process, so that it need not wait for its next look.</summary>
public class Signal : IDisposable
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
            // Set already: the worker will look anyway.
        }
    }

    /// <summary>Waits until there is work or <paramref name="longest"/> has passed.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _work.WaitAsync(longest, cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        _work.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The signal of one worker.</summary>
/// <typeparam name="TWorker">The worker that it wakes.</typeparam>
public sealed class Signal<TWorker> : Signal;
