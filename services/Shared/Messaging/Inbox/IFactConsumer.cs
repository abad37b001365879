using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>
/// Applies one contract for one purpose. It changes entities of its context and returns; the inbox saves once, together with
/// the inbox row. Throwing leaves nothing behind.
/// </summary>
/// <remarks>
/// Several messages may take effect in one transaction and one scope, one after the other (<see cref="Inbox{TContext}"/>): a consumer,
/// and what it is given, keeps no entity and nothing that it has read from one message to the next. What it throws tells what becomes of
/// the fact: a failure of the database, network or disk is retried without end; anything else, after a few tries, parks the fact.
/// </remarks>
public interface IFactConsumer<in TFact>
    where TFact : class
{
    /// <summary>Applies the fact. It may be called again for the same fact after a failure, and facts may come in any order.</summary>
    /// <exception cref="OutOfOrderException">It builds on something that is not known yet. Nothing has been written until then.</exception>
    Task ConsumeAsync(TFact fact, CancellationToken cancellation);
}

/// <summary>
/// A consumer that keeps a copy of what its publisher has: it applies announced states as well as facts. The natural key of the
/// record makes the second time change nothing, and an announced state is no event in anybody's history.
/// </summary>
/// <remarks>
/// Where the copy is one of states, it asks <see cref="IncomingFact"/> whether a state replaces it. A forced state replaces it always:
/// that is how copies are compared and mended.
/// </remarks>
public interface ICopyConsumer<in TFact> : IFactConsumer<TFact>
    where TFact : class;

/// <summary>
/// Applies one contract by keeping one row for each subject, as a copy of another service's record does. What it does follows from the row
/// and the fact alone; so messages that come together share a query and a save, whatever their number.
/// </summary>
/// <typeparam name="TFact">The contract, which carries the whole state of the record.</typeparam>
/// <typeparam name="TRow">An entity whose primary key is one <see cref="Guid"/>, with a concurrency token.</typeparam>
public interface IRowConsumer<in TFact, TRow>
    where TFact : class
    where TRow : class, IStateCopy
{
    /// <summary>Primary key of the row that the fact is about, and the version of the record that it carries.</summary>
    (Guid Key, long Version) SourceOf(TFact fact);

    /// <summary>Overwrites the row with the state, or makes the first one. It is called for newer states only.</summary>
    /// <returns>The row itself, or a new one where there was none.</returns>
    TRow Apply(TRow? row, TFact fact);
}

/// <summary>
/// Applies announced states of one contract, of which a page holds one for each record. Whatever the number of records, it reads for a
/// page what it would read for one, and they share a save: a register is built from nothing at the rate of its rows, not of its queries.
/// </summary>
/// <typeparam name="TFact">The contract. It is told in pages only and has no queue.</typeparam>
/// <typeparam name="TKnown">What is known of the records before the page.</typeparam>
public interface IPageConsumer<in TFact, TKnown>
    where TFact : class
    where TKnown : class
{
    /// <summary>Reads, tracked, what is known of the records that the facts are about.</summary>
    Task<TKnown> ReadAsync(IReadOnlyCollection<TFact> facts, CancellationToken cancellation);

    /// <summary>Changes entities for one of the facts. It does not see in the database what the page changed before it.</summary>
    Task ApplyAsync(TFact fact, TKnown known, CancellationToken cancellation);
}

/// <summary>
/// A fact builds on something that this service does not know yet: only the facts of one record come in order. It is kept
/// (<see cref="Persistence.Inbox.DeferredFact"/>) and applied when what it awaits has arrived.
/// </summary>
/// <param name="awaits">What has to come, e.g. <c>institution/0198…</c>, as <see cref="Arrivals"/> names it.</param>
public sealed class OutOfOrderException(string awaits) : Exception($"{awaits} is not known yet.")
{
    /// <summary>What has to come.</summary>
    public string Awaits { get; } = awaits;
}

/// <summary>
/// One version of a record came with two contents: its publisher was restored without a new epoch. Neither wins silently.
/// </summary>
public sealed class StateConflictException(string message) : Exception(message);
