using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>Ends the work of a process after so many saves, as a kill would between two of them.</summary>
internal sealed class KillAfter(int saves, CancellationTokenSource process) : SaveChangesInterceptor
{
    private int _left = int.MaxValue;

    public void Arm() => _left = saves;

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            process.Cancel();
        }

        return base.SavedChangesAsync(eventData, result, cancellationToken);
    }
}
