namespace Oversight.Standalone;

/// <summary>
/// The first of the modules' hosted services: once all have started and the listener is up, it holds back the workers behind it
/// until <see cref="Begin"/>. The start of seven modules' workers is a second of work that nobody who wants a page should wait for.
/// </summary>
internal sealed class WorkWaits : IHostedLifecycleService
{
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the listener is up.</summary>
    public Task Listening => _listening.Task;

    /// <summary>Lets the workers begin.</summary>
    public void Begin() => _begin.TrySetResult();

    /// <summary>Ends the start without them.</summary>
    public void Abandon() => _begin.TrySetCanceled();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _listening.TrySetResult();
        return _begin.Task.WaitAsync(cancellationToken);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
