namespace Oversight.Persistence.Inbox;

/// <summary>
/// Takes one contract for one purpose. It changes entities of its context and returns; the inbox saves once, together with
/// the inbox row. Throwing leaves nothing behind and the message comes again.
/// </summary>
/// <remarks>
/// Several messages may take effect in one transaction and one scope, one after the other (<see cref="InboxGroups{TContext}"/>): a consumer,
/// and what it is given, keeps no entity and nothing that it has read from one message to the next.
/// </remarks>
public interface IFactConsumer<in TFact>
    where TFact : class
{
    /// <summary>Applies the fact. It may be called again for the same fact after a failure, and facts may come in any order.</summary>
    /// <exception cref="FactAheadException">It builds on a fact that has not come yet. Nothing has been written until then.</exception>
    Task ConsumeAsync(TFact fact, CancellationToken cancellation);
}

/// <summary>
/// Takes one contract by keeping one row for each subject, as a copy of another service's record does. What it does follows from the row
/// and the fact alone; so messages that come together share a query and a save, whatever their number.
/// </summary>
/// <typeparam name="TFact">The contract.</typeparam>
/// <typeparam name="TRow">An entity whose primary key is one <see cref="Guid"/>, with a concurrency token.</typeparam>
public interface IRowConsumer<in TFact, TRow>
    where TFact : class
    where TRow : class
{
    /// <summary>Primary key of the row that the fact is about.</summary>
    Guid KeyOf(TFact fact);

    /// <summary>Changes the row, or makes the first one. It may be called again for the same fact after a failure, and facts may come in any order.</summary>
    /// <returns>The row itself, or a new one where there was none.</returns>
    TRow Take(TRow? row, TFact fact);
}

/// <summary>
/// A fact came before one that it builds on: only the facts of one partition come in order. Nothing is wrong; it leaves nothing and comes
/// again, and nobody is told unless it stays ahead until it is parked.
/// </summary>
public sealed class FactAheadException(string message) : Exception(message);
