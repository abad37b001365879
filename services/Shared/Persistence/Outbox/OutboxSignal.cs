namespace Oversight.Persistence.Outbox;

/// <summary>Wakes the relay right after a commit.</summary>
public sealed class OutboxSignal<TContext> : Signal
    where TContext : ServiceDbContext;
