using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Platform.V1;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>Takes a request for this service's state.</summary>
internal sealed class StateRequestedConsumer<TContext>(TContext context, Signal<StateAnnouncer<TContext>> signal)
    : IFactConsumer<StateRequested>
    where TContext : ServiceDbContext
{
    public async Task ConsumeAsync(StateRequested fact, CancellationToken cancellation)
    {
        if (!await context.StateAnnouncements.AnyAsync(a => a.Id == fact.RequestId, cancellation))
        {
            context.StateAnnouncements.Add(new StateAnnouncement
            {
                Id = fact.RequestId, Consumer = fact.Consumer, Purpose = fact.Purpose, SubjectId = fact.SubjectId, Since = fact.Since,
                RequestedAt = fact.OccurredAt,
            });
            signal.Set();
        }
    }
}

/// <summary>Notes that a publisher has sent everything.</summary>
internal sealed class StateAnnouncementEndedConsumer<TContext>(TContext context) : IFactConsumer<StateAnnouncementEnded>
    where TContext : ServiceDbContext
{
    public async Task ConsumeAsync(StateAnnouncementEnded fact, CancellationToken cancellation)
    {
        if (await context.StateRequests.SingleOrDefaultAsync(r => r.Id == fact.RequestId, cancellation) is { Pages: null } request)
        {
            request.End(fact.Pages, fact.Records);
        }
    }
}

/// <summary>A publisher was restored: whatever this service copies from it is mended.</summary>
internal sealed class EpochStartedConsumer<TContext>(StateRequests<TContext> requests) : IFactConsumer<EpochStarted>
    where TContext : ServiceDbContext
{
    public Task ConsumeAsync(EpochStarted fact, CancellationToken cancellation)
    {
        if (requests.Publishers.Contains(fact.Publisher))
        {
            requests.Ask(fact.Publisher, StatePurposes.Mend);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Asks publishers for their state. The rows and the messages go with the save of whoever asks.</summary>
public sealed class StateRequests<TContext>(TContext context, Commit<TContext> commit, ServiceConsumers<TContext> consumers)
    where TContext : ServiceDbContext
{
    /// <summary>The services whose records this one copies.</summary>
    public IReadOnlyCollection<string> Publishers => consumers.Publishers;

    /// <summary>Asks one publisher.</summary>
    /// <param name="publisher">The publisher, e.g. <c>registry</c>.</param>
    /// <param name="purpose">One of <see cref="StatePurposes"/>.</param>
    /// <param name="subject">Only what concerns this institution, or this record alone; null for everything.</param>
    /// <param name="since">For a replay: from when on.</param>
    /// <returns>Id of the request.</returns>
    public Guid Ask(string publisher, string purpose, Guid? subject = null, DateTime? since = null)
    {
        var request = new StateRequest { Id = commit.NewId(), Publisher = publisher, Purpose = purpose, RequestedAt = commit.Now };
        context.StateRequests.Add(request);
        commit.Announce(
            new StateRequested(request.Id, publisher, context.Service, purpose, subject, since, commit.Now), request.Id, 1, publisher);
        return request.Id;
    }
}
