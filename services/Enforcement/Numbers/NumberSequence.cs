using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Persistence.Copies;

namespace Oversight.Enforcement.Numbers;

/// <summary>
/// Serials of document numbers (文号) of operations, cases and decisions: the next one follows the highest of its series. Acts of this
/// process pass one after the other; of two of different replicas in the same instant the unique index of the number lets one through.
/// </summary>
internal sealed class NumberSequence(EnforcementDbContext context, EpochSource<EnforcementDbContext> epochs, SeriesGate gate) : IDisposable
{
    // Held until the scope of the act ends, which is after its save.
    private readonly Dictionary<string, IDisposable> _passages = new(StringComparer.Ordinal);

    /// <summary>The next serial of a series.</summary>
    /// <param name="series">What is numbered, with its kind: series of two kinds are numbered apart.</param>
    /// <param name="given">The serials that were given in the series.</param>
    /// <param name="cancellation">Ends the wait for the acts before.</param>
    public async Task<int> NextAsync(string series, IQueryable<int?> given, CancellationToken cancellation)
    {
        // Once in a scope: an act that asks twice for one series would else wait for itself.
        if (!_passages.ContainsKey(series))
        {
            _passages.Add(series, await gate.EnterAsync(series, cancellation));
        }

        // Each epoch has a range of its own: a number that a restore forgot stands on a paper already and is not issued again.
        return NumberSeries.Next(await given.MaxAsync(cancellation), await epochs.PresentAsync(context, cancellation));
    }

    /// <summary>Lets the next act of each series pass.</summary>
    public void Dispose()
    {
        foreach (var passage in _passages.Values)
        {
            passage.Dispose();
        }
    }
}
