using System.Collections.Concurrent;

namespace Oversight.Persistence.Copies;

/// <summary>
/// Lets acts that take the next number of one series pass one after the other, from the look at the last number to the save. Without it
/// every act that comes meanwhile decides on the same number, and all but one do their work in vain: of a hundred at once, thousands of
/// times.
/// </summary>
/// <remarks>
/// It spares work and guards nothing: acts of other replicas do not pass here, and nobody waits longer than <see cref="Longest"/> for an
/// act that hangs. A unique index decides who has a number, and whoever lost does the act again.
/// </remarks>
public sealed class SeriesGate
{
    /// <summary>Longest wait; then the act goes on as if it were alone.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // One for each series that this process has numbered: departments and places times years.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _series = new(StringComparer.Ordinal);

    /// <summary>Waits for the acts that came before.</summary>
    /// <param name="series">What is numbered; kinds of record that are numbered apart have names of their own.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>To be disposed of after the save: lets the next one pass.</returns>
    public async Task<IDisposable> EnterAsync(string series, CancellationToken cancellation)
    {
        var gate = _series.GetOrAdd(series, static _ => new SemaphoreSlim(1));
        return new Passage(await gate.WaitAsync(Longest, cancellation) ? gate : null);
    }

    private sealed class Passage(SemaphoreSlim? gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
