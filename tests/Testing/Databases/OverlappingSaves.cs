using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Oversight.Testing;

/// <summary>
/// Makes a race certain: the saves that it is about wait for one another before the first of them writes. Whatever each act decided
/// on, it read before the other wrote.
/// </summary>
/// <param name="number">How many saves wait for one another; further ones, as of an act that is repeated, pass immediately.</param>
/// <param name="concerns">Whether a save is one of them, by what its context holds; the workers of a service save too.</param>
public sealed class OverlappingSaves(int number, Func<DbContext, bool> concerns) : SaveChangesInterceptor
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = number;

    /// <summary>True once all have arrived: the race has taken place.</summary>
    public bool HaveMet => _complete.Task.IsCompleted;

    /// <inheritdoc />
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (concerns(eventData.Context!))
        {
            if (Interlocked.Decrement(ref _missing) <= 0)
            {
                _complete.TrySetResult();
            }

            // Whoever was refused before its save never comes: then there is no race, and the test that wants one is to say so.
            await _complete.Task.WaitAsync(Limit, cancellationToken);
        }

        return result;
    }
}
