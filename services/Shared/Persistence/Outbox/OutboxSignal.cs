namespace Oversight.Persistence.Outbox;

/// <summary>Wakes the relay right after a commit.</summary>
/// <param name="hearsAll">Whether no other process writes this database, so that no fact is added without the signal.</param>
public sealed class OutboxSignal<TContext>(bool hearsAll = false) : Signal
    where TContext : ServiceDbContext
{
    /// <summary>Whether no fact is added without the signal, except by an operator's command.</summary>
    public bool HearsAll => hearsAll;
}
