using Oversight.Persistence;

namespace Oversight.Messaging;

/// <summary>How facts that wait for one database are handled; section <c>Oversight:Inbox</c>.</summary>
public sealed class InboxOptions
{
    /// <summary>
    /// Most facts that take effect in one transaction; 1 gives each its own. Null is the provider's default: 32 on SQLite, where one
    /// writer is let in at a time, 16 on a server.
    /// </summary>
    public int? MostTogether { get; set; }

    /// <summary>
    /// Transactions of facts at the same time in this process. Null is the provider's default: 1 on SQLite, 2 on a server.
    /// </summary>
    public int? Lanes { get; set; }

    /// <summary>
    /// Whether the inbox itself waits for a database that is away, with the message unacknowledged. False in one process, where the
    /// sender's outbox sends it again. Set by the transport.
    /// </summary>
    internal bool WaitsForInfrastructure { get; set; }

    internal int MostTogetherOn(DatabaseProvider provider) => Math.Max(1, MostTogether ?? (provider == DatabaseProvider.Sqlite ? 32 : 16));

    internal int LanesOn(DatabaseProvider provider) => Math.Max(1, Lanes ?? (provider == DatabaseProvider.Sqlite ? 1 : 2));
}
