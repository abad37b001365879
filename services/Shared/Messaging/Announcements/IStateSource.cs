namespace Oversight.Messaging;

/// <summary>
/// One kind of record that a service publishes, as it is now: what another service needs to build its copy from nothing. It reads the
/// service's own rows; nothing has happened when it is asked.
/// </summary>
public interface IStateSource
{
    /// <summary>Name of the kind, e.g. <c>institution</c>: unique within the service.</summary>
    string Kind { get; }

    /// <summary>A page of records in the order of ids.</summary>
    /// <param name="after">Only records with a greater id; null for the first page.</param>
    /// <param name="size">Most records.</param>
    /// <param name="subject">Only records about this institution, or this record alone; null for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>At most <paramref name="size"/> records; fewer mean that there is no further page.</returns>
    Task<IReadOnlyList<StateRecord>> PageAsync(Guid? after, int size, Guid? subject, CancellationToken cancellation);
}

/// <summary>A record and the facts that tell its state, in the order of versions. Applied twice they change nothing.</summary>
/// <param name="Id">Id of the record.</param>
/// <param name="Facts">Contracts, e.g. that a penalty was decided and that it was performed.</param>
public sealed record StateRecord(Guid Id, IReadOnlyList<object> Facts);
