using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Platform.V1;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>A service's database as the commands of an operator see it, whatever its context is.</summary>
public abstract class ServiceStore
{
    /// <summary>The context.</summary>
    public abstract ServiceDbContext Database { get; }

    /// <summary>The services whose records it copies.</summary>
    public abstract IReadOnlyCollection<string> Publishers { get; }

    /// <summary>Asks a publisher for its state; goes with the next save.</summary>
    /// <param name="publisher">The publisher.</param>
    /// <param name="purpose">One of <see cref="StatePurposes"/>.</param>
    /// <param name="since">For a replay: from when on (UTC).</param>
    /// <returns>Id of the request.</returns>
    public abstract Guid Ask(string publisher, string purpose, DateTime? since = null);

    /// <summary>
    /// Begins another epoch: what was told before the restore of this database is older from now on. Goes with the next save.
    /// </summary>
    public abstract Task BeginEpochAsync(string reason, CancellationToken cancellation);

    /// <summary>Adds the audit row of an operator's act; goes with the next save.</summary>
    public abstract void Record(string act, string subject, Guid subjectId, object details);

    /// <summary>Saves.</summary>
    public abstract Task<Kernel.Result> SaveAsync(CancellationToken cancellation);
}

internal sealed class ServiceStore<TContext>(
    IServiceProvider services, TContext database, Commit<TContext> commit, StateRequests<TContext> requests) : ServiceStore
    where TContext : ServiceDbContext
{
    public override ServiceDbContext Database => database;

    public override IReadOnlyCollection<string> Publishers => requests.Publishers;

    public override Guid Ask(string publisher, string purpose, DateTime? since = null) => requests.Ask(publisher, purpose, since: since);

    public override async Task BeginEpochAsync(string reason, CancellationToken cancellation)
    {
        var last = await database.Epochs.MaxAsync(e => (int?)e.Ordinal, cancellation) ?? 0;
        var epoch = new PublisherEpoch { Id = commit.NewId(), Ordinal = last + 1, StartedAt = commit.Now, Reason = reason };
        database.Epochs.Add(epoch);
        services.GetRequiredService<EpochSource<TContext>>().Set(epoch);
        commit.Announce(new EpochStarted(database.Service, epoch.Id, commit.Now), epoch.Id, 1);
    }

    public override void Record(string act, string subject, Guid subjectId, object details) =>
        commit.Record(act, subject, subjectId, null, details);

    public override Task<Kernel.Result> SaveAsync(CancellationToken cancellation) => commit.SaveAsync(cancellation);
}
