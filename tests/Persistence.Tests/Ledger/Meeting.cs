namespace Oversight.Persistence.Tests.Ledger;

/// <summary>Lets nobody go on before all have arrived. Who comes later, at a repeat, passes at once.</summary>
internal sealed class Meeting(int participants) : IDisposable
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = participants;

    public Task ArriveAsync()
    {
        if (Interlocked.Decrement(ref _missing) <= 0)
        {
            _complete.TrySetResult();
        }

        return _complete.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _complete.TrySetCanceled();
}
