using System.Collections.Concurrent;

namespace Oversight.Registry.Import;

/// <summary>
/// How far the import of this process is, and whether it is asked to stop. It complements the stored state, which cannot move
/// while the one transaction is open.
/// </summary>
internal sealed class ImportProgress
{
    private readonly ConcurrentDictionary<Guid, Running> _running = new();

    /// <summary>Begins to follow an import; the end of the returned scope ends it.</summary>
    public Running Follow(Guid import) => _running.GetOrAdd(import, id => new Running(() => _running.TryRemove(id, out _)));

    /// <summary>Where the import is if this process works on it, else null.</summary>
    public Running? Of(Guid import) => _running.GetValueOrDefault(import);

    /// <summary>An import that this process works on.</summary>
    internal sealed class Running(Action end) : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly CancellationTokenSource _stop = new();
        private bool _ended;
        private volatile int _checked, _applied;

        public int RowsChecked => _checked;

        public int RowsApplied => _applied;

        public bool StopRequested => _stop.IsCancellationRequested;

        /// <summary>Cancelled as soon as an officer asks to stop it: reading a file does not wait for the end of a row.</summary>
        public CancellationToken Stopped => _stop.Token;

        /// <summary>Asks it to stop; without effect when it has ended.</summary>
        public void Stop()
        {
            // A stop that meets the end of the run would otherwise cancel a source that is disposed.
            lock (_gate)
            {
                if (!_ended)
                {
                    _stop.Cancel();
                }
            }
        }

        public void Checked(int rows) => _checked = rows;

        public void Applied(int rows) => _applied = rows;

        public void Dispose()
        {
            lock (_gate)
            {
                _ended = true;
                _stop.Dispose();
            }

            end();
        }
    }
}
